import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Notice from "../../studio/notice/index.ts";
import { computePrice, computeTime } from "../../platform/money.ts";
import type { Reservation } from "./decide.ts";
import { findShortages } from "../../studio/quota/refusal.ts";
import { lockQuotas, listSubjectIds, type QuotaRow, type Subjects } from "../../studio/quota/lock.ts";

export interface Settlement {
  subjects: Subjects;
  /** What the job has reserved. */
  reservation: Reservation;
  microsPerHour: number;
  /** GPU time that the tenant pays for. */
  gpuMs: number;
  /** Bytes of its results, counted from now on. */
  storageBytes?: number;
  /** Whether the job has ended; otherwise it is queued again. */
  next: "ended" | "waiting";
  /** What it reserves from now on, when it is queued in a larger class. */
  newReservation?: Omit<Reservation, "month">;
}

export interface Settled {
  /** Charged to the tenant: up to its reservation, and beyond it while its limits have room. */
  gpuMs: number;
  micros: number;
  /** The rest, paid by the platform. */
  platformGpuMs: number;
  platformMicros: number;
  /** What the job has reserved now. */
  reservation: Reservation;
  /** False if there was no room for the new reservation; then the job must end. */
  fits: boolean;
}

const moveCounts = createStatement(`
  with moved as (
    update quota set running = running - 1, waiting = waiting + :waiting::int,
      storage_bytes = storage_bytes + :storageBytes::bigint
    where subject_id = any(:subjectIds)
  )
  update quota_month set
    used_gpu_ms = used_gpu_ms + :gpuMs::bigint,
    used_micros = used_micros + :micros::bigint,
    reserved_gpu_ms = reserved_gpu_ms + :reservedGpuMs::bigint,
    reserved_micros = reserved_micros + :reservedMicros::bigint
  where subject_id = any(:subjectIds) and month = :month`);

/**
 * Settles an attempt on its quotas: it no longer counts as running, its GPU time is charged, and its reservation is
 * released or kept. Call it last in a transaction.
 */
export async function settle(tx: Database.Tx, settlement: Settlement): Promise<Settled> {
  const { subjects, reservation, newReservation } = settlement;
  const ids = listSubjectIds(subjects);
  const rows = await lockQuotas(tx, ids, reservation.month);
  const charge = splitCharge(rows, settlement);
  const released = rows.map((row) => ({
    ...row,
    used_gpu_ms: row.used_gpu_ms + charge.gpuMs,
    used_micros: row.used_micros + charge.micros,
    reserved_gpu_ms: row.reserved_gpu_ms - reservation.gpuMs,
    reserved_micros: row.reserved_micros - reservation.micros,
  }));
  const fits = newReservation === undefined || findShortages(released, newReservation).length === 0;
  const next = computeNextReservation(settlement, charge, fits);
  const change = { gpuMs: next.gpuMs - reservation.gpuMs, micros: next.micros - reservation.micros };
  const storageBytes = settlement.storageBytes ?? 0;
  await moveCounts(tx, {
    subjectIds: ids,
    month: reservation.month,
    waiting: settlement.next === "waiting" && fits ? 1 : 0,
    storageBytes,
    gpuMs: charge.gpuMs,
    micros: charge.micros,
    reservedGpuMs: change.gpuMs,
    reservedMicros: change.micros,
  });
  await Notice.recordCrossings(tx, rows, reservation.month, {
    gpuMs: charge.gpuMs + change.gpuMs,
    micros: charge.micros + change.micros,
    storageBytes,
  });
  return { ...charge, reservation: next, fits };
}

function computeNextReservation(
  { reservation, next, newReservation }: Settlement,
  charge: { gpuMs: number; micros: number },
  fits: boolean,
): Reservation {
  const { month } = reservation;
  if (next === "ended" || !fits) return { month, gpuMs: 0, micros: 0 };
  if (newReservation) return { month, ...newReservation };
  return {
    month,
    gpuMs: Math.max(0, reservation.gpuMs - charge.gpuMs),
    micros: Math.max(0, reservation.micros - charge.micros),
  };
}

/**
 * Splits the cost: the tenant pays up to its reservation, and beyond it as long as every limit has room. The platform
 * pays the rest.
 */
function splitCharge(rows: readonly QuotaRow[], { reservation, gpuMs, microsPerHour }: Settlement) {
  const agreed = Math.min(gpuMs, reservation.gpuMs);
  const room = rows.map((row) => {
    const time = row.gpu_ms_limit === null ? Infinity : row.gpu_ms_limit - row.used_gpu_ms - row.reserved_gpu_ms;
    const money =
      row.micros_limit === null
        ? Infinity
        : computeTime(row.micros_limit - row.used_micros - row.reserved_micros, microsPerHour);
    return Math.max(0, Math.min(time, money));
  });
  const charged = agreed + Math.min(gpuMs - agreed, ...room);
  return {
    gpuMs: charged,
    micros: computePrice(charged, microsPerHour),
    platformGpuMs: gpuMs - charged,
    platformMicros: computePrice(gpuMs - charged, microsPerHour),
  };
}
