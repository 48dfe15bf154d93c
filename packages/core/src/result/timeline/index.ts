import { and, asc, eq, sql } from "drizzle-orm";
import * as z from "zod";
import { parseTraceparent } from "@pegbar/telemetry/trace/traceparent.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { filterReachable } from "../../job/visible.ts";
import { attempt, job, jobEvent } from "../../schema/job.sql.ts";
import { buildTimeline, type TimelineSpan } from "./build.ts";

export { spanKinds, type TimelineSpan } from "./build.ts";

export interface JobTimeline {
  jobId: string;
  createdAt: Date;
  endedAt: Date | null;
  /** Of the trace in OpenTelemetry's backend; null if the submit was not traced. */
  traceId: string | null;
  spans: TimelineSpan[];
}

const Recorded = z.tuple([
  z.object({ results: z.coerce.number(), recorded: z.coerce.number(), at: z.coerce.date().nullable() }),
]);

/** When a job was queued, ran which node, was delivered and recorded. @throws not_found */
export const read = fn(z.string().max(64), (id): Promise<JobTimeline> =>
  Database.tx(async (tx) => {
    const [row] = await tx
      .select({
        state: job.state,
        graph: job.graph,
        traceparent: job.traceparent,
        createdAt: job.createdAt,
        endedAt: job.endedAt,
      })
      .from(job)
      .where(and(eq(job.id, id), filterReachable("job.read")));
    if (!row) throw createNotFoundError("job", id);
    const [events, attempts, recorded] = await Database.runTogether([
      () =>
        tx
          .select({ type: jobEvent.type, createdAt: jobEvent.createdAt })
          .from(jobEvent)
          .where(eq(jobEvent.jobId, id))
          .orderBy(asc(jobEvent.number)),
      () =>
        tx
          .select({
            fence: attempt.fence,
            state: attempt.state,
            workerId: attempt.workerId,
            phase: attempt.phase,
            reason: attempt.reason,
            execution: attempt.execution,
            timeline: attempt.timeline,
            startedAt: attempt.startedAt,
            endedAt: attempt.endedAt,
          })
          .from(attempt)
          .where(eq(attempt.jobId, id))
          .orderBy(asc(attempt.fence)),
      () => selectRecorded(tx, id),
    ]);
    const [found] = Recorded.parse([...recorded]);
    return {
      jobId: id,
      createdAt: row.createdAt,
      endedAt: row.endedAt,
      traceId: parseTraceparent(row.traceparent ?? undefined)?.traceId ?? null,
      spans: buildTimeline({
        job: row,
        events,
        attempts,
        recordedAt: found.results === 0 ? undefined : found.recorded < found.results ? null : found.at,
      }),
    };
  }),
);

/** How many results a job has, how many of their records are in an anchored checkpoint, and the time of the last of these. */
const selectRecorded = (tx: Database.Tx, jobId: string) =>
  tx.execute(sql`
    select count(*) as results, count(c.at) as recorded, max(c.at) as at
    from asset a
    left join log o on o.tenant_id = a.tenant_id
    left join leaf l on l.log_id = o.id and l.event_id = a.id
    left join lateral (
      select created_at as at from checkpoint
      where log_id = l.log_id and size > l.position and anchored order by size limit 1
    ) c on true
    where a.job_id = ${jobId}`);
