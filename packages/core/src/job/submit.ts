import { createHash } from "node:crypto";
import { encodeCanonical } from "@pegbar/verify";
import * as Access from "../platform/access/index.ts";
import { coalesce } from "../platform/coalesce.ts";
import * as Context from "../platform/context.ts";
import * as Database from "../platform/database/index.ts";
import { VisibleError } from "../platform/error/index.ts";
import * as Id from "../platform/id.ts";
import { createKeyReusedError } from "../platform/idempotency/index.ts";
import { estimate } from "./estimate/index.ts";
import { fromID, type JobDetail } from "./read.ts";
import { lookUp } from "./lookup.ts";
import { prepare } from "./prepare.ts";
import { queueJobs, type NewJob } from "./queue.ts";
import type { SubmitRequest } from "./request.ts";

export interface Submitted {
  job: JobDetail;
  /** The request was made before, with the same idempotency key. */
  isReplay: boolean;
}

/** What to do with the same request and key again: return the job made then, or refuse it. */
export type OnRepeat = "replay" | "refuse";

interface Submission {
  context: Context.Context;
  id: string;
  request: SubmitRequest;
  idempotencyKey: string | undefined;
  onRepeat: OnRepeat;
  requestSha256: string;
  /** When it came. */
  at: Date;
}

type Result = PromiseSettledResult<Submitted>;

/** Most submits in one transaction: it bounds what is done again if one of them fails. */
const MAX_GROUP = 64;

/**
 * Checks a request against everything that could stop it later, reserves its upper estimate on the quotas and queues a
 * job. Submits of one studio that come while another one is under way share a transaction; each succeeds or fails alone.
 * @returns the job; for an idempotency key that was used before, the job made then
 * @throws idempotency_key_reused for a key that was used with another request; with `refuse`, for any key that was used
 */
export async function submit(
  request: SubmitRequest,
  idempotencyKey: string | undefined,
  onRepeat: OnRepeat = "replay",
): Promise<Submitted> {
  if (request.priority > 0) Access.authorize("job.raise");
  const { clock, database, log } = Context.getPorts();
  const submitted = await submitInGroup(database, Context.getTenantId(), {
    context: Context.getCurrent(),
    id: Id.create("job"),
    request,
    idempotencyKey,
    onRepeat,
    requestSha256: createHash("sha256").update(encodeCanonical(request)).digest("hex"),
    at: clock.now(),
  });
  if (!submitted.isReplay) log("info", "job submitted", { jobId: submitted.job.id });
  return submitted;
}

const submitInGroup = coalesce(submitAll, MAX_GROUP);

/** Submits of one studio in one transaction. If it fails, each is submitted in one of its own. */
async function submitAll(submissions: readonly Submission[]): Promise<Result[]> {
  try {
    return await submitTogether(submissions);
  } catch (error) {
    if (submissions.length > 1) {
      const alone = await Promise.allSettled(submissions.map((one) => submitAll([one])));
      return alone.flatMap((result): Result[] => (result.status === "fulfilled" ? result.value : [result]));
    }
    // Another process has used the same idempotency key at the same time and committed first: its job is found now.
    if (Database.isDuplicate(error, "job_idempotency")) return submitTogether(submissions);
    throw error;
  }
}

/**
 * Processes the submits of one transaction.
 * @throws if a statement fails, which ends the transaction for all of them
 */
async function submitTogether(submissions: readonly Submission[]): Promise<Result[]> {
  const [first] = submissions;
  if (!first) return [];
  return Context.provide(first.context, () =>
    Database.tx(async (tx) => {
      const checks = await Promise.allSettled(
        submissions.map((one) => Context.provide(one.context, () => check(tx, one))),
      );
      const checked = checks.map((result) => {
        if (result.status === "rejected" && !(result.reason instanceof VisibleError)) throw result.reason;
        return result;
      });
      const candidates = checked.flatMap((one) =>
        one.status === "fulfilled" && "candidate" in one.value ? [one.value.candidate] : [],
      );
      const refusals = await queueJobs(
        tx,
        candidates.map((one) => [one]),
      );
      return checked.map((result): Result => {
        if (result.status === "rejected") return result;
        if ("replay" in result.value)
          return { status: "fulfilled", value: { job: result.value.replay, isReplay: true } };
        const { candidate } = result.value;
        const refusal = refusals[candidates.indexOf(candidate)];
        return refusal
          ? { status: "rejected", reason: refusal }
          : { status: "fulfilled", value: { job: toJobDetail(candidate), isReplay: false } };
      });
    }),
  );
}

/**
 * Returns the job to be queued, or the one that an earlier request created with the same idempotency key. Writes
 * nothing that a refusal would have to undo, because other submits share the transaction.
 */
async function check(
  tx: Database.Tx,
  { id, request, idempotencyKey, onRepeat, requestSha256, at }: Submission,
): Promise<{ candidate: NewJob } | { replay: JobDetail }> {
  const found = await lookUp(tx, request, idempotencyKey);
  if (onRepeat === "replay" && found.earlier?.requestSha256 === requestSha256)
    return { replay: await fromID(found.earlier.id) };
  if (found.earlier) throw createKeyReusedError();
  const prepared = await prepare(tx, request, found);
  const price = await estimate(tx, prepared);
  const { memberId } = Context.getMember();
  const traceparent = Context.getTraceparent();
  return { candidate: { id, memberId, request, idempotencyKey, requestSha256, at, prepared, price, traceparent } };
}

/** The new job, without reading back what has just been written. */
const toJobDetail = ({ id, memberId, request, prepared, price, at }: NewJob): JobDetail => ({
  id,
  state: "queued",
  reason: null,
  heldBy: null,
  failure: null,
  progress: null,
  progressFloor: 0,
  cancelRequested: false,
  show: prepared.place.show,
  sequence: prepared.place.sequence,
  shot: prepared.place.shot,
  shotId: prepared.place.shotId,
  memberId,
  workflowVersionId: prepared.workflowVersionId,
  batchId: null,
  step: 0,
  frame: null,
  window: null,
  variant: 0,
  reusedJobId: null,
  parameters: prepared.parameters,
  erasedAt: null,
  class: prepared.class,
  lane: request.lane,
  priority: request.priority,
  labels: request.labels ?? {},
  reservedGpuMs: price.highMs,
  reservedMicros: price.highMicros,
  createdAt: at,
  startedAt: null,
  endedAt: null,
  inputs: "graph" in request ? {} : request.inputs,
  attempts: [],
});
