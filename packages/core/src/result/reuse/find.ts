import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";

/** The newest job with results for each content, made by the current image. */
const findJobs = createStatement<{ id: string; content: string }>(`
  select distinct on (job.content_sha256) job.id, job.content_sha256 as content
  from job
  join attempt on attempt.job_id = job.id and attempt.state = 'succeeded'
  join image on image.current
  where job.tenant_id = :tenantId and job.content_sha256 = any(:contents::text[]) and job.state = 'succeeded'
    and job.reused_job_id is null and job.erased_at is null
    and attempt.runtime ->> 'objectInfoDigest' = image.object_info_digest
    and (image.image_digest is null or attempt.runtime ->> 'imageDigest' = image.image_digest)
    and exists (select from asset where asset.job_id = job.id)
  order by job.content_sha256, job.id desc`);

/**
 * Finds jobs of the studio whose results are those of jobs with these contents.
 * @returns job ids by content
 */
export async function findReusable(
  tx: Database.Tx,
  contents: readonly (string | null)[],
): Promise<ReadonlyMap<string, string>> {
  const wanted = [...new Set(contents.filter((content) => content !== null))];
  if (wanted.length === 0) return new Map();
  const rows = await findJobs(tx, { tenantId: Context.getTenantId(), contents: wanted });
  return new Map(rows.map(({ id, content }) => [content, id]));
}
