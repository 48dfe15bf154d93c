import { afterEach, expect, it } from "vitest";
import { formatBytes, formatTime } from "./output.ts";

const { TZ } = process.env;
afterEach(() => {
  if (TZ === undefined) delete process.env["TZ"];
  else process.env["TZ"] = TZ;
});

it.each([
  ["UTC", "2026-11-23 20:45 UTC"],
  ["Europe/Paris", "2026-11-23 21:45 +01:00"],
  ["Asia/Kolkata", "2026-11-24 02:15 +05:30"],
  ["America/St_Johns", "2026-11-23 17:15 -03:30"],
])("prints a time in %s with its offset", (zone, printed) => {
  process.env["TZ"] = zone;
  expect(formatTime("2026-11-23T20:45:04.830Z")).toBe(printed);
});

it("prints a dash for no time, and bytes in powers of 1024", () => {
  expect(formatTime(null)).toBe("–");
  expect([0, 1023, 1024, 1_572_864].map(formatBytes)).toEqual(["0 B", "1023 B", "1.0 KiB", "1.5 MiB"]);
});
