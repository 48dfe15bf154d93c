import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { statement } from "../database/statement.ts";
import * as Notice from "../notice/index.ts";
import { renewsAt } from "./month.ts";
import { refusal, shortages } from "./refusal.ts";
import { idsOf, readTaken, type RawTaken, type Subjects, type Taken } from "./rows.ts";

/** A job's hold on its quotas. */
export interface Hold {
  month: string;
  gpuMs: number;
  micros: number;
}

export type Reserved = RawTaken & { fits: boolean };

/**
 * The part of a statement that reserves: rows locked in their order, judged by what stands in them then, and changed.
 * Parameters $1 to $4: ids of the three subjects, month, GPU milliseconds, millionths of a dollar. What else the statement
 * writes must depend on `(select fits from verdict)`, and it must select `rows.*, fits`.
 */
export const RESERVE = `
  rows as materialized (
    select q.subject_id, q.scope, q.running, q.waiting, q.storage_bytes, m.used_gpu_ms, m.reserved_gpu_ms, m.used_micros,
      m.reserved_micros, q.running_limit, q.waiting_limit, q.gpu_ms_limit, q.micros_limit, q.storage_limit
    from quota q join quota_month m on m.subject_id = q.subject_id and m.month = $2
    where q.subject_id = any($1::text[]) order by q.subject_id for no key update
  ),
  verdict as (
    select count(*) = 3 and bool_and(
      (waiting_limit is null or waiting + 1 <= waiting_limit)
      and (gpu_ms_limit is null or used_gpu_ms + reserved_gpu_ms + $3::bigint <= gpu_ms_limit)
      and (micros_limit is null or used_micros + reserved_micros + $4::bigint <= micros_limit)
      and (storage_limit is null or storage_bytes <= storage_limit)
    ) as fits from rows
  ),
  placed as (
    update quota q set waiting = q.waiting + 1
    from rows where q.subject_id = rows.subject_id and (select fits from verdict)
  ),
  booked as (
    update quota_month m
    set reserved_gpu_ms = m.reserved_gpu_ms + $3::bigint, reserved_micros = m.reserved_micros + $4::bigint
    from rows where m.subject_id = rows.subject_id and m.month = $2 and (select fits from verdict)
  )`;

const reserving = statement<Reserved>(`with ${RESERVE} select rows.*, fits from rows, verdict`);

/**
 * Takes a place among the waiting and holds the upper estimate, on the quotas of tenant, show and member alike, or
 * throws `quota_exceeded` with every limit that stands against it. Near the end of its transaction, since others wait for
 * these rows.
 * @returns the rows as they were
 */
export async function reserve(tx: Database.Tx, subjects: Subjects, hold: Hold, timeZone: string): Promise<Taken[]> {
  const rows = await reserving(tx, idsOf(subjects), hold.month, hold.gpuMs, hold.micros);
  return judged(tx, subjects, hold, timeZone, rows);
}

/** What a statement with {@link RESERVE} has answered: the rows as they were, or `quota_exceeded`. */
export async function judged(
  tx: Database.Tx,
  subjects: Subjects,
  hold: Hold,
  timeZone: string,
  raw: readonly Reserved[],
): Promise<Taken[]> {
  const rows = raw.map(readTaken);
  if (rows.length !== 3) throw new Error(`no quota for one of ${idsOf(subjects).join(", ")}`);
  if (!raw.every(({ fits }) => fits)) {
    const need = { waiting: 1, gpuMs: hold.gpuMs, micros: hold.micros, storageBytes: 0 };
    const found = shortages(rows, need);
    Database.afterRollback(() => Database.tx((next) => Notice.keep(next, Notice.full(rows, found, hold.month))));
    throw refusal(found, renewsAt(Context.ports().clock.now(), timeZone));
  }
  await Notice.crossings(tx, rows, hold.month, { gpuMs: hold.gpuMs, micros: hold.micros, storageBytes: 0 });
  return rows;
}
