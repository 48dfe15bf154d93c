import { sql } from "drizzle-orm";
import type * as Database from "../database/index.ts";
import { idsOf, type Subjects } from "./rows.ts";

/** How one job's movement changes what its quotas count. */
export interface Shift {
  subjects: Subjects;
  month: string;
  running?: number;
  waiting?: number;
  /** What of its hold is given back: negative. */
  gpuMs?: number;
  micros?: number;
}

/** Books the movements of any number of jobs at once: one row a subject, in the order of the ids. */
export async function shift(tx: Database.Tx, shifts: readonly Shift[]): Promise<void> {
  const counts = new Map<string, { running: number; waiting: number }>();
  const months = new Map<string, { id: string; month: string; gpuMs: number; micros: number }>();
  for (const { subjects, month, running = 0, waiting = 0, gpuMs = 0, micros = 0 } of shifts) {
    for (const id of idsOf(subjects)) {
      const count = counts.get(id) ?? { running: 0, waiting: 0 };
      counts.set(id, { running: count.running + running, waiting: count.waiting + waiting });
      if (gpuMs === 0 && micros === 0) continue;
      const key = `${id} ${month}`;
      const booked = months.get(key) ?? { id, month, gpuMs: 0, micros: 0 };
      months.set(key, { id, month, gpuMs: booked.gpuMs + gpuMs, micros: booked.micros + micros });
    }
  }
  if (counts.size === 0) return;
  const ids = [...counts.keys()];
  const booked = [...months.values()];
  const list = (values: readonly (string | number)[]) => sql.param(values);
  await tx.execute(sql`
    with rows as materialized (
      select subject_id from quota where subject_id = any(${list(ids)}) order by subject_id for no key update
    ),
    moved as (
      update quota q set running = q.running + d.running, waiting = q.waiting + d.waiting
      from rows join unnest(
        ${list(ids)}::text[],
        ${list(ids.map((id) => counts.get(id)?.running ?? 0))}::int[],
        ${list(ids.map((id) => counts.get(id)?.waiting ?? 0))}::int[]
      ) as d (id, running, waiting) on d.id = rows.subject_id
      where q.subject_id = rows.subject_id
    )
    update quota_month m
    set reserved_gpu_ms = m.reserved_gpu_ms + d.gpu_ms, reserved_micros = m.reserved_micros + d.micros
    from rows join unnest(
      ${list(booked.map(({ id }) => id))}::text[],
      ${list(booked.map(({ month }) => month))}::text[],
      ${list(booked.map(({ gpuMs }) => gpuMs))}::bigint[],
      ${list(booked.map(({ micros }) => micros))}::bigint[]
    ) as d (id, month, gpu_ms, micros) on d.id = rows.subject_id
    where m.subject_id = d.id and m.month = d.month`);
}

/**
 * Takes a running place on all three quotas, or nothing: false when one of them is full. Locks as every booking does.
 */
export async function start(tx: Database.Tx, subjects: Subjects): Promise<boolean> {
  const rows = await tx.execute<{ fits: boolean }>(sql`
    with rows as materialized (
      select subject_id, running, running_limit from quota
      where subject_id = any(${sql.param(idsOf(subjects))}) order by subject_id for no key update
    ),
    verdict as (select bool_and(running_limit is null or running < running_limit) as fits from rows),
    moved as (
      update quota q set running = q.running + 1, waiting = q.waiting - 1
      from rows where q.subject_id = rows.subject_id and (select fits from verdict)
    )
    select fits from verdict`);
  return rows[0]?.fits === true;
}
