import { fromID, type BatchDetail } from "../../job/batch/read.ts";
import type { BatchRequest } from "../../job/batch/request.ts";
import * as Database from "../../platform/database/index.ts";
import { createBatch } from "./create.ts";
import { findEarlier } from "./earlier.ts";
import { hashBatchRequest } from "./hash.ts";
import { plan } from "./plan.ts";

export interface SubmittedBatch {
  batch: BatchDetail;
  /** The request was made before, with the same idempotency key. */
  isReplay: boolean;
}

/**
 * Checks and prices all jobs of a batch, reserves their upper estimates as one sum, and queues all of them or none.
 * @returns the batch; for an idempotency key that was used before, the batch made then
 * @throws idempotency_key_reused for a key that was used with another request; the errors of a submit
 */
export const submit = (request: BatchRequest, idempotencyKey: string | undefined): Promise<SubmittedBatch> =>
  repeatIfDuplicate(() =>
    Database.tx(async (tx) => {
      const requestSha256 = hashBatchRequest(request);
      const earlier = await findEarlier(tx, idempotencyKey, requestSha256);
      if (earlier !== undefined) return { batch: await fromID(earlier), isReplay: true };
      const { jobs, ...planned } = await plan(tx, request);
      const id = await createBatch(tx, { plan: planned, jobs, request, requestSha256, idempotencyKey });
      return { batch: await fromID(id), isReplay: false };
    }),
  );

/** Repeats a submit whose key another request has used at the same time and committed first: its batch is found now. */
export async function repeatIfDuplicate<T>(submitOnce: () => Promise<T>): Promise<T> {
  try {
    return await submitOnce();
  } catch (error) {
    if (Database.isDuplicate(error, "batch_idempotency")) return submitOnce();
    throw error;
  }
}
