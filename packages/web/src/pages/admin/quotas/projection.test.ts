import { expect, test } from "vitest";
import { createProjection } from "./projection.ts";

const november = { month: "2026-11", renewsAt: "2026-12-01T00:00:00.000Z" };
const at = (text: string) => Date.parse(text);

test("after half a month, the projection is twice the usage, and a limit in between has a date", () => {
  const pace = createProjection(november, at("2026-11-16T00:00:00Z"));
  expect(pace.projectMonthEnd(50)).toBe(100);
  expect(pace.findFullTime(50, 60)).toBe(at("2026-11-19T00:00:00Z"));
  expect(pace.findFullTime(50, 100)).toBeUndefined();
  expect(pace.findFullTime(0, 10)).toBeUndefined();
});

test("the first day has no projection, and a past month has its actual usage", () => {
  expect(createProjection(november, at("2026-11-01T20:00:00Z")).projectMonthEnd(5)).toBeUndefined();
  expect(createProjection(november, at("2026-12-01T00:00:00Z")).projectMonthEnd(5)).toBe(5);
});
