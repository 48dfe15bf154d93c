import type { EndAnswer, FailRequest, ReleaseRequest } from "../contract/index.ts";
import { endAttempt } from "./end.ts";
import { applyFailure, applyInterruption } from "./outcome.ts";

export { claim } from "./claim.ts";
export { expireAttempts } from "./expire.ts";
export { heartbeat } from "./heartbeat.ts";
export { removeLeftovers } from "./sweep.ts";
export { readToken } from "./token.ts";
export { signUploads } from "./uploads.ts";

/** Ends an attempt that failed. The job is retried or fails, depending on the kind of failure and its history. */
export const fail = (attemptId: string, request: FailRequest): Promise<EndAnswer> =>
  endAttempt(attemptId, request, (tx, ending) => applyFailure(tx, ending, request));

/** Ends an attempt that did not finish. The job is queued again, or ends if it was cancelled. */
export const release = (attemptId: string, { reason, executionMs, ...reported }: ReleaseRequest): Promise<EndAnswer> =>
  endAttempt(attemptId, reported, (tx, ending) => applyInterruption(tx, ending, reason, executionMs));
