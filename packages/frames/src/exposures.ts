/** Pictures at a constant distance, each of which is shown until the next one: on ones, twos, threes. */
export interface Exposure {
  /** Frame of the first picture. */
  first: number;
  /** Frames from one picture to the next, during which it is shown. */
  hold: number;
  /** Number of pictures. */
  count: number;
}

/**
 * Divides the pictures of a shot into runs with a constant distance, without gaps between them: a picture is shown until the
 * next one. The last picture is shown as long as the one before it, a single one for one frame.
 * @param frames frame numbers, each once
 */
export function listExposures(frames: readonly number[]): Exposure[] {
  const sorted = frames.toSorted((a, b) => a - b);
  const exposures: Exposure[] = [];
  for (const [index, frame] of sorted.entries()) {
    const next = sorted[index + 1];
    const last = exposures.at(-1);
    const hold = next === undefined ? (last?.hold ?? 1) : next - frame;
    if (last && last.hold === hold) last.count++;
    else exposures.push({ first: frame, hold, count: 1 });
  }
  return exposures;
}
