import fc from "fast-check";
import { expect, test } from "vitest";
import type { Graph } from "../graph.ts";
import { KnownValues } from "./known-values.ts";

const graph: Graph = {
  int: { class_type: "PrimitiveInt", inputs: { value: "1080" } },
  again: { class_type: "PrimitiveInt", inputs: { value: ["int", 0] } },
  float: { class_type: "PrimitiveFloat", inputs: { value: { __value__: 2.5 } } },
  text: { class_type: "PrimitiveStringMultiline", inputs: { value: "line {index}" } },
  combo: { class_type: "CustomCombo", inputs: { choice: "Latin", index: 3, option1: "Classic" } },
  half: { class_type: "ComfyMathExpression", inputs: { expression: "a / 2 + 0.5", "values.a": ["again", 0] } },
  convert: { class_type: "ComfyNumberConvert", inputs: { value: "7.9" } },
  off: { class_type: "PrimitiveBoolean", inputs: { value: false } },
  switch: { class_type: "ComfySwitchNode", inputs: { switch: ["off", 0], on_true: 1, on_false: ["combo", 1] } },
  wide: { class_type: "ResolutionSelector", inputs: { aspect_ratio: "16:9 (Widescreen)", megapixels: 1, multiple: 8 } },
  shown: { class_type: "PreviewAny", inputs: { source: ["combo", 1] } },
  replaced: { class_type: "StringReplace", inputs: { string: ["text", 0], find: "{index}", replace: ["shown", 0] } },
  joined: { class_type: "StringConcatenate", inputs: { string_a: "a", string_b: ["replaced", 0], delimiter: ", " } },
  size: { class_type: "GetImageSize", inputs: { image: ["picture", 0] } },
  picture: { class_type: "LoadImage", inputs: { image: "inp_1" } },
  sampled: { class_type: "KSampler", inputs: { steps: 20 } },
  fromSampled: { class_type: "PrimitiveInt", inputs: { value: ["sampled", 0] } },
  circle: { class_type: "PrimitiveInt", inputs: { value: ["circle", 0] } },
  empty: { class_type: "StringReplace", inputs: { string: "abc", find: "", replace: "-" } },
};

test.each([
  [5, 5],
  ["literal", "literal"],
  [["int", 0], 1080],
  [["again", 0], 1080],
  [["float", 0], 2.5],
  [["combo", 0], "Latin"],
  [["combo", 1], 3],
  [["half", 0], 540.5],
  [["half", 1], 540],
  [["half", 2], true],
  [["convert", 0], 7.9],
  [["switch", 0], 3],
  // As ComfyUI 0.33.0 computes it for one megapixel.
  [["wide", 0], 1368],
  [["wide", 1], 768],
  [["shown", 0], "3"],
  [["replaced", 0], "line 3"],
  [["joined", 0], "a, line 3"],
  [["size", 0], 800],
  [["size", 1], 600],
  [["size", 2], 2],
])("%j is %j", (input, value) => {
  const values = new KnownValues(graph, ([id]) =>
    id === "picture" ? { width: 800, height: 600, batch: 2 } : undefined,
  );
  expect(values.read(input)).toBe(value);
});

test.each([
  [null],
  [["missing", 0]],
  [["__proto__", 0]],
  [["sampled", 0]],
  [["fromSampled", 0]],
  [["circle", 0]],
  [["empty", 0]],
  [["size", 0]],
  [[1, 2]],
])("%j is not known", (input) => {
  expect(new KnownValues(graph).read(input)).toBeUndefined();
});

test("a graph with two links to each node before takes no longer than one with one", () => {
  const nodes = Array.from({ length: 60 }, (_, i): [string, Graph[string]] => [
    `n${i + 1}`,
    { class_type: "StringConcatenate", inputs: { string_a: [`n${i}`, 0], string_b: [`n${i}`, 0], delimiter: "" } },
  ]);
  const doubling: Graph = {
    n0: { class_type: "PrimitiveString", inputs: { value: "x" } },
    ...Object.fromEntries(nodes),
  };
  const values = new KnownValues(doubling);
  expect(values.read(["n10", 0])).toHaveLength(1024);
  // A text of 2^60 characters is not put together.
  expect(values.read(["n60", 0])).toBeUndefined();
});

test("never throws", () => {
  const classes = fc.constantFrom(...new Set(Object.values(graph).map((node) => node.class_type)), "constructor");
  const names = [
    "value",
    "expression",
    "values.a",
    "switch",
    "on_true",
    "on_false",
    "source",
    "string",
    "find",
    "image",
  ];
  const value = fc.oneof(
    fc.tuple(fc.constantFrom("0", "1", "2"), fc.integer({ min: -1, max: 3 })),
    fc.jsonValue({ maxDepth: 1 }),
    fc.constantFrom("a +", "min()", "(((", "__proto__"),
  );
  const node = fc.record({ class_type: classes, inputs: fc.dictionary(fc.constantFrom(...names), value) });
  fc.assert(
    fc.property(fc.dictionary(fc.constantFrom("0", "1", "2"), node), (made) => {
      const values = new KnownValues(made);
      for (const id of ["0", "1", "2"])
        for (const output of [0, 1, 2])
          expect(["undefined", "number", "string", "boolean"]).toContain(typeof values.read([id, output]));
    }),
  );
});
