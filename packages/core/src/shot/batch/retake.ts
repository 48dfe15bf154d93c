import { and, eq } from "drizzle-orm";
import * as z from "zod";
import { formatFrames, parseFrameRange } from "@pegbar/frames";
import * as Workflow from "../../catalog/workflow/index.ts";
import { toProblemDetail } from "../../job/batch/frame-problems.ts";
import { filterReachable, fromID } from "../../job/batch/read.ts";
import { BatchRequest, MAX_JOBS } from "../../job/batch/request.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import { batch } from "../../schema/batch.sql.ts";
import { job } from "../../schema/job.sql.ts";
import type { Form } from "../../schema/form.ts";
import { createBatch } from "./create.ts";
import { hashBatchRequest } from "./hash.ts";
import { plan } from "./plan.ts";
import { findEarlier } from "./earlier.ts";
import { repeatIfDuplicate, type SubmittedBatch } from "./submit.ts";

const { name, parameters, keyframes, seed, inputs, lane, priority, labels, stopAfter } = BatchRequest.shape;

/** Frames of a batch to render again, and what is different for them. */
export const RetakeRequest = z
  .strictObject({
    frames: z.string().min(1).max(10_000),
    name: name.optional(),
    /** Replace values of the batch one by one. */
    parameters,
    keyframes,
    seed,
    inputs,
    lane: lane.optional(),
    priority,
    labels,
    stopAfter: stopAfter.optional(),
  })
  .refine(
    (request) =>
      request.seed !== undefined ||
      [request.parameters, request.keyframes, request.inputs].some((values) => Object.keys(values).length > 0),
    "change something for these frames, such as the seed: with the same values they would look the same",
  );
export type RetakeRequest = z.output<typeof RetakeRequest>;

/**
 * Submits a batch with all frames of an earlier one: the chosen frames are rendered with other values, the others keep their
 * results, free of charge. Its results are the next version.
 * @throws not_found; conflict for a frame without a result, a batch with variants or an erased one; the errors of a submit
 */
export const retake = (
  id: string,
  request: RetakeRequest,
  idempotencyKey: string | undefined,
): Promise<SubmittedBatch> => repeatIfDuplicate(() => retakeOnce(id, request, idempotencyKey));

const retakeOnce = (id: string, request: RetakeRequest, idempotencyKey: string | undefined): Promise<SubmittedBatch> =>
  Database.tx(async (tx) => {
    const original = await readOriginal(tx, id);
    const requestSha256 = hashBatchRequest({ retakeOf: id, ...request });
    const earlier = await findEarlier(tx, idempotencyKey, requestSha256);
    if (earlier !== undefined) return { batch: await fromID(earlier), isReplay: true };
    const frames = readFrames(request.frames);
    const version = await Workflow.getVersion(original.workflowVersionId);
    const changed = change(BatchRequest.parse(original.request), request, original.workflowVersionId, version.form);
    const { jobs, ...planned } = await plan(tx, changed, ({ frame }) => frame !== null && frames.has(frame));
    const rendered = new Map(jobs.map((one) => [one.frame, one]));
    const missing = [...frames].filter((frame) => !rendered.has(frame));
    if (missing.length > 0)
      throw createFrameError("frame_unknown", missing, "not in the batch", "Choose frames of the batch.");
    const kept = original.jobs.flatMap(({ frame, variant, id: reusedJobId }) =>
      rendered.has(frame) ? [] : [{ frame, variant, reusedJobId }],
    );
    const unfinished = original.jobs.filter(({ frame, state }) => !rendered.has(frame) && state !== "succeeded");
    if (unfinished.length > 0)
      throw createFrameError(
        "frame_without_result",
        unfinished.map(({ frame }) => frame ?? 0),
        "without a result",
        "Wait for them, retry them, or add them to the frames of the retake.",
      );
    const made = await createBatch(tx, {
      plan: planned,
      jobs: [...jobs, ...kept],
      request: changed,
      requestSha256,
      idempotencyKey,
      retakeOf: id,
    });
    return { batch: await fromID(made), isReplay: false };
  });

async function readOriginal(tx: Database.Tx, id: string) {
  const [found] = await tx
    .select()
    .from(batch)
    .where(and(eq(batch.id, id), filterReachable("job.read")));
  if (!found) throw createNotFoundError("batch", id);
  if (found.erasedAt) throw new VisibleError("conflict", "What this batch was made of was erased. Submit a new batch.");
  const jobs = await tx
    .select({ id: job.id, frame: job.frame, variant: job.variant, state: job.state })
    .from(job)
    .where(eq(job.batchId, id))
    .orderBy(job.id);
  if (found.frames === null || jobs.some(({ variant }) => variant > 0))
    throw new VisibleError(
      "conflict",
      "A retake needs a batch of frames with one variant. Submit a batch with the values of the variant to continue with.",
    );
  return { ...found, jobs };
}

function readFrames(text: string): ReadonlySet<number> {
  const parsed = parseFrameRange(text, { maxFrames: MAX_JOBS });
  if ("range" in parsed) return new Set(parsed.range.frames);
  throw createRefusal([toProblemDetail(parsed.problem, "/frames")]);
}

const createRefusal = (errors: ProblemDetail[]): VisibleError =>
  new VisibleError("parameters_invalid", `${errors[0]?.message}. ${errors[0]?.remedy}`, { errors });

const createFrameError = (code: string, frames: readonly number[], what: string, remedy: string): VisibleError => {
  const message = `${frames.length === 1 ? "Frame" : "Frames"} ${formatFrames(frames)}: ${what}`;
  return new VisibleError("conflict", `${message}. ${remedy}`, {
    errors: [{ code, message, remedy, pointer: "/frames" }],
  });
};

/** The request of the batch with the changes of a retake. A parameter has one source: its new one. */
function change(original: BatchRequest, request: RetakeRequest, workflowVersionId: string, form: Form): BatchRequest {
  const seeds = form.fields.filter(({ purpose }) => purpose === "seed").map((field) => field.name);
  const set = new Set([
    ...Object.keys(request.parameters),
    ...Object.keys(request.keyframes),
    ...(request.seed ? seeds : []),
  ]);
  const keep = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !set.has(key)));
  const { seed: originalSeed, labels: originalLabels, ...rest } = original;
  const chosenSeed = request.seed ?? (seeds.some((one) => set.has(one)) ? undefined : originalSeed);
  const chosenLabels = request.labels ?? originalLabels;
  return {
    ...rest,
    workflow: workflowVersionId,
    name: request.name ?? original.name,
    parameters: { ...keep(original.parameters), ...request.parameters },
    keyframes: { ...keep(original.keyframes), ...request.keyframes },
    ...(chosenSeed ? { seed: chosenSeed } : {}),
    inputs: { ...original.inputs, ...request.inputs },
    reuse: false,
    lane: request.lane ?? original.lane,
    priority: request.priority,
    ...(chosenLabels ? { labels: chosenLabels } : {}),
    stopAfter: request.stopAfter ?? original.stopAfter,
  };
}
