import { chooseSeed, evaluateKeys, expandGrid, orderFrames, parseFrameRange, type FrameRange } from "@pegbar/frames";
import type * as z from "zod";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Field, Form } from "../../schema/form.ts";
import type { WorkflowRequest } from "../request.ts";
import { findFrameProblems, getMaxSeed, toProblemDetail } from "./frame-problems.ts";
import { MAX_JOBS, type BatchRequest } from "./request.ts";

type Values = Record<string, string | number | boolean>;

/** A job of a batch before it is checked. Its request is that of a job by itself. */
export interface PlannedJob {
  /** Null without frames. */
  frame: number | null;
  /** Index of its combination of the grid, from 0. */
  variant: number;
  request: z.output<typeof WorkflowRequest>;
}

/**
 * The jobs of a batch in the order in which they start: all variants of a frame, then the next frame.
 * @returns the jobs, or everything about frames, keyframes, grid and seeds that is wrong
 */
export function expand(request: BatchRequest, form: Form): { jobs: PlannedJob[] } | { problems: ProblemDetail[] } {
  const parsed = request.frames === undefined ? undefined : parseFrameRange(request.frames, { maxFrames: MAX_JOBS });
  if (parsed && "problem" in parsed) return { problems: [toProblemDetail(parsed.problem, "/frames")] };
  const range = parsed?.range;
  const grid = expandGrid(request.grid, { max: Math.max(1, Math.floor(MAX_JOBS / (range?.count ?? 1))) });
  if ("problem" in grid) return { problems: [toProblemDetail(grid.problem, "/grid")] };
  const seeds = form.fields.filter(({ purpose }) => purpose === "seed");
  const problems = findFrameProblems(request, form, seeds, range);
  if (problems.length > 0) return { problems };
  const frames = range ? orderFrames(range.frames, request.order) : [null];
  const { shot, workflow, lane, priority, labels } = request;
  const common = { shot, workflow, lane, priority, ...(labels ? { labels } : {}) };
  return {
    jobs: frames.flatMap((frame) => {
      const ofFrame = {
        ...request.parameters,
        ...(frame === null ? {} : evaluateKeyframes(request, form, frame)),
        ...chooseSeeds(request, seeds, frame, range),
      };
      const inputs = chooseInputs(request, frame);
      return grid.cells.map((cell, variant) => ({
        frame,
        variant,
        request: { ...common, parameters: { ...ofFrame, ...cell }, inputs },
      }));
    }),
  };
}

const evaluateKeyframes = ({ keyframes }: BatchRequest, form: Form, frame: number): Values =>
  Object.fromEntries(
    Object.entries(keyframes).map(([name, keyed]) => {
      const field = form.fields.find((one) => one.name === name);
      const value = evaluateKeys(keyed, frame);
      return [name, field && typeof value === "number" ? fitToField(field, value) : value];
    }),
  );

/** The nearest value that the field takes: whole numbers and multiples of its step. */
function fitToField(field: Field, value: number): number {
  if (field.type !== "integer") return value;
  const nearest = Math.round(value / field.step) * field.step;
  if (nearest > field.maximum) return nearest - field.step;
  return nearest < field.minimum ? nearest + field.step : nearest;
}

function chooseSeeds(
  { seed }: BatchRequest,
  seeds: readonly Field[],
  frame: number | null,
  range: FrameRange | undefined,
): Values {
  if (!seed) return {};
  const chosen = chooseSeed(seed, frame ?? 0, range?.first ?? 0, { max: getMaxSeed(seeds) });
  if ("problem" in chosen) throw new Error(chosen.problem.message);
  return Object.fromEntries(seeds.map(({ name }) => [name, chosen.seed]));
}

const chooseInputs = ({ inputs }: BatchRequest, frame: number | null): Record<string, string> =>
  Object.fromEntries(
    Object.entries(inputs).map(([name, given]) => [
      name,
      typeof given === "string" ? given : (given[String(frame)] ?? ""),
    ]),
  );
