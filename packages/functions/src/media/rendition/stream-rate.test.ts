import { expect, test } from "vitest";
import { setStreamRate } from "./stream-rate.ts";

/** avcC box of @napi-rs/webcodecs 1.3.1 for 1920 × 1080 at a framerate of 23.976: its stream says 46 / 2. */
const described = Uint8Array.from([
  1, 100, 0, 40, 255, 225, 0, 24, 103, 100, 0, 40, 172, 180, 3, 192, 17, 63, 44, 32, 0, 0, 3, 0, 32, 0, 0, 5, 209, 227,
  6, 84, 1, 0, 4, 104, 239, 60, 176,
]);

const toBits = (values: readonly number[], width: number) =>
  values.map((value) => value.toString(2).padStart(width, "0")).join("");
/** Bits of the sequence parameter set in an avcC box, without the bytes that keep start codes out of it. */
function readSet(box: Uint8Array): string {
  const set = Buffer.from(box.subarray(8, 8 + ((box[6] ?? 0) << 8) + (box[7] ?? 0)));
  return toBits([...Buffer.from(set.toString("latin1").replaceAll("\0\0\u0003", "\0\0"), "latin1")], 8);
}

test.each([
  [24_000, 1001],
  [25, 1],
  [120_000, 1001],
])("the exact rate %i/%i replaces the whole one, and nothing else changes", (numerator, denominator) => {
  const exact = setStreamRate(described, 23, { numerator, denominator });
  const [before, after] = [readSet(described), readSet(exact)];
  expect(after).toBe(before.replace(toBits([1, 46], 32), toBits([denominator, 2 * numerator], 32)));
  expect(after).not.toBe(before);
  expect([...exact.subarray(0, 6)]).toEqual([...described.subarray(0, 6)]);
  expect([...exact.subarray(-7)]).toEqual([...described.subarray(-7)]);
});

test("a stream that says another rate is refused, so that no wrong one is delivered", () => {
  expect(() => setStreamRate(described, 24, { numerator: 24, denominator: 1 })).toThrow(
    "does not say 24 frames per second",
  );
});
