import * as Context from "../platform/context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import type * as Database from "../platform/database/index.ts";
import * as Fleet from "../job/fleet/index.ts";
import * as Id from "../platform/id.ts";
import type { job } from "../schema/job.sql.ts";
import { getDay } from "../platform/billing-month.ts";
import { usage } from "../schema/usage.sql.ts";

interface Usage {
  job: typeof job.$inferSelect;
  attemptId: string;
  outcome: string;
  reason?: string | undefined;
  workflowId: string | null;
  modelId: string | null;
  timeZone: string;
  amounts: { gpuMs: number; micros: number; platformGpuMs: number; platformMicros: number };
}

/** Records what an attempt used, in the transaction that ends it. */
export async function recordUsage(tx: Database.Tx, used: Usage): Promise<void> {
  const now = Context.getPorts().clock.now();
  const { job, amounts } = used;
  const { instance } = await Fleet.readClass(job.class as WorkloadClass);
  await tx.insert(usage).values({
    id: Id.create("usage"),
    tenantId: job.tenantId,
    attemptId: used.attemptId,
    jobId: job.id,
    memberId: job.memberId,
    showId: job.showId,
    sequenceId: job.sequenceId,
    shotId: job.shotId,
    workflowId: used.workflowId,
    workflowVersionId: job.workflowVersionId,
    modelId: used.modelId,
    class: job.class,
    instance,
    outcome: used.outcome,
    reason: used.reason ?? null,
    pixels: job.pixels,
    steps: job.steps,
    microsPerHour: job.microsPerHour,
    ...amounts,
    month: job.month,
    day: getDay(now, used.timeZone),
    endedAt: now,
  });
}
