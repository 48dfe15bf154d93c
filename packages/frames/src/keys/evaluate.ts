import type { KeyedValue, KeyValue } from "./keyed-value.ts";

/**
 * Returns the value at a frame. Before the first key and after the last one it holds; at a key it is exactly the key's
 * value, except for rounding.
 *
 * @param keyed has no problem that `findKeysProblem` finds
 * @param integer whether numbers are rounded to the nearest integer, halves up
 */
export function evaluateKeys(
  { keys, interpolation }: KeyedValue,
  frame: number,
  { integer = false }: { integer?: boolean } = {},
): KeyValue {
  const [first] = keys;
  if (!first) throw new RangeError("There are no keys. Add one.");
  const next = findNext(keys, frame);
  const after = keys[next];
  const before = keys[next - 1] ?? first;
  const value =
    after && typeof before.value === "number" && typeof after.value === "number" && frame > before.frame
      ? interpolate(interpolation, before.value, after.value, (frame - before.frame) / (after.frame - before.frame))
      : before.value;
  // Adding 0 turns −0 into 0.
  return integer && typeof value === "number" ? Math.round(value) + 0 : value;
}

/** Index of the first key after a frame, by binary search. */
function findNext(keys: KeyedValue["keys"], frame: number): number {
  let [low, high] = [0, keys.length];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle]?.frame ?? 0) > frame) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** @param t from 0 to 1 */
function interpolate(interpolation: KeyedValue["interpolation"], from: number, to: number, t: number): number {
  if (interpolation === "hold" || from === to) return from;
  const part = interpolation === "ease" ? t * t * (3 - 2 * t) : t;
  // A difference of two large numbers could overflow; a sum of parts cannot, but may miss the ends by a rounding error.
  const value = from * (1 - part) + to * part;
  return Math.min(Math.max(value, Math.min(from, to)), Math.max(from, to));
}
