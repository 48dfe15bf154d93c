import { expect, test } from "vitest";
import { readShots } from "./shots.ts";

test("a list as people write it: one by one, in rows, with frames", () => {
  expect(readShots("sq010/sh010\n\n sq010/sh020 1001-1048 \nsq020/sh008..sh012/2 1-10\nsq030")).toEqual({
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
  ["sq010/sh010\nsq 010/sh020", /^Line 2: write it like/],
  ["sq010/sh010 1048-1001", /before the first/],
  ["sq010/sh010..sx020", /last number alone/],
  ["sq010/sh020..sh010", /no way in steps of 1/],
  ["sq010/sh1..sh2/0", /no way in steps of 0/],
  ["sq010/sh1..sh99999", /at most 2000/],
  ["sq010/sh1..sh1500\nsq020/sh1..sh1500", /^3000 shots at once/],
  [`sq010/${"x".repeat(33)}`, /is no code/],
  ["sq010/sh.10", /write it like/],
])("%j is not read, and it says where and why", (text, problem) => {
  expect(readShots(text).problem).toMatch(problem);
  expect(readShots(text).sequences).toEqual([]);
});
