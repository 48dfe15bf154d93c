import type { Progress } from "../contract/index.ts";
import { createRead } from "../platform/database/statement.ts";
import { createNotFoundError } from "../platform/error/index.ts";
import { waitUntil } from "../platform/signal.ts";
import type { JobState } from "../schema/job.sql.ts";
import { getJobTopic } from "./event/index.ts";
import { fromID } from "./read.ts";
import { hasEnded } from "./state/index.ts";

/** The part of a job that changes while it runs. */
export interface JobSnapshot {
  state: JobState;
  cancelRequested: boolean;
  /** Number of the newest attempt; 0 before the first. */
  attempt: number;
  progress: Progress | null;
  /** Where the progress of this attempt starts, so that it never goes backwards. */
  progressFloor: number;
  /** Number of previews so far, and the key of the newest. */
  previews: number;
  previewKey: string | null;
}

const readSnapshot = createRead<JobSnapshot>(`
  select state, cancel_requested as "cancelRequested", fence as attempt, progress,
    progress_floor as "progressFloor", previews, preview_key as "previewKey"
  from job where id = :id`);

interface Options {
  /** How long to follow, in milliseconds. */
  windowMs: number;
  /** Minimum time between two snapshots that differ only in progress or previews, in milliseconds. */
  paceMs: number;
}

/**
 * Yields the job as it is, then again whenever it changes, until it has ended, the window is over, or on abort. A change of
 * state is yielded immediately; of progress and previews only the newest.
 * @throws not_found for a job that the actor may not see
 */
export async function* follow(
  jobId: string,
  { windowMs, paceMs }: Options,
  signal: AbortSignal,
): AsyncGenerator<JobSnapshot> {
  await fromID(jobId);
  const end = performance.now() + windowMs;
  let last: JobSnapshot | undefined;
  let lastAt = -Infinity;
  let isPending = false;
  for (;;) {
    const now = performance.now();
    const left = Math.max(0, end - now);
    const found: JobSnapshot | undefined = await waitUntil(
      getJobTopic(jobId),
      isPending ? Math.min(left, Math.max(0, lastAt + paceMs - now)) : left,
      async () => {
        const current = await readSnapshot({ id: jobId });
        if (!current) throw createNotFoundError("job", jobId);
        if (!last || hasMoved(last, current)) return current;
        if (!hasAdvanced(last, current)) return undefined;
        isPending = performance.now() < lastAt + paceMs;
        return isPending ? undefined : current;
      },
      signal,
    );
    if (signal.aborted) return;
    if (found) {
      if (!last || hasAdvanced(last, found)) lastAt = performance.now();
      [last, isPending] = [found, false];
      yield found;
      if (hasEnded(found.state)) return;
    }
    if (performance.now() >= end) return;
  }
}

const hasMoved = (a: JobSnapshot, b: JobSnapshot): boolean =>
  a.state !== b.state || a.cancelRequested !== b.cancelRequested;

const hasAdvanced = (a: JobSnapshot, b: JobSnapshot): boolean =>
  a.previews !== b.previews || a.attempt !== b.attempt || JSON.stringify(a.progress) !== JSON.stringify(b.progress);
