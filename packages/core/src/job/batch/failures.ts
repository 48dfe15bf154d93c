import { eq, sql } from "drizzle-orm";
import type * as Database from "../../platform/database/index.ts";
import { batch } from "../../schema/batch.sql.ts";

/** Expression: how many jobs of a batch have failed. */
export const countFailed = (batchId: string) =>
  sql<number>`(select count(*)::int from job where job.batch_id = ${batchId} and job.state = 'failed')`;

/** Jobs that have failed until now no longer count towards a stop of the batch. */
export const acceptFailures = (tx: Database.Tx, batchId: string) =>
  tx
    .update(batch)
    .set({ acceptedFailures: countFailed(batchId) })
    .where(eq(batch.id, batchId));
