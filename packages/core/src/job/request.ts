import * as z from "zod";
import type { FrameWindow } from "@pegbar/frames";
import { WorkloadClass } from "../contract/index.ts";
import * as Id from "../platform/id.ts";
import { Labels } from "./labels.ts";
import { PlannedInputs } from "./planned-input.ts";
import { lanes, type JobInputs } from "./state/index.ts";

const common = {
  /** `sht_…`, or the codes `show/sequence/shot`. */
  shot: z.string().min(1).max(200),
  lane: z.enum(lanes).default("interactive"),
  priority: z.int().min(-100).max(100).default(0),
  /** Optional without a default, so that a repeated request of an older client has the same hash. */
  labels: Labels.optional(),
};

/** A run of a published workflow. */
export const WorkflowRequest = z.strictObject({
  ...common,
  /** Slug or `wfl_…` for the newest version, `wfv_…` for a specific version. */
  workflow: z.string().min(1).max(128),
  parameters: z.record(z.string().max(64), z.union([z.string().max(20_000), z.number(), z.boolean()])).default({}),
  /** Name of the form's input → `inp_…`. */
  inputs: z.record(z.string().max(64), Id.createSchema("input")).default({}),
});

/** A run of a published workflow whose price is wanted, perhaps before its files exist. */
export const WorkflowEstimateRequest = WorkflowRequest.extend({
  /** Name of the form's input → size of the picture that it will get, instead of the id in `inputs`. */
  plannedInputs: PlannedInputs.optional(),
});

/**
 * A run of a graph in API format, or of a workflow as saved by ComfyUI's editor. Each file name in it is the id of one of
 * `inputs`.
 */
export const GraphRequest = z.strictObject({
  ...common,
  graph: z.record(z.string(), z.unknown()),
  inputs: z.array(Id.createSchema("input")).max(1000).default([]),
  class: WorkloadClass.default("light"),
  timeLimitSeconds: z.int().min(1).max(86_400).default(900),
});

/** A run of a published workflow as it is checked: in a batch, an input can have a file for each frame of a window. */
export interface FilledRequest extends Omit<z.output<typeof WorkflowRequest>, "inputs"> {
  inputs: JobInputs;
  /** The frames that it renders at once, if it renders several. */
  window?: FrameWindow;
}

export const SubmitRequest = z.union([WorkflowRequest, GraphRequest]);
export const EstimateRequest = z.union([WorkflowEstimateRequest, GraphRequest]);
export type EstimateRequest = z.output<typeof EstimateRequest>;
export type SubmitRequest = z.output<typeof SubmitRequest>;
export type JobRequest = FilledRequest | z.output<typeof GraphRequest>;
