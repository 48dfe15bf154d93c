import { eq } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { batch } from "../../schema/batch.sql.ts";
import { job } from "../../schema/job.sql.ts";
import { applyAction } from "../act.ts";
import { countFailed } from "./failures.ts";

/**
 * Stops the batch of a failed job once the job's end has committed, if too many have failed. If the process is killed in
 * between, the next failure stops it.
 */
export function stopAfterCommit(tenantId: string, batchId: string): void {
  Database.runAfterCommit(async () => {
    await Database.tx(() => Database.runForTenant(tenantId, "dispatch", () => stopIfFailing(batchId))).catch(
      (error: unknown) =>
        Context.getPorts().log("warn", "a batch with failures was not checked; its next failure will", {
          batchId,
          error,
        }),
    );
  });
}

/** Holds the queued jobs of an active batch of which more jobs have failed than it allows. */
export const stopIfFailing = (id: string): Promise<void> =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .select({
        state: batch.state,
        jobs: batch.jobs,
        stopFailures: batch.stopFailures,
        stopShare: batch.stopShare,
        accepted: batch.acceptedFailures,
        failed: countFailed(id),
      })
      .from(batch)
      .where(eq(batch.id, id))
      .for("no key update", { of: batch });
    if (row?.state !== "active") return;
    const failures = row.failed - row.accepted;
    const isOver =
      (row.stopFailures !== null && failures >= row.stopFailures) ||
      (row.stopShare !== null && failures > row.stopShare * row.jobs);
    if (!isOver) return;
    const reason = `stopped after ${row.failed} of ${row.jobs} jobs failed`;
    await tx.update(batch).set({ state: "stopped", reason }).where(eq(batch.id, id));
    await applyAction({ action: "hold" }, eq(job.batchId, id), reason);
  });
