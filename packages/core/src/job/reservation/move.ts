import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import { LOCK_QUOTAS, listSubjectIds, type Subjects } from "../../studio/quota/lock.ts";

/** How one job changes the counts of its quotas. */
export interface CountChange {
  subjects: Subjects;
  month: string;
  running?: number;
  waiting?: number;
  /** Reserved: positive. Released: negative. */
  gpuMs?: number;
  micros?: number;
}

const changeCounts = createStatement(`
  with locked as materialized (${LOCK_QUOTAS}),
  moved as (
    update quota q set running = q.running + d.running, waiting = q.waiting + d.waiting
    from locked join unnest(:subjectIds::text[], :running::int[], :waiting::int[]) as d (id, running, waiting)
      on d.id = locked.subject_id
    where q.subject_id = locked.subject_id
  )
  update quota_month m
  set reserved_gpu_ms = m.reserved_gpu_ms + d.gpu_ms, reserved_micros = m.reserved_micros + d.micros
  from locked join unnest(:monthIds::text[], :months::text[], :gpuMs::bigint[], :micros::bigint[])
      as d (id, month, gpu_ms, micros) on d.id = locked.subject_id
  where m.subject_id = d.id and m.month = d.month`);

/** Changes the counts of any number of jobs' quotas at once: one row per subject. */
export async function moveCounts(tx: Database.Tx, changes: readonly CountChange[]): Promise<void> {
  const counts = new Map<string, { running: number; waiting: number }>();
  const months = new Map<string, { id: string; month: string; gpuMs: number; micros: number }>();
  for (const { subjects, month, running = 0, waiting = 0, gpuMs = 0, micros = 0 } of changes) {
    for (const id of listSubjectIds(subjects)) {
      const count = counts.get(id) ?? { running: 0, waiting: 0 };
      counts.set(id, { running: count.running + running, waiting: count.waiting + waiting });
      if (gpuMs === 0 && micros === 0) continue;
      const key = `${id} ${month}`;
      const sum = months.get(key) ?? { id, month, gpuMs: 0, micros: 0 };
      months.set(key, { id, month, gpuMs: sum.gpuMs + gpuMs, micros: sum.micros + micros });
    }
  }
  if (counts.size === 0) return;
  const [perSubject, perMonth] = [[...counts.values()], [...months.values()]];
  await changeCounts(tx, {
    subjectIds: [...counts.keys()],
    running: perSubject.map(({ running }) => running),
    waiting: perSubject.map(({ waiting }) => waiting),
    monthIds: perMonth.map(({ id }) => id),
    months: perMonth.map(({ month }) => month),
    gpuMs: perMonth.map(({ gpuMs }) => gpuMs),
    micros: perMonth.map(({ micros }) => micros),
  });
}

const startRunning = createStatement<{ fits: boolean }>(`
  with locked as materialized (${LOCK_QUOTAS}),
  verdict as (select bool_and(running_limit is null or running < running_limit) as fits from locked),
  moved as (
    update quota q set running = q.running + 1, waiting = q.waiting - 1
    from locked where q.subject_id = locked.subject_id and (select fits from verdict)
  )
  select fits from verdict`);

/** Counts a waiting job as running on all three quotas. Returns false and counts nothing if one of them is full. */
export async function countAsRunning(tx: Database.Tx, subjects: Subjects): Promise<boolean> {
  const [row] = await startRunning(tx, { subjectIds: listSubjectIds(subjects) });
  return row?.fits === true;
}
