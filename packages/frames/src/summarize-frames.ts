import { formatFrames } from "./format-frames.ts";

/** Ranges that a sentence lists. */
const MAX_PARTS = 8;

/** Frames for a sentence: the first ranges of a long list. */
export function summarizeFrames(frames: readonly number[]): string {
  const parts = formatFrames(frames).split(", ");
  if (parts.length <= MAX_PARTS) return parts.join(", ");
  return `${parts.slice(0, MAX_PARTS).join(", ")} and more`;
}
