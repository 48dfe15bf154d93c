import { sql } from "drizzle-orm";
import * as Context from "../context.ts";
import type * as Database from "../database/index.ts";
import * as Notice from "../notice/index.ts";
import { renewsAt } from "./month.ts";
import { refusal, shortages } from "./refusal.ts";
import { readTaken, type RawTaken } from "./rows.ts";

const rowsOf = (ids: readonly string[]) => sql`
  select subject_id, scope, running, waiting, storage_bytes, 0 as used_gpu_ms, 0 as reserved_gpu_ms, 0 as used_micros,
    0 as reserved_micros, running_limit, waiting_limit, gpu_ms_limit, micros_limit, storage_limit
  from quota where subject_id = any(${sql.param(ids)}) order by subject_id for no key update`;

/** Locks the given quotas at once, before several bookings on some of them each. */
export const hold = (tx: Database.Tx, ids: readonly string[]) => tx.execute(rowsOf([...new Set(ids)]));

/** Counts an upload on the given quotas, or throws `quota_exceeded`. */
export async function store(tx: Database.Tx, ids: readonly string[], bytes: number): Promise<void> {
  const rows = (await tx.execute<RawTaken & Record<string, unknown>>(rowsOf(ids))).map(readTaken);
  const found = shortages(rows, { storageBytes: bytes });
  if (found.length > 0) throw refusal(found, renewsAt(Context.ports().clock.now(), "UTC"));
  await tx.execute(
    sql`update quota set storage_bytes = storage_bytes + ${bytes}::bigint where subject_id = any(${sql.param(ids)})`,
  );
  await Notice.crossings(tx, rows, "now", { gpuMs: 0, micros: 0, storageBytes: bytes });
}

/** Takes a file that is gone off the given quotas. */
export async function discard(tx: Database.Tx, ids: readonly string[], bytes: number): Promise<void> {
  await tx.execute(sql`
    with rows as materialized (${rowsOf(ids)})
    update quota q set storage_bytes = greatest(0, q.storage_bytes - ${bytes}::bigint)
    from rows where q.subject_id = rows.subject_id`);
}
