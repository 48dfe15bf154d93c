import { sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import type * as Database from "../database/index.ts";

/** Whose quotas a job counts on. */
export interface Subjects {
  tenantId: string;
  showId: string;
  memberId: string;
}
export const idsOf = ({ tenantId, showId, memberId }: Subjects): string[] => [tenantId, showId, memberId];

const amount = z.coerce.number();
const limit = amount.nullable();

/** Limits and what is taken of them, as of the lock. */
export const Taken = z.object({
  subject_id: z.string(),
  scope: z.enum(["tenant", "show", "member"]),
  running: amount,
  waiting: amount,
  storage_bytes: amount,
  used_gpu_ms: amount,
  reserved_gpu_ms: amount,
  used_micros: amount,
  reserved_micros: amount,
  running_limit: limit,
  waiting_limit: limit,
  gpu_ms_limit: limit,
  micros_limit: limit,
  storage_limit: limit,
});
export type Taken = z.infer<typeof Taken>;

const columns = sql.raw(`q.subject_id, q.scope, q.running, q.waiting, q.storage_bytes, m.used_gpu_ms, m.reserved_gpu_ms,
  m.used_micros, m.reserved_micros, q.running_limit, q.waiting_limit, q.gpu_ms_limit, q.micros_limit, q.storage_limit`);

/**
 * Rows of quotas with those of a month, locked in the order of their ids. Everybody takes these locks in this order and
 * after all others, so that nobody waits for one who waits for him.
 */
export const locked = (ids: readonly string[], month: string): SQL => sql`
  select ${columns} from quota q join quota_month m on m.subject_id = q.subject_id and m.month = ${month}
  where q.subject_id = any(${sql.param(ids)}) order by q.subject_id for update`;

/** Locks and reads. */
export async function lock(tx: Database.Tx, ids: readonly string[], month: string): Promise<Taken[]> {
  return z.array(Taken).parse([...(await tx.execute(locked(ids, month)))]);
}
