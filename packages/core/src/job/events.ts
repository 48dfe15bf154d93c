import { and, asc, eq, gt, sql } from "drizzle-orm";
import { decode, encode } from "../activity/position.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { notFound } from "../error.ts";
import { activityOf } from "../notice/index.ts";
import { until } from "../port/until.ts";
import { job, jobEvent } from "./job.sql.ts";
import { fromID } from "./read.ts";
import { hasEnded } from "./state.ts";

const topic = (jobId: string) => `job:${jobId}`;

/** Keeps what happened to a job and wakes those who watch it. */
export async function record(
  tx: Database.Tx,
  jobId: string,
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  await Database.together([
    () => tx.insert(jobEvent).values({ tenantId: Context.tenantId(), jobId, type, data }),
    () => wake(tx, jobId),
  ]);
}

/** Wakes who watches the job, and who follows the studio. */
const wake = (tx: Database.Tx, jobId: string): Promise<unknown> =>
  tx.execute(sql`
    select pg_notify(${Database.SIGNAL_CHANNEL}, topic)
    from unnest(array[${topic(jobId)}::text, ${activityOf(Context.tenantId())}::text]) as t (topic)`);

/** The same for many jobs at once. */
export async function recordMany(
  tx: Database.Tx,
  jobIds: readonly string[],
  type: string,
  data: Record<string, unknown>,
): Promise<void> {
  const list = sql.param(jobIds);
  await Database.together([
    () =>
      tx.execute(sql`
        insert into job_event (tenant_id, job_id, type, data)
        select ${Context.tenantId()}, id, ${type}, ${JSON.stringify(data)}::jsonb from unnest(${list}::text[]) as u (id)`),
    () =>
      tx.execute(sql`
        select pg_notify(${Database.SIGNAL_CHANNEL}, topic)
        from (select 'job:' || id from unnest(${list}::text[]) as u (id) union all select ${activityOf(Context.tenantId())}) as t (topic)`),
  ]);
}

/** Wakes those who watch a job for something that is not kept (progress, a preview). */
export const touch = (tx: Database.Tx, jobId: string) => Database.signal(tx, topic(jobId));

export interface JobEvent {
  /** To resume after it; progress and previews have none and are not repeated. */
  id?: string;
  type: string;
  data: Record<string, unknown>;
}

/**
 * A job's kept events from after the one with the id `after`, as soon as there are some, it has ended, or `waitMs` have
 * passed; and how far it is. Throws 404 for a job the actor may not see.
 */
export async function poll(jobId: string, after: string | undefined, waitMs: number, signal?: AbortSignal) {
  const seen = decode(after)?.number ?? 0;
  const { state } = await fromID(jobId);
  const told = hasEnded(state)
    ? await read(jobId, seen)
    : await until(
        topic(jobId),
        waitMs,
        async () => {
          const now = await read(jobId, seen);
          return now.events.length > 0 || now.ended ? now : undefined;
        },
        signal,
      );
  const { events, ended, row } = told ?? (await read(jobId, seen));
  const items = events.map((event) => shown(jobId, event));
  return { items, next: items.at(-1)?.id ?? after ?? null, ended, progress: ended ? null : row.progress };
}

const shown = (jobId: string, { number, transaction, type, data, createdAt }: typeof jobEvent.$inferSelect) => ({
  id: encode({ transaction, number }),
  type,
  data: { ...data, jobId, at: createdAt.toISOString() },
});

/**
 * A job's events from after the one with the id `after`, live, until it has ended, `windowMs` have passed, or on abort.
 * Progress and previews come as the newest state, not as every step. Throws 404 for a job the actor may not see.
 */
export async function* watch(
  jobId: string,
  after: string | undefined,
  windowMs: number,
  signal: AbortSignal,
): AsyncGenerator<JobEvent> {
  const end = performance.now() + windowMs;
  let seen = decode(after)?.number ?? 0;
  let shownProgress = "";
  let shownPreviews = 0;
  for (;;) {
    const left = end - performance.now();
    const news = await until(
      topic(jobId),
      Math.max(0, left),
      () => look(jobId, seen, shownProgress, shownPreviews),
      signal,
    );
    if (!news || signal.aborted) return;
    for (const event of news.events) {
      seen = event.number;
      yield shown(jobId, event);
    }
    if (news.progress) {
      shownProgress = JSON.stringify(news.progress);
      yield { type: "progress", data: { jobId, ...news.progress } };
    }
    if (news.previewKey) {
      shownPreviews = news.previews;
      const { url } = await Context.ports().storage.signGet(news.previewKey);
      yield { type: "preview", data: { jobId, number: news.previews, url } };
    }
    if (news.ended || left <= 0) return;
  }
}

/** A job as it stands, and its kept events with higher numbers than `seen`. */
const read = (jobId: string, seen: number) =>
  Database.tx(async (tx) => {
    const [[row], events] = await Database.together([
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
    if (!row) throw notFound("job", jobId);
    return { row, events, ended: hasEnded(row.state) };
  });

async function look(jobId: string, seen: number, shownProgress: string, shownPreviews: number) {
  const { row, events, ended } = await read(jobId, seen);
  const progress = row.progress && JSON.stringify(row.progress) !== shownProgress && !ended ? row.progress : undefined;
  const previewKey = row.previewKey && row.previews > shownPreviews && !ended ? row.previewKey : undefined;
  if (events.length === 0 && !progress && !previewKey && !ended) return undefined;
  return { events, progress, previewKey, previews: row.previews, ended };
}
