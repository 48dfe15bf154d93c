import { and, desc, eq, lt, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import { shot, sequence, show } from "../show/show.sql.ts";
import { record } from "./events.ts";
import { attempt, job } from "./job.sql.ts";
import { hasEnded, jobStates } from "./state.ts";

export { submit } from "./submit.ts";
export { watch, type JobEvent } from "./events.ts";
export * from "./request.ts";
export * from "./state.ts";

const columns = {
  id: job.id,
  state: job.state,
  reason: job.reason,
  failure: job.failure,
  progress: job.progress,
  cancelRequested: job.cancelRequested,
  show: show.code,
  sequence: sequence.code,
  shot: shot.code,
  shotId: job.shotId,
  memberId: job.memberId,
  workflowVersionId: job.workflowVersionId,
  parameters: job.parameters,
  class: job.class,
  lane: job.lane,
  priority: job.priority,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  endedAt: job.endedAt,
};

/** Artists see their own jobs, others those of the whole studio. */
function visible(): SQL | undefined {
  const actor = Context.actor();
  if (actor.type !== "member" || actor.role !== "artist") return undefined;
  return eq(job.memberId, actor.memberId);
}

const select = (tx: Database.Tx) =>
  tx
    .select(columns)
    .from(job)
    .innerJoin(shot, eq(shot.id, job.shotId))
    .innerJoin(sequence, eq(sequence.id, job.sequenceId))
    .innerJoin(show, eq(show.id, job.showId));

/** A job with the story of its attempts. */
export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [[found], attempts] = await Database.together([
      () => select(tx).where(and(eq(job.id, id), visible())),
      () =>
        tx
          .select({
            id: attempt.id,
            state: attempt.state,
            reason: attempt.reason,
            failure: attempt.failure,
            startedAt: attempt.startedAt,
            endedAt: attempt.endedAt,
            executionMs: attempt.executionMs,
          })
          .from(attempt)
          .where(eq(attempt.jobId, id))
          .orderBy(attempt.fence),
    ]);
    if (!found) throw notFound("job", id);
    return { ...found, attempts };
  }),
);

/** Newest first; `before` is the id of the last job of the page before. */
export const list = fn(
  z.object({
    state: z.enum(jobStates).optional(),
    before: z.string().max(64).optional(),
    limit: z.int().min(1).max(200).default(50),
  }),
  ({ state, before, limit }) =>
    Database.tx((tx) =>
      select(tx)
        .where(and(visible(), state ? eq(job.state, state) : undefined, before ? lt(job.id, before) : undefined))
        .orderBy(desc(job.id))
        .limit(limit),
    ),
);

/** Ends a waiting job at once; asks the worker of a running one to stop. A job that has ended stays as it is. */
export const cancel = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .select({ state: job.state })
      .from(job)
      .where(and(eq(job.id, id), visible()))
      .for("update");
    if (!row) throw notFound("job", id);
    if (hasEnded(row.state)) return row.state;
    if (row.state === "running") {
      await tx.update(job).set({ cancelRequested: true }).where(eq(job.id, id));
      await record(tx, id, "cancelling", {});
      return row.state;
    }
    const ended = {
      state: "cancelled",
      reason: "cancelled before it started",
      endedAt: Context.ports().clock.now(),
    } as const;
    await tx.update(job).set(ended).where(eq(job.id, id));
    await record(tx, id, "cancelled", {});
    return ended.state;
  }),
);
