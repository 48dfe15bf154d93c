import { and, asc, eq, gt } from "drizzle-orm";
import { decodePosition, encodePosition } from "../platform/event-position.ts";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { createNotFoundError } from "../platform/error/index.ts";
import { waitUntil } from "../platform/signal.ts";
import { getJobTopic } from "./event/index.ts";
import { job, jobEvent, jobStates } from "../schema/job.sql.ts";
import { fromID } from "./read.ts";
import { hasEnded } from "./state/index.ts";

export interface JobEvent {
  /** Pass it as `after` to resume after this event. Progress and previews have none and are not repeated. */
  id?: string;
  type: string;
  data: Record<string, unknown>;
}

/**
 * Returns a job's recorded events after the one with the id `after`, as soon as there are some, the job has ended, or
 * `waitMs` have passed; and its progress. Throws 404 for a job that the actor may not see.
 */
export async function poll(jobId: string, after: string | undefined, waitMs: number, signal?: AbortSignal) {
  const seen = decodePosition(after)?.number ?? 0;
  const { state } = await fromID(jobId);
  const found = hasEnded(state)
    ? await readEvents(jobId, seen)
    : await waitUntil(
        getJobTopic(jobId),
        waitMs,
        async () => {
          const now = await readEvents(jobId, seen);
          return now.events.length > 0 || now.ended ? now : undefined;
        },
        signal,
      );
  const { events, ended, row } = found ?? (await readEvents(jobId, seen));
  const items = events.map((event) => toJobEvent(jobId, event));
  return { items, next: items.at(-1)?.id ?? after ?? null, ended, progress: ended ? null : row.progress };
}

const toJobEvent = (jobId: string, { number, transaction, type, data, createdAt }: typeof jobEvent.$inferSelect) => ({
  id: encodePosition({ transaction, number }),
  type,
  data: { ...data, jobId, at: createdAt.toISOString() },
});

/**
 * Yields a job's events after the one with the id `after`, until the job has ended, `windowMs` have passed, or on abort.
 * Of progress and previews it yields the newest state, not every step. Throws 404 for a job that the actor may not see.
 */
export async function* watch(
  jobId: string,
  after: string | undefined,
  windowMs: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const end = performance.now() + windowMs;
  let seen = decodePosition(after)?.number ?? 0;
  let sentProgress = "";
  let sentPreviews = 0;
  for (;;) {
    const left = end - performance.now();
    const change = await waitUntil(
      getJobTopic(jobId),
      Math.max(0, left),
      () => readChange(jobId, seen, sentProgress, sentPreviews),
      signal,
    );
    if (!change || signal.aborted) return;
    for (const event of change.events) {
      seen = event.number;
      yield toJobEvent(jobId, event);
    }
    if (change.progress) {
      sentProgress = JSON.stringify(change.progress);
      yield { type: "progress", data: { jobId, ...change.progress } };
    }
    if (change.previewKey) {
      sentPreviews = change.previews;
      const { url } = await Context.getPorts().storage.signGet(change.previewKey);
      yield { type: "preview", data: { jobId, number: change.previews, url } };
    }
    if (change.ended || left <= 0) return;
  }
}

/**
 * Whether this event ends the job. The job may end between the two queries: the events then have its end, and the row does
 * not have it yet.
 */
const isFinal = (type: string | undefined): boolean => jobStates.some((state) => state === type && hasEnded(state));

/** The job's current state, and its recorded events after number `seen`. */
const readEvents = (jobId: string, seen: number) =>
  Database.tx(async (tx) => {
    const [[row], events] = await Database.runTogether([
      () =>
        tx
          .select({ state: job.state, progress: job.progress, previews: job.previews, previewKey: job.previewKey })
          .from(job)
          .where(eq(job.id, jobId)),
      () =>
        tx
          .select()
          .from(jobEvent)
          .where(and(eq(jobEvent.jobId, jobId), gt(jobEvent.number, seen)))
          .orderBy(asc(jobEvent.number)),
    ]);
    if (!row) throw createNotFoundError("job", jobId);
    return { row, events, ended: hasEnded(row.state) || isFinal(events.at(-1)?.type) };
  });

async function readChange(jobId: string, seen: number, sentProgress: string, sentPreviews: number) {
  const { row, events, ended } = await readEvents(jobId, seen);
  const progress = row.progress && JSON.stringify(row.progress) !== sentProgress && !ended ? row.progress : undefined;
  const previewKey = row.previewKey && row.previews > sentPreviews && !ended ? row.previewKey : undefined;
  if (events.length === 0 && !progress && !previewKey && !ended) return undefined;
  return { events, progress, previewKey, previews: row.previews, ended };
}
