import type * as Database from "../database/index.ts";
import { statement } from "../database/statement.ts";

/** Whose quotas a job counts on. */
export interface Subjects {
  tenantId: string;
  showId: string;
  memberId: string;
}
export const idsOf = ({ tenantId, showId, memberId }: Subjects): string[] => [tenantId, showId, memberId];

/** Limits and what is taken of them, as of the lock. */
export interface Taken {
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

/** The same as it arrives. */
export type RawTaken = { [Name in keyof Taken]: Taken[Name] extends number ? number | string : Taken[Name] | string };

const limit = (value: number | string | null): number | null => (value === null ? null : Number(value));

export const readTaken = (row: RawTaken): Taken => ({
  subject_id: row.subject_id,
  scope: row.scope as Taken["scope"],
  running: Number(row.running),
  waiting: Number(row.waiting),
  storage_bytes: Number(row.storage_bytes),
  used_gpu_ms: Number(row.used_gpu_ms),
  reserved_gpu_ms: Number(row.reserved_gpu_ms),
  used_micros: Number(row.used_micros),
  reserved_micros: Number(row.reserved_micros),
  running_limit: limit(row.running_limit),
  waiting_limit: limit(row.waiting_limit),
  gpu_ms_limit: limit(row.gpu_ms_limit),
  micros_limit: limit(row.micros_limit),
  storage_limit: limit(row.storage_limit),
});

const locking = statement<RawTaken>(`
  select q.subject_id, q.scope, q.running, q.waiting, q.storage_bytes, m.used_gpu_ms, m.reserved_gpu_ms, m.used_micros,
    m.reserved_micros, q.running_limit, q.waiting_limit, q.gpu_ms_limit, q.micros_limit, q.storage_limit
  from quota q join quota_month m on m.subject_id = q.subject_id and m.month = $2
  where q.subject_id = any($1::text[]) order by q.subject_id for no key update`);

/**
 * Locks and reads the rows of quotas with those of a month, in the order of their ids. Everybody takes these locks in
 * this order and after all others, so that nobody waits for one who waits for him.
 */
export const lock = async (tx: Database.Tx, ids: readonly string[], month: string): Promise<Taken[]> =>
  (await locking(tx, ids, month)).map(readTaken);
