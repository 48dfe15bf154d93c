import { sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import type * as Database from "../database/index.ts";
import * as Notice from "../notice/index.ts";
import { renewsAt } from "./month.ts";
import { refusal, shortages, type Need } from "./refusal.ts";
import { idsOf, locked, Taken, type Subjects } from "./rows.ts";

/** A job's hold on its quotas. */
export interface Hold {
  month: string;
  gpuMs: number;
  micros: number;
}

/**
 * Takes a place among the waiting and holds the upper estimate, on the quotas of tenant, show and member alike, or
 * throws `quota_exceeded` with every limit that stands against it. One statement: rows locked in their order, judged by
 * what stands in them then, and changed. The last statement of its transaction, since others wait for these rows.
 * @returns the rows as they were
 */
export async function reserve(tx: Database.Tx, subjects: Subjects, hold: Hold, timeZone: string): Promise<Taken[]> {
  const need: Need = { waiting: 1, gpuMs: hold.gpuMs, micros: hold.micros, storageBytes: 0 };
  const rows = z.array(Taken.extend({ fits: z.boolean() })).parse([
    ...(await tx.execute(sql`
      with rows as materialized (${locked(idsOf(subjects), hold.month)}),
      verdict as (
        select count(*) = 3 and bool_and(
          (waiting_limit is null or waiting + 1 <= waiting_limit)
          and (gpu_ms_limit is null or used_gpu_ms + reserved_gpu_ms + ${hold.gpuMs}::bigint <= gpu_ms_limit)
          and (micros_limit is null or used_micros + reserved_micros + ${hold.micros}::bigint <= micros_limit)
          and (storage_limit is null or storage_bytes <= storage_limit)
        ) as fits from rows
      ),
      placed as (
        update quota q set waiting = q.waiting + 1
        from rows where q.subject_id = rows.subject_id and (select fits from verdict)
      ),
      booked as (
        update quota_month m
        set reserved_gpu_ms = m.reserved_gpu_ms + ${hold.gpuMs}::bigint,
          reserved_micros = m.reserved_micros + ${hold.micros}::bigint
        from rows where m.subject_id = rows.subject_id and m.month = ${hold.month} and (select fits from verdict)
      )
      select rows.*, verdict.fits from rows, verdict`)),
  ]);
  if (rows.length !== 3) throw new Error(`no quota for one of ${idsOf(subjects).join(", ")}`);
  if (!rows.every(({ fits }) => fits)) {
    const found = shortages(rows, need);
    throw refusal(found, renewsAt(Context.ports().clock.now(), timeZone));
  }
  await Notice.crossings(tx, rows, hold.month, { gpuMs: hold.gpuMs, micros: hold.micros, storageBytes: 0 });
  return rows;
}
