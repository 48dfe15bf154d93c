import type { CompleteRequest, EndAnswer } from "../contract/index.ts";
import { endAttempt } from "../attempt/end.ts";
import { applyFailure, limitGpuMs } from "../attempt/outcome.ts";
import { assertUploaded } from "../attempt/uploads.ts";
import { explainWrongCount } from "./asset/place-outputs.ts";
import * as Asset from "./asset/index.ts";
import { startNextJobs } from "./step/start-next.ts";

/**
 * Ends an attempt with its result: assets, ledger records and the new states are one transaction. Completing it again
 * changes nothing.
 */
export async function complete(tenantId: string, attemptId: string, request: CompleteRequest): Promise<EndAnswer> {
  await assertUploaded(tenantId, attemptId, request.outputs);
  return endAttempt(attemptId, request, async (tx, ending) => {
    const wrong = explainWrongCount(request.outputs, ending.job.window);
    if (wrong) {
      const { nodeId, message } = wrong;
      const classType = ending.job.graph[nodeId]?.class_type ?? "";
      const node = { id: nodeId, classType };
      return applyFailure(tx, ending, {
        kind: "node_error",
        message,
        node,
        traceback: [],
        executionMs: request.executionMs,
      });
    }
    const assets = await Asset.create(tx, ending, request);
    if (ending.job.batchId !== null) await startNextJobs(tx, [ending.jobId]);
    return {
      attempt: "succeeded",
      job: "succeeded",
      event: "succeeded",
      data: { assetIds: assets.map(({ id }) => id) },
      gpuMs: limitGpuMs(ending, request.executionMs),
      paidBy: "tenant",
      storageBytes: assets.reduce((sum, { bytes }) => sum + bytes, 0),
    };
  });
}
