import { formatCount, quoteText, type FrameProblem } from "../problem.ts";
import { MAX_FRAME_NUMBER } from "../frame-number.ts";
import type { Key, KeyedValue } from "./keyed-value.ts";

/** Maximum number of keys of a parameter. */
export const MAX_KEYS = 10_000;

/** Finds the first reason for which keys cannot be evaluated. */
export function findKeysProblem({ interpolation, keys }: KeyedValue): FrameProblem | undefined {
  if (keys.length > MAX_KEYS)
    return {
      code: "too_many_keys",
      message: `The parameter has ${formatCount(keys.length)} keys, more than ${formatCount(MAX_KEYS)}.`,
      remedy: "Remove keys that interpolation can replace.",
    };
  const [first] = keys;
  if (!first)
    return {
      code: "keys_empty",
      message: "The parameter is keyed, but has no keys.",
      remedy: "Add a key, or enter one value for all frames.",
    };
  for (const [index, key] of keys.entries()) {
    const problem = findKeyProblem(key, keys[index - 1], first, interpolation);
    if (problem) return problem;
  }
  return undefined;
}

function findKeyProblem(
  { frame, value }: Key,
  before: Key | undefined,
  first: Key,
  interpolation: KeyedValue["interpolation"],
): FrameProblem | undefined {
  if (!Number.isInteger(frame) || Math.abs(frame) > MAX_FRAME_NUMBER)
    return {
      code: "key_frame_invalid",
      message: `A key is at frame ${frame}.`,
      remedy: `Use whole frame numbers from -${MAX_FRAME_NUMBER} to ${MAX_FRAME_NUMBER}.`,
    };
  if (before && before.frame >= frame)
    return {
      code: "keys_not_ascending",
      message:
        before.frame === frame
          ? `Two keys are at frame ${frame}.`
          : `The key at frame ${frame} comes after the key at frame ${before.frame}.`,
      remedy: before.frame === frame ? "Remove one of them." : "Sort keys by their frame.",
    };
  if (typeof value === "number" && !Number.isFinite(value))
    return {
      code: "key_value_invalid",
      message: `The value at frame ${frame} is not a finite number.`,
      remedy: "Enter a number.",
    };
  if (typeof value !== typeof first.value)
    return {
      code: "key_types_differ",
      message: `The value at frame ${frame} is ${nameType(value)}, and that at frame ${first.frame} is ${nameType(first.value)}.`,
      remedy: "Use values of one type.",
    };
  if (typeof value !== "number" && interpolation !== "hold")
    return {
      code: "key_needs_hold",
      message: `The value at frame ${frame}, ${quoteText(String(value))}, cannot change gradually.`,
      remedy: 'Choose the interpolation "hold". Only numbers can be linear or eased.',
    };
  return undefined;
}

const nameType = (value: Key["value"]): string =>
  ({ number: "a number", string: "text", boolean: "true or false" })[typeof value as "number" | "string" | "boolean"];
