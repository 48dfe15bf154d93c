import { expect, test } from "vitest";
import { findKeysProblem } from "./find-problem.ts";
import type { Interpolation, KeyValue } from "./keyed-value.ts";

type Case = [code: string | undefined, says: string, Interpolation, ...keys: [frame: number, value: KeyValue][]];

test.each<Case>([
  [undefined, "", "linear", [-10, 1], [5, 2.5]],
  [undefined, "", "hold", [1, "dawn"], [25, "noon"]],
  ["keys_empty", "Add a key", "linear"],
  ["key_frame_invalid", "A key is at frame 1.5", "linear", [1.5, 1]],
  ["key_frame_invalid", "1000000000", "linear", [1_000_000_000, 1]],
  ["keys_not_ascending", "Two keys are at frame 5", "linear", [5, 1], [5, 2]],
  ["keys_not_ascending", "The key at frame 4 comes after the key at frame 5", "linear", [5, 1], [4, 2]],
  ["key_value_invalid", "not a finite number", "linear", [1, Infinity]],
  ["key_types_differ", "frame 2 is text, and that at frame 1 is a number", "hold", [1, 1], [2, "a"]],
  ["key_needs_hold", 'at frame 1, "dawn", cannot change gradually', "linear", [1, "dawn"], [2, "noon"]],
  ["key_needs_hold", 'Choose the interpolation "hold"', "ease", [1, true]],
  ["too_many_keys", "10,001 keys", "hold", ...Array.from({ length: 10_001 }, (_, at): [number, number] => [at, at])],
])("%s: %s", (code, says, interpolation, ...keys) => {
  const problem = findKeysProblem({ interpolation, keys: keys.map(([frame, value]) => ({ frame, value })) });
  expect(problem?.code).toBe(code);
  expect(`${problem?.message} ${problem?.remedy}`).toContain(problem ? says : "");
});
