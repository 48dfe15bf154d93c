import { eq } from "drizzle-orm";
import type { FailureKind } from "../contract/index.ts";
import type { Tx } from "../database/index.ts";
import { attempt } from "../job/job.sql.ts";
import { isRetried, MAX_ATTEMPTS, MAX_INTERRUPTIONS } from "../job/state.ts";
import type { End, Ending } from "./finish.ts";

/** How often a job has been tried in vain, its running attempt not counted. */
async function history(tx: Tx, jobId: string) {
  const rows = await tx.select({ state: attempt.state }).from(attempt).where(eq(attempt.jobId, jobId));
  return {
    failures: rows.filter(({ state }) => state === "failed").length,
    interruptions: rows.filter(({ state }) => state === "interrupted").length,
  };
}

/** A loss that is ours: tried again free of charge; after {@link MAX_INTERRUPTIONS} of them held for the operator. */
export async function afterInterruption(tx: Tx, ending: Ending, reason: string): Promise<End> {
  if (ending.job.cancelRequested)
    return { attempt: "cancelled", job: "cancelled", event: "cancelled", data: {}, reason: "cancelled" };
  const { interruptions } = await history(tx, ending.jobId);
  if (interruptions + 1 < MAX_INTERRUPTIONS) {
    return {
      attempt: "interrupted",
      job: "queued",
      event: "interrupted",
      data: { reason },
      reason: `interrupted: ${reason}`,
    };
  }
  return {
    attempt: "interrupted",
    job: "held",
    event: "held",
    data: { reason },
    reason: `held after ${interruptions + 1} interruptions`,
  };
}

/** A failure of the graph ends the job; one of ComfyUI is tried again until {@link MAX_ATTEMPTS}. */
export async function afterFailure(
  tx: Tx,
  ending: Ending,
  failed: {
    kind: FailureKind;
    message: string;
    node?: { id: string; classType: string; title?: string | undefined } | undefined;
    traceback: string[];
  },
): Promise<End> {
  if (ending.job.cancelRequested)
    return { attempt: "cancelled", job: "cancelled", event: "cancelled", data: {}, reason: "cancelled" };
  const { failures } = await history(tx, ending.jobId);
  const ends = failures + 1 >= MAX_ATTEMPTS;
  if (isRetried(failed.kind) && !ends) {
    return {
      attempt: "failed",
      job: "queued",
      event: "interrupted",
      data: { reason: failed.kind },
      reason: `interrupted: ${failed.kind}`,
    };
  }
  const failure = isRetried(failed.kind)
    ? {
        kind: "attempts_exhausted" as const,
        message: `${failures + 1} attempts failed. The last one: ${failed.message}`,
      }
    : failed;
  return {
    attempt: "failed",
    job: "failed",
    event: "failed",
    data: { failure },
    reason: failure.message.slice(0, 500),
    failure,
  };
}
