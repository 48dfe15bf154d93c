import fc from "fast-check";
import { expect, test } from "vitest";
import { describeSheet } from "./sheet.ts";
import { layOutSheet, MAX_CELLS } from "./sheet-layout.ts";

test("a sheet of any version has a bounded size, and a place for each picture that it shows", () => {
  const side = fc.integer({ min: 1, max: 16_384 });
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 10_000 }), side, side, (count, width, height) => {
      const sheet = layOutSheet(count, { width, height });
      const cells = Math.ceil(count / sheet.every);
      expect(cells).toBeLessThanOrEqual(MAX_CELLS);
      expect(sheet.width * sheet.height).toBeLessThan(60e6);
      expect(sheet.gap + sheet.columns * (sheet.cell.width + sheet.gap)).toBeLessThanOrEqual(sheet.width);
      expect(sheet.top + Math.ceil(cells / sheet.columns) * sheet.rowHeight).toBeLessThanOrEqual(sheet.height);
      expect(sheet.rowHeight).toBeGreaterThan(sheet.cell.height + sheet.labelSize);
    }),
    { numRuns: 500 },
  );
});

test("a short version has all pictures, in about the shape of a screen", () => {
  const sheet = layOutSheet(48, { width: 1920, height: 1080 });
  expect(sheet).toMatchObject({ every: 1, columns: 7 });
  expect(sheet.width / sheet.height).toBeGreaterThan(1.4);
  expect(sheet.width / sheet.height).toBeLessThan(2.2);
});

test("a long version says how many of its pictures are shown", () => {
  const frames = Array.from({ length: 1000 }, (_, index) => ({ frame: 1001 + index, hold: 1, source: null }));
  const sheet = layOutSheet(frames.length, { width: 1920, height: 1080 });
  expect(sheet.every).toBe(5);
  expect(describeSheet(frames, sheet)).toBe("frames 1001 to 2000, 1 of every 5 of 1000 pictures");
  expect(describeSheet(frames.slice(0, 1), { every: 1 })).toBe("frame 1001, 1 picture");
});
