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
  /** Pass it as `after` to resume after this event. */
  id: string;
  type: string;
  data: Record<string, unknown>;
}

/** New events, and the position to continue from, which is also set without events. */
export interface News {
  items: Event[];
  next: string;
}

/** Maximum number of events in one query. */
const LIMIT = 200;

interface Row extends Record<string, unknown> {
  ended: boolean;
  transaction: string | number;
  number: string | number;
  type: string;
  data: Record<string, unknown>;
  job_id: string | null;
  batch_id: string | null;
  frame: number | null;
  at: string;
}

/**
 * Returns the studio's events after `after` that the actor may see: events of jobs and, with the permission, notices.
 * Waits up to `waitMs` for the first event. Without `after` it starts with the next event; while an older transaction is
 * open, it also returns those that have been written since that transaction began.
 */
export async function pollActivity(after: string | undefined, waitMs: number, signal?: AbortSignal): Promise<News> {
  const from = decodePosition(after) ?? (await readHorizon());
  let next = from;
  let [held, recheckMs] = [false, RECHECK_MS];
  const items = await waitUntil(
    getActivityTopic(Context.getTenantId()),
    waitMs,
    async () => {
      const found = await look(next);
      ({ next, held } = found);
      return found.items.length > 0 ? found.items : undefined;
    },
    signal,
    () => {
      if (!held) return Infinity;
      const nextMs = recheckMs;
      recheckMs *= 2;
      return nextMs;
    },
  );
  return { items: items ?? [], next: encodePosition(next) };
}

/** Streams the same events until `windowMs` have passed or `signal` is aborted. Yields the start position first. */
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
    // Also without events: a heartbeat shows clients that the stream is alive, and keeps proxies from closing it.
    yield news;
  }
}

/** Interval of heartbeats, in milliseconds. */
export const BEAT_MS = 15_000;

/** Position before which all transactions have ended, so that no event can still appear there. */
const readHorizon = (): Promise<Position> =>
  Database.tx(async (tx) => {
    const [row] = await tx.execute<{ ended: string }>(sql`select ${ENDED} as ended`);
    return { transaction: Number(row?.ended ?? 1) - 1, number: Number.MAX_SAFE_INTEGER % 2 ** 48 };
  });

/** First interval until a held event is looked for again, in milliseconds. It doubles, because a transaction may take hours. */
const RECHECK_MS = 25;

/**
 * Transactions do not commit in the order in which they begin. Only events before the oldest open transaction are
 * returned, so that a client that resumes after an event misses none that was written earlier and committed later. Later
 * events are held until then. No signal tells when the other transaction ends: it may belong to another database.
 */
const ENDED = sql.raw("pg_snapshot_xmin(pg_current_snapshot())::text::bigint");

const look = (from: Position): Promise<{ items: Event[]; next: Position; held: boolean }> =>
  Database.tx(async (tx) => {
    const after = sql`(${from.transaction}::bigint, ${from.number}::bigint)`;
    const mayNotices = Access.isAllowed("notice.read");
    const rows = await tx.execute<Row>(sql`
      select transaction, number, transaction < ${ENDED} as ended, type, data, job_id, batch_id, frame, to_char(created_at at time zone 'UTC', ${ISO}) as at from (
        select e.transaction, e.number, e.type, e.data, e.job_id, ${job.batchId} as batch_id, ${job.frame} as frame, e.created_at
        from ${jobEvent} e join ${job} on ${job.id} = e.job_id
        where (e.transaction, e.number) > ${after} and ${filterReachable("job.read") ?? sql`true`}
        union all
        select n.transaction, n.number, 'notice', jsonb_build_object('noticeId', n.id, 'type', n.type, 'subjectId', n.subject_id,
          'meter', n.meter, 'threshold', n.threshold, 'period', n.period), null, null, null, n.created_at
        from ${notice} n
        where ${mayNotices} and (n.transaction, n.number) > ${after}
      ) as everything order by transaction, number limit ${LIMIT}`);
    const ended = rows.filter((row) => row.ended);
    const items = ended.map(({ transaction, number, type, data, job_id: jobId, batch_id: batchId, frame, at }) => ({
      position: { transaction: Number(transaction), number: Number(number) },
      type,
      data: {
        ...data,
        ...(jobId === null ? {} : { jobId }),
        ...(batchId === null ? {} : { batchId, frame }),
        at,
      },
    }));
    const next = items.at(-1)?.position ?? from;
    return {
      items: items.map(({ position, ...event }) => ({ id: encodePosition(position), ...event })),
      next,
      held: ended.length < rows.length,
    };
  });

const ISO = 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"';
