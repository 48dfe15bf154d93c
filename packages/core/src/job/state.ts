import type { FailureKind } from "../contract/index.ts";

export const jobStates = ["queued", "running", "held", "succeeded", "failed", "cancelled"] as const;
export type JobState = (typeof jobStates)[number];

export const lanes = ["interactive", "batch"] as const;
export type Lane = (typeof lanes)[number];

/** Which state may follow which. `running → queued` is an interrupted attempt: the job goes on elsewhere. */
const next: Record<JobState, readonly JobState[]> = {
  queued: ["running", "held", "cancelled", "failed"],
  running: ["queued", "succeeded", "failed", "cancelled", "held"],
  held: ["queued", "cancelled"],
  succeeded: [],
  failed: ["queued"],
  cancelled: ["queued"],
};

export const mayFollow = (from: JobState, to: JobState): boolean => next[from].includes(to);
export const hasEnded = (state: JobState): boolean =>
  state === "succeeded" || state === "failed" || state === "cancelled";

/** Attempts that crashed, ran out of memory or of time, after which a job ends. Losses to Spot and to us do not count. */
export const MAX_ATTEMPTS = 5;

/** Interruptions after which a job is held for the operator. */
export const MAX_INTERRUPTIONS = 20;

/**
 * Interruptions with this reason after which a job is held. A failure of ours that repeats is an error of ours: rendering
 * the job again would not help.
 */
export const MAX_INTERRUPTIONS_BY_REASON: Readonly<Record<string, number>> = {
  result_not_recorded: 2,
  worker_error: 5,
};

export interface JobFailure {
  kind: FailureKind | "attempts_exhausted";
  message: string;
  node?: { id: string; classType: string; title?: string | undefined } | undefined;
  traceback?: string[];
}

/**
 * Failures of the platform rather than of the graph: tried again, up to {@link MAX_ATTEMPTS}. Out of memory is not: it
 * is tried once, on the next larger class.
 */
export const isRetried = (kind: FailureKind): boolean => kind === "comfyui_crashed";
