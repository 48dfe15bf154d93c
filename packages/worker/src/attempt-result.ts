import { ComfyUnavailable } from "@pegbar/comfyui";
import type { Execution, Lease, ReleaseRequest, Timeline } from "@pegbar/core/contract";
import { BadOutput } from "./bad-output.ts";
import type { RenderResult } from "./comfyui/render.ts";
import { ResultNotRecorded, StorageUnavailable } from "./deliver.ts";
import type { WorkApi } from "./work-api.ts";

export type ReleaseReason = ReleaseRequest["reason"];

/** How an attempt ended: ComfyUI's result, or the reason why it was released without rendering. */
export type AttemptResult = RenderResult | { result: "released"; reason: ReleaseReason; why: string };

interface Context {
  workApi: WorkApi;
  lease: Lease;
  /** Execution time in ComfyUI in milliseconds; undefined if it never started. */
  elapsedMs: number | undefined;
  /** The nodes that ran; null if that is not known. */
  execution: Execution | null;
  timeline: Timeline;
}

/** Reports the end of an attempt that has no outputs to deliver. @returns the outcome, for log and metrics */
export async function reportResult(
  result: Exclude<AttemptResult, { result: "success" }>,
  interruptedAs: "cancelled" | "stopping",
  context: Context,
): Promise<string> {
  const { workApi, lease, elapsedMs = 0, execution, timeline } = context;
  switch (result.result) {
    case "failed": {
      const { node, ...failure } = { node: undefined, ...result.failure };
      const title = node && lease.graph[node.id]?._meta?.title;
      await workApi.fail(lease, {
        ...failure,
        executionMs: elapsedMs,
        execution,
        timeline,
        ...(node ? { node: { ...node, ...(title === undefined ? {} : { title }) } } : {}),
      });
      return failure.kind;
    }
    case "interrupted":
      return release(interruptedAs, elapsedMs, context);
    case "lost":
      return reportCrash(result.reason, context);
    case "released":
      return release(result.reason, 0, context);
  }
}

/** Reports why outputs could not be delivered. @throws errors with any other cause */
export async function reportDeliveryFailure(error: unknown, executionMs: number, context: Context): Promise<string> {
  const { workApi, lease, execution, timeline } = context;
  if (error instanceof BadOutput) {
    await workApi.fail(lease, { kind: "node_error", message: error.message, executionMs, execution, timeline });
    return "node_error";
  }
  if (error instanceof ComfyUnavailable) return reportCrash(error.message, context);
  if (error instanceof StorageUnavailable) return release("storage_unavailable", executionMs, context);
  if (error instanceof ResultNotRecorded) return release("result_not_recorded", executionMs, context);
  throw error;
}

async function release(
  reason: ReleaseReason,
  executionMs: number,
  { workApi, lease, execution, timeline }: Context,
): Promise<string> {
  await workApi.release(lease, { reason, executionMs, execution, timeline });
  return reason;
}

/** Reports that ComfyUI exited during the prompt. A prompt that had not started does not count as an attempt. */
async function reportCrash(message: string, context: Context): Promise<string> {
  const { workApi, lease, elapsedMs, execution, timeline } = context;
  if (elapsedMs === undefined) return release("comfyui_unavailable", 0, context);
  await workApi.fail(lease, { kind: "comfyui_crashed", message, executionMs: elapsedMs, execution, timeline });
  return "comfyui_crashed";
}
