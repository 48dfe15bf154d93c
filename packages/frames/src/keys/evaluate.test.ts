import fc from "fast-check";
import { expect, test } from "vitest";
import { evaluateKeys } from "./evaluate.ts";
import type { Interpolation, KeyedValue, KeyValue } from "./keyed-value.ts";

const keyed = (interpolation: Interpolation, ...keys: [frame: number, value: KeyValue][]): KeyedValue => ({
  interpolation,
  keys: keys.map(([frame, value]) => ({ frame, value })),
});
const evaluateAt = (value: KeyedValue, frames: number[], options?: { integer: boolean }) =>
  frames.map((frame) => evaluateKeys(value, frame, options));

test("holds, changes at constant speed, or eases", () => {
  const frames = [0, 10, 15, 20, 25, 30, 99];
  expect(evaluateAt(keyed("hold", [10, 0], [30, 100]), frames)).toEqual([0, 0, 0, 0, 0, 100, 100]);
  expect(evaluateAt(keyed("linear", [10, 0], [30, 100]), frames)).toEqual([0, 0, 25, 50, 75, 100, 100]);
  expect(evaluateAt(keyed("ease", [10, 0], [30, 100]), frames)).toEqual([0, 0, 15.625, 50, 84.375, 100, 100]);
});

test("prompts change at absolute frames, booleans too", () => {
  const prompt = keyed("hold", [1, "dawn"], [25, "noon"], [49, "dusk"]);
  expect(evaluateAt(prompt, [-5, 1, 24, 25, 48, 49, 500])).toEqual([
    "dawn",
    "dawn",
    "dawn",
    "noon",
    "noon",
    "dusk",
    "dusk",
  ]);
  expect(evaluateAt(keyed("hold", [1, false], [5, true]), [4, 5])).toEqual([false, true]);
});

test("integers are rounded, halves up, and never to −0", () => {
  const value = keyed("linear", [0, -1], [4, 1]);
  expect(evaluateAt(value, [0, 1, 2, 3, 4], { integer: true })).toEqual([-1, 0, 0, 1, 1]);
  expect(evaluateAt(keyed("hold", [0, "text"]), [0], { integer: true })).toEqual(["text"]);
});

test("large numbers do not overflow", () => {
  const value = keyed("linear", [0, -Number.MAX_VALUE], [2, Number.MAX_VALUE]);
  expect(evaluateKeys(value, 1)).toBe(0);
});

test("ease starts and stops at rest, and is the Bezier curve of flat handles with a third of the distance", () => {
  const value = keyed("ease", [0, 0], [3_000, 1]);
  expect(evaluateKeys(value, 1)).toBeLessThan(1e-6);
  expect(1 - Number(evaluateKeys(value, 2_999))).toBeLessThan(1e-6);
  for (let frame = 0; frame <= 3_000; frame += 100) {
    const t = frame / 3_000;
    const bezier = 3 * (1 - t) * t ** 2 + t ** 3;
    expect(evaluateKeys(value, frame)).toBeCloseTo(bezier, 12);
  }
});

const numbers = fc
  .uniqueArray(fc.tuple(fc.integer({ min: -100, max: 100 }), fc.double({ noNaN: true, noDefaultInfinity: true })), {
    selector: ([frame]) => frame,
    minLength: 1,
    maxLength: 8,
  })
  .map((keys) => keys.sort(([a], [b]) => a - b));

test("keys are met exactly, and values between two keys stay between theirs", () => {
  fc.assert(
    fc.property(numbers, fc.constantFrom<Interpolation>("hold", "linear", "ease"), (keys, interpolation) => {
      const value = keyed(interpolation, ...keys);
      for (const [frame, own] of keys) expect(evaluateKeys(value, frame)).toBe(own);
      for (const [index, [frame, from]] of keys.entries()) {
        const [nextFrame, to] = keys[index + 1] ?? [frame + 5, from];
        for (let between = frame; between < nextFrame; between++) {
          const found = Number(evaluateKeys(value, between));
          expect(found >= Math.min(from, to) && found <= Math.max(from, to), `frame ${between}: ${found}`).toBe(true);
        }
      }
    }),
  );
});

test("no keys are an error", () => {
  expect(() => evaluateKeys({ interpolation: "hold", keys: [] }, 1)).toThrow("Add one");
});
