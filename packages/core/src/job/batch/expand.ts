import {
  chooseSeed,
  evaluateKeys,
  expandGrid,
  parseFrameRange,
  type FrameRange,
  type FrameWindow,
} from "@pegbar/frames";
import type { ProblemDetail } from "../../platform/error/index.ts";
import type { Field, Form } from "../../schema/form.ts";
import type { FilledRequest } from "../request.ts";
import { findFrameProblems, getMaxSeed, toProblemDetail } from "./frame-problems.ts";
import { listSteps, MAX_JOBS, type BatchRequest, type StepRequest } from "./request.ts";
import { chooseInputs } from "./choose-inputs.ts";
import { placeSteps } from "./place-steps.ts";
import { findStepProblems } from "./step-problems.ts";

type Values = Record<string, string | number | boolean>;

/** A job of a batch before it is checked. Its request is that of a job by itself. */
export interface PlannedJob {
  /** Index of its step, from 0. */
  step: number;
  /** Null without frames. Of a window, the first frame that is kept. */
  frame: number | null;
  /** The frames that it renders at once; null if it renders one. */
  window: FrameWindow | null;
  /** Index of its combination of the grid, from 0. */
  variant: number;
  request: FilledRequest;
}

/**
 * The jobs of a batch, step by step, in the order in which they start: all variants of a frame or window, then the next one.
 * @param forms of the steps' workflows, in the order of the steps
 * @returns the jobs, or everything about frames, keyframes, grid, seeds and steps that is wrong
 */
export function expand(
  request: BatchRequest,
  forms: readonly Form[],
): { jobs: PlannedJob[] } | { problems: ProblemDetail[] } {
  const parsed = request.frames === undefined ? undefined : parseFrameRange(request.frames, { maxFrames: MAX_JOBS });
  if (parsed && "problem" in parsed) return { problems: [toProblemDetail(parsed.problem, "/frames")] };
  const range = parsed?.range;
  const steps = listSteps(request);
  const max = Math.max(1, Math.floor(MAX_JOBS / ((range?.count ?? 1) * steps.length)));
  const grid = expandGrid(request.grid, { max });
  if ("problem" in grid) return { problems: [toProblemDetail(grid.problem, "/grid")] };
  const count = (range?.count ?? 1) * steps.length;
  if (count > MAX_JOBS) return { problems: [createTooManyProblem(count)] };
  const problems = [
    ...findStepProblems(steps, forms),
    ...steps.flatMap((step, index) => {
      const form = forms[index];
      if (!form) throw new Error(`no form for the step ${step.name}`);
      const prefix = index === 0 ? "" : `/steps/${index - 1}`;
      return findFrameProblems(step, form, listSeeds(form), range).map((problem) => ({
        ...problem,
        pointer: `${prefix}${problem.pointer ?? ""}`,
      }));
    }),
  ];
  if (problems.length > 0) return { problems };
  const places = placeSteps(forms, range, request.order);
  if ("problems" in places) return places;
  const { shot, lane, priority, labels } = request;
  const common = { shot, lane, priority, ...(labels ? { labels } : {}) };
  return {
    jobs: steps.flatMap((step, index) => {
      const form = forms[index];
      if (!form) return [];
      return (places.steps[index] ?? []).flatMap((place) => {
        const { frame, window } = place;
        const { lengthField } = form.window ?? {};
        const parameters = {
          ...step.parameters,
          ...(frame === null ? {} : evaluateKeyframes(step, form, frame)),
          ...chooseSeeds(step, listSeeds(form), frame, range),
          ...(window && lengthField !== undefined ? { [lengthField]: window.length } : {}),
        };
        const inputs = chooseInputs(step, form, place, range);
        return grid.cells.map((cell, variant) => ({
          step: index,
          frame,
          window,
          variant,
          request: {
            ...common,
            workflow: step.workflow,
            parameters: index === 0 ? { ...parameters, ...cell } : parameters,
            inputs,
            ...(window ? { window } : {}),
          },
        }));
      });
    }),
  };
}

const createTooManyProblem = (count: number): ProblemDetail => ({
  code: "too_many_jobs",
  message: `The batch has ${count} jobs, and a batch can have ${MAX_JOBS}`,
  remedy: "Choose fewer frames, or submit several batches.",
  pointer: "/frames",
});

const listSeeds = (form: Form): Field[] => form.fields.filter(({ purpose }) => purpose === "seed");

const evaluateKeyframes = ({ keyframes }: StepRequest, form: Form, frame: number): Values =>
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
  { seed }: StepRequest,
  seeds: readonly Field[],
  frame: number | null,
  range: FrameRange | undefined,
): Values {
  if (!seed) return {};
  const chosen = chooseSeed(seed, frame ?? 0, range?.first ?? 0, { max: getMaxSeed(seeds) });
  if ("problem" in chosen) throw new Error(chosen.problem.message);
  return Object.fromEntries(seeds.map(({ name }) => [name, chosen.seed]));
}
