import { expect, test } from "vitest";
import { parseFrameRate } from "./parse-frame-rate.ts";

test("reads whole rates and fractions", () => {
  expect(["24", "25/1", "24000/1001"].map(parseFrameRate)).toEqual([24, 25, 24_000 / 1001]);
});
