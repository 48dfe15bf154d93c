import { findGaps, type Spacing } from "./gaps.ts";
import type { SequencePattern } from "./pattern.ts";

/** A file of a sequence. */
export interface FrameFile {
  readonly frame: number;
  readonly name: string;
}

/** Files of one pattern, in order of their frames. */
export interface ImageSequence extends Spacing {
  readonly pattern: SequencePattern;
  readonly files: readonly FrameFile[];
  readonly first: number;
  readonly last: number;
}

/** @param files at least one; each frame once */
export function toSequence(pattern: SequencePattern, files: readonly FrameFile[]): ImageSequence {
  const sorted = [...files].sort((a, b) => a.frame - b.frame);
  const frames = sorted.map(({ frame }) => frame);
  return { pattern, files: sorted, first: frames[0] ?? 0, last: frames.at(-1) ?? 0, ...findGaps(frames) };
}
