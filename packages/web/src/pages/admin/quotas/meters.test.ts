import { expect, test } from "vitest";
import { meters, read, written } from "./meters.ts";

const [dollars, hours, running, , storage] = meters;
if (!dollars || !hours || !running || !storage) throw new Error("a meter is missing");

test("limits are typed in the units that people use, and come back as they were typed", () => {
  expect(read(hours, "1.5")).toEqual({ limit: 5400 });
  expect(read(storage, "0.2")).toEqual({ limit: 200_000_000 });
  expect(read(dollars, " 12.5 ")).toEqual({ limit: 12.5 });
  expect(read(dollars, "")).toEqual({ limit: null });
  for (const [meter, text] of [
    [hours, "1.5"],
    [hours, "0.1"],
    [storage, "0.2"],
    [dollars, "12.5"],
  ] as const) {
    const found = read(meter, text);
    expect(written(meter, "limit" in found ? found.limit : null)).toBe(text);
  }
  expect(written(dollars, null)).toBe("");
  // In no more digits than say it.
  expect(written(hours, 2_000_000)).toBe("555.5556");
});

test.each([
  [dollars, "12,50"],
  [dollars, "-1"],
  [dollars, "1e3"],
  [running, "1.5"],
])("what is no such number is not read", (meter, text) => {
  expect(read(meter, text)).toHaveProperty("problem");
});
