import { and, eq } from "drizzle-orm";
import { formatFrames } from "@pegbar/frames";
import * as Workflow from "../../catalog/workflow/index.ts";
import type { PlannedJob } from "../../job/batch/expand.ts";
import { filterReachable, fromID } from "../../job/batch/read.ts";
import { readFrames } from "../../job/batch/read-frames.ts";
import { BatchRequest, listSteps, type StepRequest } from "../../job/batch/request.ts";
import { listJobFrames } from "../../job/job-frames.ts";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import { batch } from "../../schema/batch.sql.ts";
import { job } from "../../schema/job.sql.ts";
import { createBatch } from "./create.ts";
import { hashBatchRequest } from "./hash.ts";
import { addDependents } from "./dependencies.ts";
import { plan } from "./plan.ts";
import { findEarlier } from "./earlier.ts";
import { isChanging, type RetakeRequest, type StepChange } from "./retake-request.ts";
import { repeatIfDuplicate, type SubmittedBatch } from "./submit.ts";

/**
 * Submits a batch with all frames of an earlier one: the chosen frames are rendered with other values, the others keep their
 * results, free of charge. Its results are the next version.
 * @throws not_found; conflict for a frame without a result, a batch without frames or an erased one; the errors of a submit
 */
export const retake = (
  id: string,
  request: RetakeRequest,
  idempotencyKey: string | undefined,
): Promise<SubmittedBatch> => repeatIfDuplicate(() => retakeOnce(id, request, idempotencyKey));

const retakeOnce = (id: string, request: RetakeRequest, idempotencyKey: string | undefined): Promise<SubmittedBatch> =>
  Database.tx(async (tx) => {
    Access.authorize("job.create");
    const original = await readOriginal(tx, id);
    const requestSha256 = hashBatchRequest({ retakeOf: id, ...request });
    const earlier = await findEarlier(tx, idempotencyKey, requestSha256);
    if (earlier !== undefined) return { batch: await fromID(earlier), isReplay: true };
    const frames = new Set(readFrames(request.frames));
    const chosen = chooseVariant(BatchRequest.parse(original.request), original.jobs, request.variant);
    const { changed, from } = await change(chosen.request, original.versions, request);
    const isAsked = (one: PlannedJob) => one.step >= from && listJobFrames(one).some((frame) => frames.has(frame));
    const { jobs, ...planned } = await plan(tx, changed, (all) =>
      addDependents(changed, all, ({ request: { inputs } }) => inputs, isAsked),
    );
    const known = new Set(jobs.flatMap(listJobFrames));
    const missing = [...frames].filter((frame) => !known.has(frame));
    if (missing.length > 0)
      throw createFrameError("frame_unknown", missing, "not in the batch", "Choose frames of the batch.");
    const rendered = new Set(jobs.map(toKey));
    const ofVariant = original.jobs.flatMap((one) => (one.variant === chosen.variant ? [{ ...one, variant: 0 }] : []));
    const others = ofVariant.filter((one) => !rendered.has(toKey(one)));
    const unfinished = others.filter(({ state }) => state !== "succeeded").flatMap(listJobFrames);
    if (unfinished.length > 0)
      throw createFrameError(
        "frame_without_result",
        [...new Set(unfinished)],
        "without a result",
        "Wait for them, retry them, or add them to the frames of the retake.",
      );
    const kept = others.map(({ step, frame, window, variant, id: reusedJobId }) => ({
      step,
      frame,
      window,
      variant,
      reusedJobId,
    }));
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

const toKey = ({ step, frame, variant }: Pick<PlannedJob, "step" | "frame" | "variant">) =>
  `${step} ${frame} ${variant}`;

async function readOriginal(tx: Database.Tx, id: string) {
  const [found] = await tx
    .select()
    .from(batch)
    .where(and(eq(batch.id, id), filterReachable("job.retry")));
  if (!found) throw createNotFoundError("batch", id);
  if (found.erasedAt) throw new VisibleError("conflict", "What this batch was made of was erased. Submit a new batch.");
  const jobs = await tx
    .select({
      id: job.id,
      step: job.step,
      frame: job.frame,
      window: job.window,
      variant: job.variant,
      state: job.state,
      parameters: job.parameters,
      version: job.workflowVersionId,
    })
    .from(job)
    .where(eq(job.batchId, id))
    .orderBy(job.id);
  if (found.frames === null)
    throw new VisibleError("conflict", "A retake needs a batch of frames. Submit another batch with other values.");
  const versions = new Map(jobs.map(({ step, version }) => [step, version ?? ""]));
  return { ...found, jobs, versions: Array.from({ length: found.steps }, (_, step) => versions.get(step) ?? "") };
}

interface VariantJob {
  step: number;
  variant: number;
  parameters: Record<string, unknown>;
}

/**
 * The batch as if only this variant had been submitted: its values are parameters. They are those of its jobs, because
 * PostgreSQL has stored the grid's parameters in another order, in which the variants would have other indices.
 */
function chooseVariant(
  request: BatchRequest,
  jobs: readonly VariantJob[],
  variant: number | undefined,
): { request: BatchRequest; variant: number } {
  const count = 1 + Math.max(0, ...jobs.map((one) => one.variant));
  const chosen = variant ?? (count === 1 ? 0 : undefined);
  const made = jobs.find((one) => one.step === 0 && one.variant === chosen);
  if (chosen !== undefined && made) {
    const cell = Object.keys(request.grid).map((name) => [name, made.parameters[name]]);
    const parameters = { ...request.parameters, ...(Object.fromEntries(cell) as BatchRequest["parameters"]) };
    return { request: { ...request, grid: {}, parameters }, variant: chosen };
  }
  throw createRefusal([
    {
      code: "variant_unknown",
      message: variant === undefined ? `The batch has ${count} variants` : `The batch has no variant ${variant}`,
      remedy: `Name the one to continue with, from 0 to ${count - 1}.`,
      pointer: "/variant",
    },
  ]);
}

const createRefusal = (errors: ProblemDetail[]): VisibleError =>
  new VisibleError("parameters_invalid", `${errors[0]?.message}. ${errors[0]?.remedy}`, { errors });

const createFrameError = (code: string, frames: readonly number[], what: string, remedy: string): VisibleError => {
  const message = `${frames.length === 1 ? "Frame" : "Frames"} ${formatFrames(frames)}: ${what}`;
  return new VisibleError("conflict", `${message}. ${remedy}`, {
    errors: [{ code, message, remedy, pointer: "/frames" }],
  });
};

/**
 * The request of the batch with the changes of a retake.
 * @param versions ids of the workflow versions that its steps ran
 * @returns `from`: index of the first step that changes; frames are rendered again from there on
 */
async function change(
  original: BatchRequest,
  versions: readonly string[],
  request: RetakeRequest,
): Promise<{ changed: BatchRequest; from: number }> {
  const steps = listSteps(original);
  const unknown = Object.keys(request.steps).filter((one) => !steps.slice(1).some((step) => step.name === one));
  if (unknown.length > 0)
    throw createRefusal([
      {
        code: "step_unknown",
        message: `The batch has no later step ${unknown.join(", ")}`,
        remedy: `Use one of: ${
          steps
            .slice(1)
            .map((step) => step.name)
            .join(", ") || "none"
        }.`,
        pointer: "/steps",
      },
    ]);
  const changes = steps.map((step, index) => (index === 0 ? request : request.steps[step.name]));
  const [first, ...later] = await Promise.all(
    steps.map((step, index) => changeStep(versions[index] ?? "", step, changes[index])),
  );
  const { seed: _seed, labels: originalLabels, ...rest } = original;
  const chosenLabels = request.labels ?? originalLabels;
  return {
    changed: {
      ...rest,
      ...first,
      name: request.name ?? original.name,
      steps: original.steps.map(({ seed: _old, ...step }, index) => ({ ...step, ...later[index] })),
      reuse: false,
      lane: request.lane ?? original.lane,
      priority: request.priority,
      ...(chosenLabels ? { labels: chosenLabels } : {}),
      stopAfter: request.stopAfter ?? original.stopAfter,
    },
    from: changes.findIndex((one) => one !== undefined && isChanging(one)),
  };
}

/** A step with a retake's changes, of the version that the batch ran. A parameter has one source: its new one. */
async function changeStep(version: string, step: StepRequest, changes: StepChange | undefined) {
  const { form } = await Workflow.getVersion(version);
  const seeds = form.fields.filter(({ purpose }) => purpose === "seed").map((field) => field.name);
  const set = new Set([
    ...Object.keys(changes?.parameters ?? {}),
    ...Object.keys(changes?.keyframes ?? {}),
    ...(changes?.seed ? seeds : []),
  ]);
  const keep = <T>(values: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(values).filter(([key]) => !set.has(key)));
  const chosenSeed = changes?.seed ?? (seeds.some((one) => set.has(one)) ? undefined : step.seed);
  return {
    workflow: version,
    parameters: { ...keep(step.parameters), ...changes?.parameters },
    keyframes: { ...keep(step.keyframes), ...changes?.keyframes },
    ...(chosenSeed ? { seed: chosenSeed } : {}),
    inputs: { ...step.inputs, ...changes?.inputs } as BatchRequest["inputs"],
  };
}
