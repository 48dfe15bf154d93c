import { inArray, sql } from "drizzle-orm";
import { asset } from "../../schema/asset.sql.ts";
import type * as Database from "../../platform/database/index.ts";
import { erasure } from "../../schema/erasure.sql.ts";

/** Event ids of the redactions that explain missing values of these assets' records. */
export async function listRedactions(tx: Database.Tx, assetIds: readonly string[]): Promise<string[]> {
  const ofAssets = inArray(asset.id, [...assetIds]);
  const rows = await tx.select({ id: erasure.id }).from(erasure).where(sql`${erasure.erasedIds} && array(
    select ${asset.memberId} from ${asset} where ${ofAssets}
    union select job_input.input_id from job_input join ${asset} on ${asset.jobId} = job_input.job_id where ${ofAssets})`);
  return rows.map(({ id }) => id);
}
