import { sql } from "drizzle-orm";
import type * as Database from "../database/index.ts";
import * as Notice from "../notice/index.ts";
import { priceOf, timeFor } from "./money.ts";
import type { Hold } from "./reserve.ts";
import { shortages } from "./refusal.ts";
import { idsOf, lock, type Subjects, type Taken } from "./rows.ts";

export interface Settlement {
  subjects: Subjects;
  /** What the job holds. */
  hold: Hold;
  microsPerHour: number;
  /** GPU time that the tenant is to pay for. */
  gpuMs: number;
  /** Bytes of results that are kept from now on. */
  storageBytes?: number;
  /** Where the job goes: it has ended, or waits again. */
  next: "ended" | "waiting";
  /** What it must hold from now on, when it waits for a larger class. */
  rehold?: Omit<Hold, "month">;
}

export interface Settled {
  /** Charged: within the hold, and beyond it while the limits have room. */
  gpuMs: number;
  micros: number;
  /** Beyond that: the platform's overrun. */
  platformGpuMs: number;
  platformMicros: number;
  /** What the job holds now. */
  hold: Hold;
  /** False when there was no room for the new hold; then the job must end. */
  fits: boolean;
}

/**
 * Ends an attempt on its quotas: the running place is given back, what it took is charged, the hold is released or goes
 * on. Runs as the last of its transaction, in one row of locks.
 */
export async function settle(tx: Database.Tx, settlement: Settlement): Promise<Settled> {
  const { subjects, hold, rehold } = settlement;
  const rows = await lock(tx, idsOf(subjects), hold.month);
  const charge = share(rows, settlement);
  const free = rows.map((row) => ({
    ...row,
    used_gpu_ms: row.used_gpu_ms + charge.gpuMs,
    used_micros: row.used_micros + charge.micros,
    reserved_gpu_ms: row.reserved_gpu_ms - hold.gpuMs,
    reserved_micros: row.reserved_micros - hold.micros,
  }));
  const fits = rehold === undefined || shortages(free, rehold).length === 0;
  const kept = keep(settlement, charge, fits);
  const stored = settlement.storageBytes ?? 0;
  const waits = settlement.next === "waiting" && fits;
  await tx.execute(sql`
    with moved as (
      update quota set running = running - 1, waiting = waiting + ${waits ? 1 : 0},
        storage_bytes = storage_bytes + ${stored}::bigint
      where subject_id = any(${sql.param(idsOf(subjects))})
    )
    update quota_month set
      used_gpu_ms = used_gpu_ms + ${charge.gpuMs}::bigint,
      used_micros = used_micros + ${charge.micros}::bigint,
      reserved_gpu_ms = reserved_gpu_ms + ${kept.gpuMs - hold.gpuMs}::bigint,
      reserved_micros = reserved_micros + ${kept.micros - hold.micros}::bigint
    where subject_id = any(${sql.param(idsOf(subjects))}) and month = ${hold.month}`);
  await Notice.crossings(tx, rows, hold.month, {
    gpuMs: charge.gpuMs + kept.gpuMs - hold.gpuMs,
    micros: charge.micros + kept.micros - hold.micros,
    storageBytes: stored,
  });
  return { ...charge, hold: kept, fits };
}

function keep({ hold, next, rehold }: Settlement, charge: { gpuMs: number; micros: number }, fits: boolean): Hold {
  if (next === "ended" || !fits) return { month: hold.month, gpuMs: 0, micros: 0 };
  if (rehold) return { month: hold.month, ...rehold };
  return {
    month: hold.month,
    gpuMs: Math.max(0, hold.gpuMs - charge.gpuMs),
    micros: Math.max(0, hold.micros - charge.micros),
  };
}

/** Who bears what: the hold was agreed; beyond it the tenant pays as far as every limit has room, the platform the rest. */
function share(rows: readonly Taken[], { hold, gpuMs, microsPerHour }: Settlement) {
  const agreed = Math.min(gpuMs, hold.gpuMs);
  const room = rows.map((row) => {
    const time = row.gpu_ms_limit === null ? Infinity : row.gpu_ms_limit - row.used_gpu_ms - row.reserved_gpu_ms;
    const money =
      row.micros_limit === null
        ? Infinity
        : timeFor(row.micros_limit - row.used_micros - row.reserved_micros, microsPerHour);
    return Math.max(0, Math.min(time, money));
  });
  const charged = agreed + Math.min(gpuMs - agreed, ...room);
  return {
    gpuMs: charged,
    micros: priceOf(charged, microsPerHour),
    platformGpuMs: gpuMs - charged,
    platformMicros: priceOf(gpuMs - charged, microsPerHour),
  };
}
