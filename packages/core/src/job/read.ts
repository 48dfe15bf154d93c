import { and, desc, eq, lt } from "drizzle-orm";
import * as z from "zod";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { fn } from "../fn.ts";
import { shot, sequence, show } from "../show/show.sql.ts";
import { attempt, job } from "./job.sql.ts";
import { jobStates } from "./state.ts";
import { reached } from "./visible.ts";

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
  /** Held on the quotas: the upper end of its estimate. */
  reservedGpuMs: job.reservedGpuMs,
  reservedMicros: job.reservedMicros,
  createdAt: job.createdAt,
  startedAt: job.startedAt,
  endedAt: job.endedAt,
};

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
      () => select(tx).where(and(eq(job.id, id), reached("job.read"))),
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
        .where(
          and(reached("job.read"), state ? eq(job.state, state) : undefined, before ? lt(job.id, before) : undefined),
        )
        .orderBy(desc(job.id))
        .limit(limit),
    ),
);

export type Whole = Awaited<ReturnType<typeof fromID>>;
