import type { FailureKind } from "../../contract/index.ts";
import type { JobState } from "../../schema/job.sql.ts";

export { jobStates, lanes, type JobFailure, type JobInputs, type JobState, type Lane } from "../../schema/job.sql.ts";

/** Allowed transitions of states. `running → queued`: the attempt was interrupted, and the job is queued again. */
const next: Record<JobState, readonly JobState[]> = {
  queued: ["running", "held", "cancelled", "failed"],
  running: ["queued", "succeeded", "failed", "cancelled", "held"],
  held: ["queued", "cancelled"],
  succeeded: [],
  failed: ["queued"],
  cancelled: ["queued"],
};

export const canFollow = (from: JobState, to: JobState): boolean => next[from].includes(to);
export const hasEnded = (state: JobState): boolean =>
  state === "succeeded" || state === "failed" || state === "cancelled";

/** After this many failed attempts a job fails. Interruptions do not count. */
export const MAX_ATTEMPTS = 5;

/** After it failed on this many workers a job fails: then the workers are not the cause. */
export const MAX_FAILED_WORKERS = 3;

/** After this many interruptions a job is held for the operator. */
export const MAX_INTERRUPTIONS = 20;

/**
 * After this many interruptions with the same reason a job is held. A platform error that repeats is a bug, and
 * rendering the job again would not help.
 */
export const MAX_INTERRUPTIONS_BY_REASON: Readonly<Record<string, number>> = {
  result_not_recorded: 2,
  worker_error: 5,
};

/**
 * After this many attempts in which ComfyUI stopped responding a job fails: the graph is then the cause, and each further
 * attempt would cost another worker a restart.
 */
export const MAX_UNRESPONSIVE_ATTEMPTS = 2;

/**
 * Whether a failure can be the platform's rather than the graph's, so that the job is retried: up to {@link MAX_ATTEMPTS} on fewer than {@link MAX_FAILED_WORKERS} workers,
 * or {@link MAX_UNRESPONSIVE_ATTEMPTS}. Out of memory is retried once, in the next larger class, elsewhere.
 * @param unresponsive earlier attempts in which ComfyUI stopped responding
 */
export const isRetried = (kind: FailureKind, unresponsive: number): boolean =>
  kind === "comfyui_crashed" || (kind === "comfyui_unresponsive" && unresponsive + 1 < MAX_UNRESPONSIVE_ATTEMPTS);
