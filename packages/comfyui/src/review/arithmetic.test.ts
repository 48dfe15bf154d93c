import { expect, test } from "vitest";
import { explainSlowExpression } from "./arithmetic.ts";

test.each([
  "",
  "a + b",
  "(a * 2) / 3 - round(b, 2)",
  "a ** 2 + a ** -0.5",
  "min(a, b) if a > b else max(values)",
  "values[0] // 8 * 8",
  "round((a + b) / 2)",
  ".5 * a + 1.",
  "not (a == 1 and b != 2)",
])("accepts %j", (text) => {
  expect(explainSlowExpression(text)).toBeUndefined();
});

test.each([
  ["a.real", /method or reads an attribute/],
  ["values .index(a)", /method or reads an attribute/],
  ["(1).real", /method or reads an attribute/],
  ["1. real", /method or reads an attribute/],
  ["'a'", /characters other than/],
  ["a{b}", /characters other than/],
  ["ａ", /characters other than/],
  ["pow(a, 2)", /uses pow/],
  ["a ** b", /exponent/],
  ["a ** (2)", /exponent/],
  ["a ** 65", /exponent/],
  ["a ** 1.2.3", /exponent/],
  ["round(a, b)", /computed number of decimals/],
  ["round(max(a, b), -2)", /computed number of decimals/],
  ["123456789012345678901", /more than 20 digits/],
  ["1_2345678901234567890_1", /more than 20 digits/],
])("refuses %j", (text, reason) => {
  expect(explainSlowExpression(text)).toMatch(reason);
});
