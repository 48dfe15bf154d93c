import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";

/** Subjects whose quotas a job counts against. */
export interface Subjects {
  tenantId: string;
  showId: string;
  memberId: string;
}
export const listSubjectIds = ({ tenantId, showId, memberId }: Subjects): string[] => [tenantId, showId, memberId];

/** A quota's limits and counts, as of its lock. Times in milliseconds of GPU time, money in millionths of a dollar. */
export interface QuotaRow {
  subject_id: string;
  scope: "tenant" | "show" | "member";
  running: number;
  waiting: number;
  storage_bytes: number;
  used_gpu_ms: number;
  reserved_gpu_ms: number;
  used_micros: number;
  reserved_micros: number;
  running_limit: number | null;
  waiting_limit: number | null;
  gpu_ms_limit: number | null;
  micros_limit: number | null;
  storage_limit: number | null;
}

/** The same as the driver returns it: values of type bigint are text. */
export type RawQuotaRow = {
  [Name in keyof QuotaRow]: QuotaRow[Name] extends number ? number | string : QuotaRow[Name] | string;
};

const readLimit = (value: number | string | null): number | null => (value === null ? null : Number(value));

export const readQuotaRow = (row: RawQuotaRow): QuotaRow => ({
  subject_id: row.subject_id,
  scope: row.scope as QuotaRow["scope"],
  running: Number(row.running),
  waiting: Number(row.waiting),
  storage_bytes: Number(row.storage_bytes),
  used_gpu_ms: Number(row.used_gpu_ms),
  reserved_gpu_ms: Number(row.reserved_gpu_ms),
  used_micros: Number(row.used_micros),
  reserved_micros: Number(row.reserved_micros),
  running_limit: readLimit(row.running_limit),
  waiting_limit: readLimit(row.waiting_limit),
  gpu_ms_limit: readLimit(row.gpu_ms_limit),
  micros_limit: readLimit(row.micros_limit),
  storage_limit: readLimit(row.storage_limit),
});

const COLUMNS = `q.subject_id, q.scope, q.running, q.waiting, q.storage_bytes, q.running_limit, q.waiting_limit,
    q.gpu_ms_limit, q.micros_limit, q.storage_limit`;

/**
 * The query that locks quotas, for use inside of a larger statement. Parameter `:subjectIds`. Every transaction takes
 * these locks in the order of the ids and after all its other locks, so that none can deadlock with another.
 */
export const LOCK_QUOTAS = `
  select ${COLUMNS}, 0 as used_gpu_ms, 0 as reserved_gpu_ms, 0 as used_micros, 0 as reserved_micros
  from quota q where q.subject_id = any(:subjectIds::text[]) order by q.subject_id for no key update`;

/**
 * The same with what is used and reserved in the month `:month`. It locks the rows of both tables, because unlocked
 * rows in a join are those from before the wait for the lock.
 */
export const LOCK_QUOTA_MONTHS = `
  select ${COLUMNS}, m.used_gpu_ms, m.reserved_gpu_ms, m.used_micros, m.reserved_micros
  from quota q join quota_month m on m.subject_id = q.subject_id and m.month = :month
  where q.subject_id = any(:subjectIds::text[]) order by q.subject_id for no key update`;

const selectQuotas = createStatement<RawQuotaRow>(LOCK_QUOTAS);
const selectQuotaMonths = createStatement<RawQuotaRow>(LOCK_QUOTA_MONTHS);

/**
 * Locks quotas until the transaction ends. See {@link LOCK_QUOTAS} for the order.
 * @param month `2026-11`, to read what is used and reserved in that month; without it those are 0
 */
export async function lockQuotas(tx: Database.Tx, ids: readonly string[], month?: string): Promise<QuotaRow[]> {
  const subjectIds = [...new Set(ids)];
  const rows = await (month === undefined
    ? selectQuotas(tx, { subjectIds })
    : selectQuotaMonths(tx, { subjectIds, month }));
  return rows.map(readQuotaRow);
}
