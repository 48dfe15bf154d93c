import { expect, test } from "vitest";
import { paceOf } from "./pace.ts";

const november = { month: "2026-11", renewsAt: "2026-12-01T00:00:00.000Z" };
const at = (text: string) => Date.parse(text);

test("half a month gone: it ends at twice the use, and a limit between is reached on the way", () => {
  const pace = paceOf(november, at("2026-11-16T00:00:00Z"));
  expect(pace.projected(50)).toBe(100);
  expect(pace.fullAt(50, 60)).toBe(at("2026-11-19T00:00:00Z"));
  expect(pace.fullAt(50, 100)).toBeUndefined();
  expect(pace.fullAt(0, 10)).toBeUndefined();
});

test("the first day says nothing, and a month that is over is what it was", () => {
  expect(paceOf(november, at("2026-11-01T20:00:00Z")).projected(5)).toBeUndefined();
  expect(paceOf(november, at("2026-12-01T00:00:00Z")).projected(5)).toBe(5);
});
