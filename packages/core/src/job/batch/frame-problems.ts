import {
  findKeysProblem,
  findSeedProblem,
  formatFrames,
  MAX_SEED,
  type FrameProblem,
  type FrameRange,
} from "@pegbar/frames";
import { quote } from "../../platform/error/limits.ts";
import type { ProblemDetail } from "../../platform/error/index.ts";
import { createValueSchema, type Field, type Form } from "../../schema/form.ts";
import type { StepRequest } from "./request.ts";
import { isStepReference } from "./step-problems.ts";

/** Everything that is wrong with how a batch's parameters, keyframes, seeds and inputs depend on its frames. */
export const findFrameProblems = (
  request: StepRequest,
  form: Form,
  seeds: readonly Field[],
  range: FrameRange | undefined,
): ProblemDetail[] => [
  ...findNameProblems(request, form, seeds, range ? form.window?.lengthField : undefined),
  ...findKeyframeProblems(request, form, range),
  ...findSeedProblems(request, seeds, range),
  ...findFrameInputProblems(request, form, range),
];

/** Largest seed that all of these fields take. */
export const getMaxSeed = (seeds: readonly Field[]): number =>
  Math.min(MAX_SEED, ...seeds.map((field) => (field.type === "integer" ? field.maximum : MAX_SEED)));

export const toProblemDetail = ({ code, message, remedy }: FrameProblem, pointer: string): ProblemDetail => ({
  code,
  message: message.replace(/\.$/, ""),
  remedy,
  pointer,
});

/** Names that the form lacks, and parameters that are set twice. */
function findNameProblems(
  request: StepRequest,
  form: Form,
  seeds: readonly Field[],
  lengthField: string | undefined,
): ProblemDetail[] {
  const known = new Set(form.fields.map(({ name }) => name));
  const places = [
    ...(lengthField === undefined ? [] : [["the window's length", lengthField] as const]),
    ...Object.keys(request.parameters).map((name) => ["parameters", name] as const),
    ...Object.keys(request.keyframes).map((name) => ["keyframes", name] as const),
    ...Object.keys(request.grid).map((name) => ["grid", name] as const),
    ...(request.seed ? seeds.map(({ name }) => ["seed", name] as const) : []),
  ];
  const first = new Map<string, string>();
  return places.flatMap(([place, name]): ProblemDetail[] => {
    const pointer = place === "seed" ? "/seed" : `/${place}/${name}`;
    if (!known.has(name) && place !== "parameters")
      return [
        {
          code: "name_unknown",
          message: `This workflow has no parameter ${quote(name)}`,
          remedy: `Use one of: ${[...known].join(", ") || "none"}.`,
          pointer,
        },
      ];
    const other = first.get(name);
    first.set(name, other ?? place);
    if (other === undefined) return [];
    return [
      {
        code: "parameter_set_twice",
        message: `${quote(name)} is set by ${other} and by ${place}`,
        remedy: "Leave one of them out.",
        pointer,
      },
    ];
  });
}

function findKeyframeProblems(request: StepRequest, form: Form, range: FrameRange | undefined): ProblemDetail[] {
  return Object.entries(request.keyframes).flatMap(([name, keyed]): ProblemDetail[] => {
    const pointer = `/keyframes/${name}`;
    if (!range) return [createFramesMissingProblem("Keyframes", pointer)];
    const field = form.fields.find((one) => one.name === name);
    if (!field) return [];
    const problem = findKeysProblem(keyed);
    if (problem) return [toProblemDetail(problem, pointer)];
    return keyed.keys.flatMap(({ frame, value }, index) => {
      const parsed = createValueSchema(field).safeParse(value);
      if (parsed.success) return [];
      return [
        {
          code: "parameter_invalid",
          message: `${field.label} at frame ${frame}: ${parsed.error.issues.map((issue) => issue.message).join("; ")}`,
          remedy: "Change the value of this keyframe.",
          pointer: `${pointer}/keys/${index}/value`,
        },
      ];
    });
  });
}

function findSeedProblems({ seed }: StepRequest, seeds: readonly Field[], range: FrameRange | undefined) {
  if (!seed) return [];
  if (seeds.length === 0)
    return [
      {
        code: "seed_unknown",
        message: "This workflow has no parameter whose purpose is seed",
        remedy: "Leave the seed out, or ask an admin to publish a version whose form has a seed.",
        pointer: "/seed",
      },
    ];
  if (!range && seed.kind !== "fixed") return [createFramesMissingProblem("Seeds per frame", "/seed")];
  const problem = findSeedProblem(seed, { frames: range?.frames ?? [], max: getMaxSeed(seeds) });
  return problem ? [toProblemDetail(problem, "/seed")] : [];
}

const findFrameInputProblems = (
  { inputs }: StepRequest,
  { window }: Form,
  range: FrameRange | undefined,
): ProblemDetail[] =>
  Object.entries(inputs).flatMap(([name, given]) => {
    if (typeof given === "string" || isStepReference(given)) return [];
    const pointer = `/inputs/${name}`;
    if (!range) return [createFramesMissingProblem("Files per frame", pointer)];
    const sorted = range.frames.toSorted((a, b) => a - b);
    const needed = name === window?.continueInput ? sorted.slice(0, window.overlap) : sorted;
    const missing = needed.filter((frame) => !Object.hasOwn(given, String(frame)));
    return missing.length === 0 ? [] : [createMissingProblem(quote(name), missing, pointer)];
  });

const createFramesMissingProblem = (what: string, pointer: string): ProblemDetail => ({
  code: "frames_missing",
  message: `${what} need frames, and this batch has none`,
  remedy: "Add frames, such as 1-24.",
  pointer,
});

const createMissingProblem = (what: string, frames: readonly number[], pointer: string): ProblemDetail => ({
  code: "frames_incomplete",
  message: `${what} has no entry for the frames ${formatFrames(frames)}`,
  remedy: "Add these frames, or leave them out of the range.",
  pointer,
});
