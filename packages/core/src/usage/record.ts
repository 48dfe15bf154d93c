import * as Context from "../context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import type * as Database from "../database/index.ts";
import * as Fleet from "../fleet/index.ts";
import * as Id from "../id.ts";
import type { job } from "../job/job.sql.ts";
import { dayOf } from "../quota/month.ts";
import { usage } from "./usage.sql.ts";

interface Booking {
  job: typeof job.$inferSelect;
  attemptId: string;
  outcome: string;
  reason?: string | undefined;
  workflowId: string | null;
  modelId: string | null;
  timeZone: string;
  amounts: { gpuMs: number; micros: number; platformGpuMs: number; platformMicros: number };
}

/** Books what an attempt took, in the transaction that ends it. */
export async function record(tx: Database.Tx, booking: Booking): Promise<void> {
  const now = Context.ports().clock.now();
  const { job, amounts } = booking;
  const { instance } = await Fleet.of(job.class as WorkloadClass);
  await tx.insert(usage).values({
    id: Id.create("usage"),
    tenantId: job.tenantId,
    attemptId: booking.attemptId,
    jobId: job.id,
    memberId: job.memberId,
    showId: job.showId,
    sequenceId: job.sequenceId,
    shotId: job.shotId,
    workflowId: booking.workflowId,
    workflowVersionId: job.workflowVersionId,
    modelId: booking.modelId,
    class: job.class,
    instance,
    outcome: booking.outcome,
    reason: booking.reason ?? null,
    pixels: job.pixels,
    steps: job.steps,
    microsPerHour: job.microsPerHour,
    ...amounts,
    month: job.month,
    day: dayOf(now, booking.timeZone),
    endedAt: now,
  });
}
