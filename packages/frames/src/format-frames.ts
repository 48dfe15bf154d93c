import { formatRun, listRuns } from "./runs.ts";

/**
 * The shortest readable text of frames: `1-100:2`, `5, 9, 12-20`. Sorts the frames and omits repeats. `parseFrameRange`
 * reads the text as the same frames in ascending order.
 *
 * @param frames integers, in any order
 */
export function formatFrames(frames: readonly number[]): string {
  const wrong = frames.find((frame) => !Number.isSafeInteger(frame));
  if (wrong !== undefined) throw new RangeError(`Not a frame number: ${wrong}. Frames are integers.`);
  return listRuns([...new Set(frames)].sort((a, b) => a - b))
    .map(formatRun)
    .join(", ");
}
