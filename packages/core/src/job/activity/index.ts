import { sql } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { job, jobEvent } from "../../schema/job.sql.ts";
import { filterReachable } from "../visible.ts";
import { notice } from "../../schema/notice.sql.ts";
import { getActivityTopic, waitUntil } from "../../platform/signal.ts";
import { decodePosition, encodePosition, type Position } from "../../platform/event-position.ts";

export { PositionId } from "../../platform/event-position.ts";

export interface Event {
  /** To resume after it. */
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** What has come, and from where to go on: also when nothing has come. */
export interface News {
  items: Event[];
  next: string;
}

/** Most events that one look gives. */
const LIMIT = 200;

interface Row extends Record<string, unknown> {
  transaction: string | number;
  number: string | number;
  type: string;
  data: Record<string, unknown>;
  job_id: string | null;
  at: string;
}

/**
 * What has happened in the studio after `after`, as far as the actor may see it: of jobs, and for who may see notices
 * those. Waits up to `waitMs` for something. Without `after` it begins with what happens next.
 */
export async function pollActivity(after: string | undefined, waitMs: number, signal?: AbortSignal): Promise<News> {
  const from = decodePosition(after) ?? (await readHorizon());
  let next = from;
  const items = await waitUntil(
    getActivityTopic(Context.tenantId()),
    waitMs,
    async () => {
      const found = await look(next);
      next = found.next;
      return found.items.length > 0 ? found.items : undefined;
    },
    signal,
  );
  return { items: items ?? [], next: encodePosition(next) };
}

/** The same as a stream: until `windowMs` have passed, or on abort. Yields the position first, then what comes. */
export async function* watchActivity(
  after: string | undefined,
  windowMs: number,
  signal: AbortSignal,
): AsyncGenerator<News> {
  const end = performance.now() + windowMs;
  let next = encodePosition(decodePosition(after) ?? (await readHorizon()));
  yield { items: [], next };
  while (!signal.aborted && performance.now() < end) {
    const news = await pollActivity(next, Math.min(BEAT_MS, end - performance.now()), signal);
    next = news.next;
    // Nothing for a while: shows who listens that somebody is there, and keeps what is between from hanging up.
    yield news;
  }
}

/** Silence longer than this is broken by a sign of life. */
export const BEAT_MS = 15_000;

/** Up to here every transaction has ended, so nothing can still appear before it. */
const readHorizon = (): Promise<Position> =>
  Database.tx(async (tx) => {
    const [row] = await tx.execute<{ ended: string }>(sql`select ${ENDED} as ended`);
    return { transaction: Number(row?.ended ?? 1) - 1, number: Number.MAX_SAFE_INTEGER % 2 ** 48 };
  });

/**
 * Transactions commit in another order than they begin: only what lies before the oldest open one is shown, so that
 * nobody who resumes after an event misses one that was written before it and appeared later.
 */
const ENDED = sql.raw("pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

const look = (from: Position): Promise<{ items: Event[]; next: Position }> =>
  Database.tx(async (tx) => {
    const after = sql`(${from.transaction}::bigint, ${from.number}::bigint)`;
    const mayNotices = Access.isAllowed("notice.read");
    const rows = await tx.execute<Row>(sql`
      select transaction, number, type, data, job_id, to_char(created_at at time zone 'UTC', ${ISO}) as at from (
        select e.transaction, e.number, e.type, e.data, e.job_id, e.created_at
        from ${jobEvent} e join ${job} on ${job.id} = e.job_id
        where (e.transaction, e.number) > ${after} and e.transaction < ${ENDED} and ${filterReachable("job.read") ?? sql`true`}
        union all
        select n.transaction, n.number, 'notice', jsonb_build_object('noticeId', n.id, 'type', n.type, 'subjectId', n.subject_id,
          'meter', n.meter, 'threshold', n.threshold, 'period', n.period), null, n.created_at
        from ${notice} n
        where ${mayNotices} and (n.transaction, n.number) > ${after} and n.transaction < ${ENDED}
      ) as everything order by transaction, number limit ${LIMIT}`);
    const items = rows.map(({ transaction, number, type, data, job_id: jobId, at }) => ({
      position: { transaction: Number(transaction), number: Number(number) },
      type,
      data: { ...data, ...(jobId === null ? {} : { jobId }), at },
    }));
    const next = items.at(-1)?.position ?? from;
    return { items: items.map(({ position, ...event }) => ({ id: encodePosition(position), ...event })), next };
  });

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
