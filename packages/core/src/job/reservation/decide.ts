import type { VisibleError } from "../../platform/error/index.ts";
import { findShortages, createQuotaExceededError } from "../../studio/quota/refusal.ts";
import { listSubjectIds, type QuotaRow, type Subjects } from "../../studio/quota/lock.ts";
import * as Notice from "../../studio/notice/index.ts";

/** What a job has reserved of its quotas until it ends. */
export interface Reservation {
  /** `2026-11`: the month it counts in. */
  month: string;
  gpuMs: number;
  /** Millionths of a dollar. */
  micros: number;
}

/** Jobs that request room on the quotas of their tenant, show and member, all of them or none. */
export interface Request {
  subjects: Subjects;
  /** How many wait then. */
  waiting: number;
  gpuMs: number;
  micros: number;
}

export interface Decision {
  /** The three quotas as they were when this request was decided. */
  rows: QuotaRow[];
  /** quota_exceeded with every limit that would be exceeded; undefined if the request has room on all three quotas. */
  refusal: VisibleError | undefined;
}

/**
 * Decides requests one after the other. Each counts its waiting jobs and their upper estimates, if it fits after the ones
 * before it.
 * @param locked the locked quotas of all subjects, with the sums of `month`
 * @param renewsAt when the month's limits renew, for the refusals
 * @throws if a subject has no quota
 */
export function decideReservations(
  locked: readonly QuotaRow[],
  requests: readonly Request[],
  month: string,
  renewsAt: Date,
): { decisions: Decision[]; notices: Notice.Row[] } {
  const current = new Map(locked.map((row) => [row.subject_id, row]));
  const notices: Notice.Row[] = [];
  const decisions = requests.map(({ subjects, waiting, gpuMs, micros }): Decision => {
    const rows = listSubjectIds(subjects).map((id) => {
      const row = current.get(id);
      if (!row) throw new Error(`no quota for ${id}`);
      return row;
    });
    // Storage is not reserved, but a studio over its storage limit cannot submit.
    const shortages = findShortages(rows, { waiting, gpuMs, micros, storageBytes: 0 });
    if (shortages.length > 0) {
      notices.push(...Notice.findFull(rows, shortages, month));
      return { rows, refusal: createQuotaExceededError(shortages, renewsAt) };
    }
    notices.push(...Notice.findCrossings(rows, month, { gpuMs, micros, storageBytes: 0 }));
    for (const row of rows)
      current.set(row.subject_id, {
        ...row,
        waiting: row.waiting + waiting,
        reserved_gpu_ms: row.reserved_gpu_ms + gpuMs,
        reserved_micros: row.reserved_micros + micros,
      });
    return { rows, refusal: undefined };
  });
  return { decisions, notices };
}
