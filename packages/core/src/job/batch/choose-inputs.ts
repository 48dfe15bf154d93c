import { listWindowFrames, type FrameRange } from "@pegbar/frames";
import type { Form } from "../../schema/form.ts";
import type { JobInputs } from "../state/index.ts";
import { formatStepResult } from "../step-result.ts";
import type { Place } from "./place-steps.ts";
import type { StepRequest } from "./request.ts";
import { isStepReference } from "./step-problems.ts";

/** What a step gives for an input: one file, a file per frame, or a result of an earlier step. */
export type GivenInput = StepRequest["inputs"][string];

/**
 * The files of a job, and what stands for results that do not exist yet. An input that takes every frame of a window gets one
 * per frame, and for handles outside of the range the files of these frames or, without them, that of the nearest frame; one
 * that continues the window before gets its last frames.
 * @param range undefined without frames
 */
export const chooseInputs = (
  step: StepRequest,
  { window: options, outputs }: Form,
  place: Place,
  range: FrameRange | undefined,
): JobInputs =>
  Object.fromEntries(
    Object.entries(step.inputs).map(([name, given]) => {
      if (place.isContinued && name === options?.continueInput) {
        const output = options.continueOutput ?? outputs[0]?.name;
        return [name, choose({ step: step.name, output }, listNeededFrames(name, options, place), range)];
      }
      const frames = listNeededFrames(name, options, place);
      // A start picture for the first window of a chain, whatever the overlap.
      if (typeof given === "string" && name === options?.continueInput) return [name, given];
      return [name, choose(given, frames, range)];
    }),
  );

/** The frames of which an input takes a file: of each frame of a window, of those that continue, or of the job's frame. */
export function listNeededFrames(
  name: string,
  options: Form["window"],
  { frame, window }: Place,
): number | null | readonly number[] {
  if (!window || !options) return frame;
  if (options.frameInputs.includes(name)) return listWindowFrames(window);
  return name === options.continueInput ? listWindowFrames(window).slice(0, options.overlap) : frame;
}

function choose(
  given: GivenInput,
  frames: number | null | readonly number[],
  range: FrameRange | undefined,
): string | string[] {
  const chooseOne = (frame: number | null): string => {
    if (typeof given === "string") return given;
    const held = hold(frame, range);
    if (isStepReference(given))
      return formatStepResult({ step: given.step, output: given.output, frame: held ?? undefined });
    return given[String(frame)] ?? given[String(held)] ?? "";
  };
  return typeof frames === "number" || frames === null ? chooseOne(frames) : frames.map(chooseOne);
}

/** The nearest frame of the range: its ends are held for handles before and after it. */
const hold = (frame: number | null, range: FrameRange | undefined): number | null =>
  frame === null || !range ? null : Math.min(range.last, Math.max(range.first, frame));
