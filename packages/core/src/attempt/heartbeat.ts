import { and, eq, sql } from "drizzle-orm";
import * as Context from "../platform/context.ts";
import type { HeartbeatAnswer, HeartbeatRequest } from "../contract/index.ts";
import * as Database from "../platform/database/index.ts";
import { wakeWatchers } from "../job/event/index.ts";
import { attempt, job } from "../schema/job.sql.ts";
import { createLeaseLostError } from "./lease-lost.ts";
import { buildPreviewKey } from "./output-key.ts";

/** Renews the lease and stores progress. The answer says whether the job was cancelled. */
export async function heartbeat(attemptId: string, beat: HeartbeatRequest): Promise<HeartbeatAnswer> {
  const { clock, leases } = Context.getPorts();
  const leaseExpiresAt = new Date(clock.now().getTime() + leases.leaseSeconds * 1000);
  return Database.tx(async (tx) => {
    const [renewed] = await tx
      .update(attempt)
      .set({ leaseExpiresAt, phase: beat.phase })
      .where(and(eq(attempt.id, attemptId), eq(attempt.state, "running")))
      .returning({ jobId: attempt.jobId, tenantId: attempt.tenantId });
    if (!renewed) throw createLeaseLostError();
    const shown =
      beat.previews > 0 ? { previews: beat.previews, previewKey: buildPreviewKey(renewed.tenantId, attemptId) } : {};
    const [row] = await tx
      .update(job)
      .set({
        ...shown,
        ...(beat.progress ? { progress: beat.progress } : {}),
        cancelRequested: sql`${job.cancelRequested}`,
      })
      .where(eq(job.id, renewed.jobId))
      .returning({ cancel: job.cancelRequested });
    await wakeWatchers(tx, renewed.jobId);
    return { cancel: row?.cancel ?? false, leaseExpiresAt: leaseExpiresAt.toISOString() };
  });
}
