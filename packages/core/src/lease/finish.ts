import { and, eq } from "drizzle-orm";
import * as Context from "../context.ts";
import type { EndAnswer } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Dispatch from "../dispatch/index.ts";
import { VisibleError } from "../error.ts";
import { record } from "../job/events.ts";
import { attempt, job } from "../job/job.sql.ts";
import type { JobFailure, JobState } from "../job/state.ts";

type AttemptState = (typeof attempt.$inferSelect)["state"];

/** The attempt and its job, locked. */
export interface Ending {
  attemptId: string;
  fence: number;
  jobId: string;
  tenantId: string;
  job: typeof job.$inferSelect;
  runtime: (typeof attempt.$inferSelect)["runtime"];
}

/** How an attempt ends, and where that leaves its job. */
export interface End {
  attempt: Exclude<AttemptState, "running">;
  job: JobState;
  event: string;
  data: Record<string, unknown>;
  reason?: string;
  failure?: JobFailure;
  /** What else is kept of the attempt. */
  attemptFacts?: Partial<Pick<typeof attempt.$inferInsert, "executionMs" | "failure">>;
}

/**
 * The one place where an attempt ends. Locks job, then attempt; refuses attempts that do not run any more; what
 * `decide` writes and the new states commit together. An attempt that has already ended this way gets the same answer.
 */
export async function finish(
  attemptId: string,
  decide: (tx: Database.Tx, ending: Ending) => Promise<End>,
): Promise<EndAnswer> {
  return Database.tx(async (tx) => {
    const [known] = await tx
      .select({ jobId: attempt.jobId, tenantId: attempt.tenantId })
      .from(attempt)
      .where(eq(attempt.id, attemptId));
    if (!known) throw leaseLost();
    return Database.forTenant(known.tenantId, "lease", async () => {
      const [[current], [row]] = await Database.together([
        () => tx.select().from(job).where(eq(job.id, known.jobId)).for("update"),
        () => tx.select().from(attempt).where(eq(attempt.id, attemptId)).for("update"),
      ]);
      if (!current || !row) throw leaseLost();
      if (row.state === "succeeded") return { jobId: known.jobId, state: current.state };
      if (row.state !== "running" || row.fence !== current.fence) throw leaseLost();
      const end = await decide(tx, {
        attemptId,
        fence: row.fence,
        jobId: known.jobId,
        tenantId: known.tenantId,
        job: current,
        runtime: row.runtime,
      });
      await apply(tx, attemptId, current, end);
      return { jobId: known.jobId, state: end.job };
    });
  });
}

async function apply(tx: Database.Tx, attemptId: string, current: typeof job.$inferSelect, end: End): Promise<void> {
  const now = Context.ports().clock.now();
  const goesOn = end.job === "queued" || end.job === "held";
  await Database.together([
    () =>
      tx
        .update(attempt)
        .set({ ...end.attemptFacts, state: end.attempt, endedAt: now, reason: end.reason ?? null })
        .where(and(eq(attempt.id, attemptId), eq(attempt.state, "running"))),
    () =>
      tx
        .update(job)
        .set({
          state: end.job,
          reason: end.reason ?? null,
          failure: end.failure ?? null,
          endedAt: goesOn ? null : now,
          ...(goesOn ? { progress: null } : {}),
        })
        .where(eq(job.id, current.id)),
    () => record(tx, current.id, end.event, { attempt: current.fence, ...end.data }),
    ...(end.job === "queued" ? [() => Dispatch.demandFor(tx, current)] : []),
  ]);
}

export function leaseLost(): VisibleError {
  return new VisibleError("lease_lost", "The lease has ended. Stop this attempt; nothing of it will be shown.");
}
