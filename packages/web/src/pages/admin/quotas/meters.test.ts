import { expect, test } from "vitest";
import { meters, parseLimitInput, formatLimitInput } from "./meters.ts";

const [dollars, hours, running, , storage] = meters;
if (!dollars || !hours || !running || !storage) throw new Error("a meter is missing");

test("a limit that is parsed and formatted again keeps its text", () => {
  expect(parseLimitInput(hours, "1.5")).toEqual({ limit: 5400 });
  expect(parseLimitInput(storage, "0.2")).toEqual({ limit: 200_000_000 });
  expect(parseLimitInput(dollars, " 12.5 ")).toEqual({ limit: 12.5 });
  expect(parseLimitInput(dollars, "")).toEqual({ limit: null });
  for (const [meter, text] of [
    [hours, "1.5"],
    [hours, "0.1"],
    [storage, "0.2"],
    [dollars, "12.5"],
  ] as const) {
    const found = parseLimitInput(meter, text);
    expect(formatLimitInput(meter, "limit" in found ? found.limit : null)).toBe(text);
  }
  expect(formatLimitInput(dollars, null)).toBe("");
  // No more digits than needed.
  expect(formatLimitInput(hours, 2_000_000)).toBe("555.5556");
});

test.each([
  [dollars, "12,50"],
  [dollars, "-1"],
  [dollars, "1e3"],
  [running, "1.5"],
])("rejects text that is not a valid limit", (meter, text) => {
  expect(parseLimitInput(meter, text)).toHaveProperty("error");
});
