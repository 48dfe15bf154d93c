import { expect, test } from "vitest";
import { evaluateExpression } from "./expression.ts";

const names = new Map([
  ["a", 1080],
  ["b", 2.5],
  ["c", 3],
]);

// Expressions of ComfyUI's templates (comfyui-workflow-templates 0.11.44) and others. Values from Python 3.11 with simpleeval 1.0
// and the functions of ComfyUI 0.33.0.
test.each([
  ["a > 2048", 0],
  ["floor(a/32)*32", 1056],
  ["max(((a + 15) // 16) * 16, 256)", 1088],
  ["a & -8", 1080],
  ["(a + 5) & ~1", 1084],
  ["a/2", 540],
  ["min(abs(b), 16) * a", 2700],
  ["max(5, round(a * 24)) + (5 - (max(5, round(a * 24)) % 17)) % 17", 25_930],
  ["ceil(a / (81 - 5))", 15],
  ["(b - c) * (a - 1)", -539.5],
  ["floor (a * b + 1)", 2701],
  ["max(4, (int(a) // 16) * 16)", 1072],
  ["-b // 2", -2],
  ["-7 % 3", 2],
  ["7 % -3", -2],
  ["a & 12 == 4", 0],
  ["1 + 2 << 3", 24],
  ["2 ** 3 ** 2", 512],
  ["round(2.5) + round(3.5) + round(-2.5)", 4],
  ["sum(a, b, c)", 1085.5],
  ["int(-2.7)", -2],
  ["~5 | 2 ^ 7", -1],
])("%s is %d", (text, value) => {
  expect(evaluateExpression(text, names)).toBeCloseTo(value, 9);
});

test.each([
  "",
  "d",
  "a +",
  "a b",
  "a / 0",
  "a % 0",
  "1 < 2 < 3",
  "-2 ** 2",
  "a if b else c",
  "a and b",
  "values",
  "sum(values)",
  "round(a, 2)",
  "a.b",
  "a[0]",
  "'a'",
  "constructor",
  "constructor(a)",
  "b & 1",
  "2 ** 5000",
  "true",
  "a = 1",
])("%j has no known value", (text) => {
  expect(evaluateExpression(text, names)).toBeUndefined();
});
