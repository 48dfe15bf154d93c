import fc from "fast-check";
import { expect, test } from "vitest";
import { expandGrid } from "./grid.ts";

test("the last axis changes fastest", () => {
  expect(expandGrid({ cfg: [4, 7.5], sampler: ["euler", "dpmpp_2m"], tiled: [true] })).toEqual({
    cells: [
      { cfg: 4, sampler: "euler", tiled: true },
      { cfg: 4, sampler: "dpmpp_2m", tiled: true },
      { cfg: 7.5, sampler: "euler", tiled: true },
      { cfg: 7.5, sampler: "dpmpp_2m", tiled: true },
    ],
  });
  expect(expandGrid({})).toEqual({ cells: [{}] });
});

test("names of an object's own prototype are ordinary axes", () => {
  const axes = JSON.parse('{"__proto__": [1, 2], "constructor": ["a"]}') as Record<string, number[]>;
  const expanded = expandGrid(axes);
  expect("cells" in expanded && expanded.cells.map((cell) => Object.entries(cell))).toEqual([
    [
      ["__proto__", 1],
      ["constructor", "a"],
    ],
    [
      ["__proto__", 2],
      ["constructor", "a"],
    ],
  ]);
});

test("every combination comes once", () => {
  const axis = fc.uniqueArray(fc.oneof(fc.integer(), fc.string(), fc.boolean()), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(fc.dictionary(fc.string(), axis, { maxKeys: 4 }), (axes) => {
      const expanded = expandGrid(axes);
      if ("problem" in expanded) throw new Error(expanded.problem.message);
      const { cells } = expanded;
      expect(cells.length).toBe(Object.values(axes).reduce((product, values) => product * values.length, 1));
      expect(new Set(cells.map((cell) => JSON.stringify(cell))).size).toBe(cells.length);
      for (const cell of cells) for (const [name, value] of Object.entries(cell)) expect(axes[name]).toContain(value);
    }),
  );
});

test.each<[code: string, says: string, axes: Record<string, (string | number | boolean)[]>, max?: number]>([
  ["axis_empty", '"cfg" has no values', { seed: [1], cfg: [] }],
  ["axis_value_invalid", 'A value of "cfg" is not a finite number', { cfg: [NaN] }],
  ["axis_value_repeated", '"cfg" has the value "7" twice', { cfg: [7, "7", 7] }],
  ["grid_too_large", "3 × 4 = 12 combinations, more than 11", { a: [1, 2, 3], b: [1, 2, 3, 4] }, 11],
  [
    "grid_too_large",
    "10,000 × 10,000 × 10,000 = 1,000,000,000,000",
    Object.fromEntries(["a", "b", "c"].map((name) => [name, Array.from({ length: 10_000 }, (_, index) => index)])),
  ],
])("%s: %s", (code, says, axes, max) => {
  const expanded = expandGrid(axes, max === undefined ? {} : { max });
  const problem = "problem" in expanded ? expanded.problem : undefined;
  expect(problem?.code).toBe(code);
  expect(problem?.message).toContain(says);
});
