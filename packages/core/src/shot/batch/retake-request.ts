import * as z from "zod";
import { BatchRequest, MAX_JOBS } from "../../job/batch/request.ts";

const { name, parameters, keyframes, seed, inputs, lane, priority, labels, stopAfter } = BatchRequest.shape;

/** What a retake changes of a step. */
export interface StepChange {
  parameters: BatchRequest["parameters"];
  keyframes: BatchRequest["keyframes"];
  seed?: BatchRequest["seed"];
  inputs: BatchRequest["inputs"];
}

export const isChanging = (step: StepChange): boolean =>
  step.seed !== undefined ||
  [step.parameters, step.keyframes, step.inputs].some((values) => Object.keys(values).length > 0);

/** Frames of a batch to render again, and what is different for them. */
export const RetakeRequest = z
  .strictObject({
    frames: z.string().min(1).max(10_000),
    /** Index of the variant to continue with, from 0; needed if the batch has several. */
    variant: z.int().min(0).max(MAX_JOBS).optional(),
    name: name.optional(),
    /** Replace values of the batch one by one. */
    parameters,
    keyframes,
    seed,
    inputs,
    /** The same for later steps, by their names. */
    steps: z.record(z.string().max(32), z.strictObject({ parameters, keyframes, seed, inputs })).default({}),
    lane: lane.optional(),
    priority,
    labels,
    stopAfter: stopAfter.optional(),
  })
  .refine(
    (request) => [request, ...Object.values(request.steps)].some(isChanging),
    "change something for these frames, such as the seed: with the same values they would look the same",
  );
export type RetakeRequest = z.output<typeof RetakeRequest>;
