import { expect, test } from "vitest";
import { parseShots } from "./parse-shots.ts";

test("parses single shots, ranges and frames", () => {
  expect(parseShots("sq010/sh010\n\n sq010/sh020 1001-1048 \nsq020/sh008..sh012/2 1-10\nsq030")).toEqual({
    problem: undefined,
    shots: 5,
    sequences: [
      { code: "sq010", shots: [{ code: "sh010" }, { code: "sh020", frameIn: 1001, frameOut: 1048 }] },
      {
        code: "sq020",
        shots: ["sh008", "sh010", "sh012"].map((code) => ({ code, frameIn: 1, frameOut: 10 })),
      },
      { code: "sq030", shots: [] },
    ],
  });
});

test.each([
  ["sq010/sh010\nsq 010/sh020", /^Line 2: “sq 010\/sh020” isn’t valid/],
  ["sq010/sh010 1048-1001", /before the first/],
  ["sq010/sh010..sx020", /only in their last number/],
  ["sq010/sh020..sh010", /in steps of 1\./],
  ["sq010/sh1..sh2/0", /in steps of 0\./],
  ["sq010/sh1..sh99999", /Add at most 2000/],
  ["sq010/sh1..sh1500\nsq020/sh1..sh1500", /^3000 shots are too many/],
  [`sq010/${"x".repeat(33)}`, /isn’t a valid code/],
  ["sq010/sh.10", /isn’t valid/],
])("%j is rejected with the reason", (text, problem) => {
  expect(parseShots(text).error).toMatch(problem);
  expect(parseShots(text).sequences).toEqual([]);
});
