import { and, eq } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { createKeyReusedError, REMEMBERED_DAYS } from "../../platform/idempotency/index.ts";
import { batch } from "../../schema/batch.sql.ts";
import { queueJobs } from "../queue.ts";
import { hashRequest, plan } from "./plan.ts";
import { fromID, type BatchDetail } from "./read.ts";
import type { BatchRequest } from "./request.ts";

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
export async function submit(request: BatchRequest, idempotencyKey: string | undefined): Promise<SubmittedBatch> {
  const submission = { request, idempotencyKey, requestSha256: hashRequest(request) };
  try {
    return await submitOnce(submission);
  } catch (error) {
    // Another request has used the same idempotency key at the same time and committed first: its batch is found now.
    if (Database.isDuplicate(error, "batch_idempotency")) return submitOnce(submission);
    throw error;
  }
}

interface Submission {
  request: BatchRequest;
  idempotencyKey: string | undefined;
  requestSha256: string;
}

const submitOnce = ({ request, idempotencyKey, requestSha256 }: Submission): Promise<SubmittedBatch> =>
  Database.tx(async (tx) => {
    const earlier = idempotencyKey === undefined ? undefined : await findEarlier(tx, idempotencyKey);
    if (earlier && earlier.requestSha256 !== requestSha256) throw createKeyReusedError();
    if (earlier) return { batch: await fromID(earlier.id), isReplay: true };
    const { found, workflowVersionId, jobs } = await plan(tx, request);
    const { place } = found;
    const { memberId, tenantId } = Context.getMember();
    const at = Context.getPorts().clock.now();
    const id = Id.create("batch");
    await tx.insert(batch).values({
      id,
      tenantId,
      showId: place.showId,
      sequenceId: place.sequenceId,
      shotId: place.shotId,
      memberId,
      workflowVersionId,
      name: request.name,
      frames: request.frames ?? null,
      jobs: jobs.length,
      request,
      stopFailures: request.stopAfter.failures,
      stopShare: request.stopAfter.share,
      idempotencyKey: idempotencyKey ?? null,
      requestSha256,
      createdAt: at,
    });
    const group = jobs.map(({ frame, variant, request: of, prepared, price }) => ({
      // In the order in which they start: the queue breaks ties by id.
      id: Id.create("job"),
      memberId,
      request: of,
      idempotencyKey: undefined,
      requestSha256,
      at,
      prepared,
      price,
      batch: { id, frame, variant },
    }));
    const [refusal] = await queueJobs(tx, [group]);
    if (refusal) throw refusal;
    return { batch: await fromID(id), isReplay: false };
  });

async function findEarlier(tx: Database.Tx, key: string) {
  const { tenantId, memberId } = Context.getMember();
  const [row] = await tx
    .select({ id: batch.id, requestSha256: batch.requestSha256, createdAt: batch.createdAt })
    .from(batch)
    .where(and(eq(batch.tenantId, tenantId), eq(batch.memberId, memberId), eq(batch.idempotencyKey, key)));
  if (!row) return undefined;
  const age = Context.getPorts().clock.now().getTime() - row.createdAt.getTime();
  if (age < REMEMBERED_DAYS * 86_400_000) return row;
  await tx.update(batch).set({ idempotencyKey: null }).where(eq(batch.id, row.id));
  return undefined;
}
