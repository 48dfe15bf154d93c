import { sql } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";

/** ComfyUI's messages may repeat a prompt. */
const redactFailure = (column: string) =>
  sql.raw(`${column} = jsonb_build_object('kind', ${column} ->> 'kind', 'message', 'erased')`);

/** Erases what was submitted: graph, parameters and messages of failures. Costs, times and outcomes stay. */
export async function eraseJobs(tx: Database.Tx, jobIds: readonly string[]): Promise<void> {
  if (jobIds.length === 0) return;
  const ids = sql`any(${sql.param(jobIds)}::text[])`;
  const tenantId = Context.getTenantId();
  const now = Context.getPorts().clock.now().toISOString();
  await tx.execute(sql`
    update job set graph = '{}', parameters = '{}', inputs = '{}', labels = '{}', request_sha256 = '', content_sha256 = null,
      erased_at = ${now}::timestamptz, reason = case when failure is null then reason else failure ->> 'kind' end
    where id = ${ids}`);
  await tx.execute(sql`
    update batch set name = '', request = '{}', request_sha256 = '', erased_at = ${now}::timestamptz
    where id in (select batch_id from job where id = ${ids})`);
  await tx.execute(sql`update job set ${redactFailure("failure")} where id = ${ids} and failure is not null`);
  await tx.execute(sql`
    update attempt set reason = coalesce(failure ->> 'kind', reason) where job_id = ${ids} and state = 'failed'`);
  await tx.execute(sql`update attempt set execution = null where job_id = ${ids} and execution is not null`);
  await tx.execute(sql`update attempt set ${redactFailure("failure")} where job_id = ${ids} and failure is not null`);
  await tx.execute(sql`
    update job_event set data = data - 'failure' where tenant_id = ${tenantId} and job_id = ${ids} and data ? 'failure'`);
  await tx.execute(sql`
    update webhook_delivery set payload = payload #- '{data,failure}' #- '{data,reason}'
    where tenant_id = ${tenantId} and payload #>> '{data,jobId}' = ${ids}`);
  await eraseNotes(tx, jobIds);
}

/** Erases what people wrote about versions with results of these jobs: it may repeat what was erased. */
async function eraseNotes(tx: Database.Tx, jobIds: readonly string[]): Promise<void> {
  const versions = sql`(
    select version.id from version join asset on asset.shot_id = version.shot_id and asset.name = version.name
      and asset.version = version.number
    where asset.job_id = any(${sql.param(jobIds)}::text[]))`;
  await tx.execute(sql`update note set text = '', drawing = '[]' where version_id in ${versions}`);
  await tx.execute(sql`update review set comment = '' where version_id in ${versions}`);
  await tx.execute(sql`
    update webhook_delivery set payload = payload #- '{data,comment}'
    where tenant_id = ${Context.getTenantId()} and payload #>> '{data,versionId}' in ${versions}`);
}
