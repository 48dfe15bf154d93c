/**
 * The frames that a job renders at once. The picture at position i, from 0, has the frame number `first + i × step`. The
 * pictures at the positions from `skip` on are kept, `keep` of them; those around them only give the model context.
 */
export interface FrameWindow {
  readonly first: number;
  /** Difference between neighbouring frames, at least 1. */
  readonly step: number;
  readonly length: number;
  readonly skip: number;
  readonly keep: number;
}

export const getFrameAt = ({ first, step }: FrameWindow, position: number): number => first + position * step;

export const isKept = ({ skip, keep }: FrameWindow, position: number): boolean =>
  position >= skip && position < skip + keep;

/** All frames that it renders. */
export const listWindowFrames = (window: FrameWindow): number[] =>
  Array.from({ length: window.length }, (_, position) => getFrameAt(window, position));

/** The frames that it keeps. */
export const listKeptFrames = (window: FrameWindow): number[] =>
  Array.from({ length: window.keep }, (_, index) => getFrameAt(window, window.skip + index));
