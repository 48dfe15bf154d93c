import { expect, test } from "vitest";
import { parseByteRange } from "./byte-range.ts";

const part = (start: number, end: number) => ({
  result: "part",
  start,
  end,
  contentRange: `bytes ${start}-${end - 1}/100`,
});

test.each([
  ["bytes=0-9", part(0, 10)],
  ["bytes=90-", part(90, 100)],
  ["bytes=90-500", part(90, 100)],
  ["bytes=-10", part(90, 100)],
  ["bytes=-500", part(0, 100)],
  ["BYTES=5-5", part(5, 6)],
  // As aiohttp answers it; RFC 9110 calls it unsatisfiable.
  ["bytes=-0", part(0, 100)],
])("reads %s", (header, expected) => {
  expect(parseByteRange(header, 100)).toEqual(expected);
});

test.each(["bytes=100-", "bytes=9-5", "bytes=-", "bytes=0-1,5-6", "items=0-1", "0-1", "bytes=a-b", ""])(
  "refuses %j",
  (header) => {
    expect(parseByteRange(header, 100)).toEqual({ result: "unsatisfiable", contentRange: "bytes */100" });
  },
);

test("an absent header asks for the whole file, and an empty file has no ranges", () => {
  expect(parseByteRange(undefined, 100)).toEqual({ result: "whole" });
  expect(parseByteRange("bytes=0-", 0)).toEqual({ result: "unsatisfiable", contentRange: "bytes */0" });
});
