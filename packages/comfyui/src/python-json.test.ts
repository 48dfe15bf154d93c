import { expect, test } from "vitest";
import { parseExactJson, parsePythonJson } from "./python-json.ts";

test("keeps integers that a number cannot hold as text", () => {
  const text =
    '{"seed": 18446744073709551615, "least": -9223372036854775808, "safe": 9007199254740991, "over": 9007199254740992}';
  expect(parseExactJson(text)).toEqual({
    seed: "18446744073709551615",
    least: "-9223372036854775808",
    safe: 9_007_199_254_740_991,
    over: "9007199254740992",
  });
});

test("keeps numbers as numbers unless asked for digits", () => {
  expect(parsePythonJson('{"max": 18446744073709551615}')).toEqual({ max: 2 ** 64 });
});

test("reads NaN and Infinity as null", () => {
  expect(parsePythonJson('{"a": NaN, "b": [-Infinity, Infinity], "c": 1e999}')).toEqual({
    a: null,
    b: [null, null],
    c: Infinity,
  });
});

test("does not change texts, fractions and exponents", () => {
  const text = '{"NaN": "NaN \\" 18446744073709551615", "x": 0.12345678901234567890, "y": 1.5e16, "z": "\\\\"}';
  expect(parseExactJson(text)).toEqual({
    NaN: 'NaN " 18446744073709551615',
    x: 0.123_456_789_012_345_68,
    y: 1.5e16,
    z: "\\",
  });
});

test("refuses what is not JSON", () => {
  expect(() => parsePythonJson("{NaN}")).toThrow(SyntaxError);
  expect(() => parseExactJson("[1234567890123456789x]")).toThrow(SyntaxError);
  expect(() => parsePythonJson('["open NaN')).toThrow(SyntaxError);
});
