import * as z from "zod";
import { FrameKey, FrameNumber } from "../../platform/frame.ts";
import * as Id from "../../platform/id.ts";
import { Labels } from "../labels.ts";
import { PlannedInputs } from "../planned-input.ts";
import { lanes } from "../state/index.ts";

/** Maximum number of jobs of a batch. */
export const MAX_JOBS = 10_000;
const Name = z.string().max(64);
const Value = z.union([z.string().max(20_000), z.number(), z.boolean()]);
const Seed = z.int().min(0);

/** Values of a parameter at some frames, and how the frames between them get theirs. */
export const KeyedValue = z.strictObject({
  interpolation: z.enum(["hold", "linear", "ease"]).default("linear"),
  keys: z
    .array(z.strictObject({ frame: FrameNumber, value: Value }))
    .min(1)
    .max(10_000),
});

/** The seeds of a batch's frames. */
export const SeedPolicy = z.discriminatedUnion("kind", [
  z.strictObject({ kind: z.literal("fixed"), seed: Seed }),
  /** `seed`, plus `step` per frame number from the first frame on. */
  z.strictObject({ kind: z.literal("increment"), seed: Seed, step: z.int().min(1).default(1) }),
  /** Derived from `seed` and the frame number, so that a frame keeps its seed when it is rendered again. */
  z.strictObject({ kind: z.literal("perFrame"), seed: Seed }),
  z.strictObject({ kind: z.literal("table"), seeds: z.record(FrameKey, Seed) }),
]);

const StepName = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,31}$/, "1 to 32 of the characters A-Z a-z 0-9 _ -");

/** A result of an earlier step: that of the same frame and variant. */
const StepResult = z.strictObject({
  step: StepName,
  /** The output's name in the earlier workflow's form; optional if it has one output. */
  output: Name.optional(),
});

/** A later step. Its jobs have the frames and variants of the first one. */
const BatchStep = z.strictObject({
  name: StepName,
  workflow: z.string().min(1).max(128),
  parameters: z.record(Name, Value).default({}),
  keyframes: z.record(Name, KeyedValue).default({}),
  seed: SeedPolicy.optional(),
  inputs: z
    .record(
      Name,
      z.union([
        Id.createSchema("input"),
        Id.createSchema("imageSequence"),
        StepResult,
        z.record(FrameKey, Id.createSchema("input")),
      ]),
    )
    .default({}),
  /** Steps that must be complete, all frames, before a job of this one starts. */
  after: z.array(StepName).max(8).default([]),
});

/** Jobs of one workflow: one per frame, per combination of parameters, or both. */
export const BatchRequest = z
  .strictObject({
    /** `sht_…`, or the codes `show/sequence/shot`. */
    shot: z.string().min(1).max(200),
    /** Slug or `wfl_…` for the newest version, `wfv_…` for a specific version. */
    workflow: z.string().min(1).max(128),
    name: z.string().trim().max(200).default(""),
    /** A frame range as in Open Job Description: `1-100`, `1-100:2`, `5,9,12-20`. */
    frames: z.string().max(10_000).optional(),
    /** The order in which frames start: as given, or every nth frame first and then those between. */
    order: z.union([z.literal("given"), z.strictObject({ coarseToFine: z.int().min(2).max(1000) })]).default("given"),
    parameters: z.record(Name, Value).default({}),
    /** Parameters whose value depends on the frame. */
    keyframes: z.record(Name, KeyedValue).default({}),
    /** Parameters of which every combination is a variant. */
    grid: z.record(Name, z.array(Value).min(1).max(1000)).default({}),
    /** Sets the parameters whose purpose is `seed`. */
    seed: SeedPolicy.optional(),
    /** Name of the form's input → `inp_…` for all frames, `sqc_…` for the file of each frame, or the frame number → `inp_…`. */
    inputs: z
      .record(
        Name,
        z.union([
          Id.createSchema("input"),
          Id.createSchema("imageSequence"),
          z.record(FrameKey, Id.createSchema("input")),
        ]),
      )
      .default({}),
    /** Whether jobs get the results of earlier ones with the same values, files, models and image, free of charge. */
    reuse: z.boolean().default(true),
    /** Name of the first step, for later steps. */
    step: StepName.default("first"),
    /** Steps that continue with the results of earlier ones, frame by frame. */
    steps: z.array(BatchStep).max(8).default([]),
    lane: z.enum(lanes).default("batch"),
    priority: z.int().min(-100).max(100).default(0),
    labels: Labels.optional(),
    /** When the batch stops. `failures`: number of failed jobs. `share`: it stops when more than this share of all jobs failed. */
    stopAfter: z
      .strictObject({
        failures: z.int().min(1).nullable().default(20),
        share: z.number().min(0).max(1).nullable().default(0.1),
      })
      .default({ failures: 20, share: 0.1 }),
  })
  .refine(
    ({ frames, grid }) => frames !== undefined || Object.keys(grid).length > 0,
    "give frames, a grid of parameters, or both",
  );
export type BatchRequest = z.output<typeof BatchRequest>;

/** A batch whose price is wanted, perhaps before its files exist. */
export const BatchEstimateRequest = BatchRequest.safeExtend({
  /** Name of the form's input → size of the pictures that it will get, instead of the ids in `inputs`. */
  plannedInputs: PlannedInputs.optional(),
});
export type BatchEstimateRequest = z.output<typeof BatchEstimateRequest>;

/** What the jobs of one step are made of; the first step is the batch itself. */
export interface StepRequest extends Omit<z.output<typeof BatchStep>, "seed"> {
  seed?: z.output<typeof SeedPolicy> | undefined;
  grid: BatchRequest["grid"];
}

/** The steps of a batch in order. */
export const listSteps = ({ step, steps, ...first }: BatchRequest): StepRequest[] => [
  { ...first, name: step, after: [] },
  ...steps.map((one) => ({ ...one, grid: {} })),
];
