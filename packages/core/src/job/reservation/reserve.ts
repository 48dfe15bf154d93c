import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Notice from "../../studio/notice/index.ts";
import { getRenewalTime } from "../../platform/billing-month.ts";
import { findShortages, createQuotaExceededError } from "../../studio/quota/refusal.ts";
import {
  LOCK_QUOTA_MONTHS,
  readQuotaRow,
  listSubjectIds,
  type QuotaRow,
  type RawQuotaRow,
  type Subjects,
} from "../../studio/quota/lock.ts";

/** What a job has reserved of its quotas until it ends. */
export interface Reservation {
  /** `2026-11`: the month it counts in. */
  month: string;
  gpuMs: number;
  /** Millionths of a dollar. */
  micros: number;
}

interface Reserving {
  subjects: Subjects;
  reservation: Reservation;
  /** IANA zone in which the month ends, for the error. */
  timeZone: string;
}

type Row = RawQuotaRow & { fits: boolean };

/**
 * A statement that reserves and, if there is room on all three quotas, runs `writes` with it: one round trip.
 * Parameters: `:subjectIds`, `:month`, `:gpuMs`, `:micros`, and those of `writes`.
 * @param writes further `with` queries. Each must write nothing unless `(select fits from verdict)`.
 */
export const buildReserveStatement = (writes: string[] = []) =>
  createStatement<Row>(`
  with rows as materialized (${LOCK_QUOTA_MONTHS}),
  verdict as (
    select count(*) = 3 and bool_and(
      (waiting_limit is null or waiting + 1 <= waiting_limit)
      and (gpu_ms_limit is null or used_gpu_ms + reserved_gpu_ms + :gpuMs::bigint <= gpu_ms_limit)
      and (micros_limit is null or used_micros + reserved_micros + :micros::bigint <= micros_limit)
      and (storage_limit is null or storage_bytes <= storage_limit)
    ) as fits from rows
  ),
  counted as (
    update quota q set waiting = q.waiting + 1
    from rows where q.subject_id = rows.subject_id and (select fits from verdict)
  ),
  reserved as (
    update quota_month m
    set reserved_gpu_ms = m.reserved_gpu_ms + :gpuMs::bigint, reserved_micros = m.reserved_micros + :micros::bigint
    from rows where m.subject_id = rows.subject_id and m.month = :month and (select fits from verdict)
  )${writes.map((write) => `,\n${write}`).join("")}
  select rows.*, fits from rows, verdict order by subject_id`);

type Statement = ReturnType<typeof buildReserveStatement>;
const reserveOnly = buildReserveStatement();

/**
 * Counts a job as waiting and reserves its upper estimate, on the quotas of tenant, show and member alike. Call it last
 * in a transaction, since other submits wait for these rows.
 * @returns the rows as they were before
 * @throws quota_exceeded with every limit that would be exceeded
 */
export const reserve = (tx: Database.Tx, reserving: Reserving): Promise<QuotaRow[]> =>
  reserveWith(tx, reserving, reserveOnly, {});

/** Like {@link reserve}, in one round trip with the writes of a {@link buildReserveStatement}. */
export async function reserveWith(
  tx: Database.Tx,
  { subjects, reservation, timeZone }: Reserving,
  run: Statement,
  values: Parameters<Statement>[1],
): Promise<QuotaRow[]> {
  const ids = listSubjectIds(subjects);
  const { month, gpuMs, micros } = reservation;
  const raw = await run(tx, { ...values, subjectIds: ids, month, gpuMs, micros });
  const rows = raw.map(readQuotaRow);
  if (rows.length !== ids.length) throw new Error(`no quota for one of ${ids.join(", ")}`);
  if (!raw.every(({ fits }) => fits)) {
    const shortages = findShortages(rows, { waiting: 1, gpuMs, micros, storageBytes: 0 });
    Database.runAfterRollback(() => Database.tx((next) => Notice.keep(next, Notice.findFull(rows, shortages, month))));
    throw createQuotaExceededError(shortages, getRenewalTime(Context.ports().clock.now(), timeZone));
  }
  await Notice.recordCrossings(tx, rows, month, { gpuMs, micros, storageBytes: 0 });
  return rows;
}
