/** A comma-separated part of a range expression as written: a single frame is a range of one frame with step 1. */
export interface WrittenPart {
  readonly start: number;
  readonly end: number;
  /** Not 0; negative counts downwards. */
  readonly step: number;
  /** Offset in the expression. */
  readonly at: number;
}

/** Frames at equal distances. */
export interface Part {
  readonly low: number;
  /** The highest frame that the step reaches, not the end that was written. */
  readonly high: number;
  /** Positive. */
  readonly step: number;
  /** Whether it is iterated from `high` to `low`. */
  readonly descending: boolean;
  /** Offset in the expression; of merged parts, that of the lowest. */
  readonly at: number;
}

/** Number of frames of a part as written, by arithmetic; 0 if the step leads away from the end. */
export const countWritten = ({ start, end, step }: WrittenPart): number =>
  Math.max(0, Math.floor((end - start) / step) + 1);

export const countPart = ({ low, high, step }: Part): number => (high - low) / step + 1;

/** @param written with at least one frame */
export function toPart(written: WrittenPart): Part {
  const { start, step, at } = written;
  const reached = start + (countWritten(written) - 1) * step;
  return step > 0
    ? { low: start, high: reached, step, descending: false, at }
    : { low: reached, high: start, step: -step, descending: true, at };
}

/** Lists a part's frames in its direction. */
export function listPartFrames({ low, high, step, descending }: Part): number[] {
  const length = countPart({ low, high, step, descending, at: 0 });
  return Array.from({ length }, (_, index) => (descending ? high - index * step : low + index * step));
}

/** Whether a part continues the one before with the same step. */
const isContinued = (before: Part, after: Part): boolean =>
  before.step === after.step && before.high + before.step === after.low;

/**
 * Sorts parts by their lowest frame and joins those that continue each other, as openjd-model 0.13 does: a joined part
 * ascends, even if one of its halves descended.
 */
export function joinParts(parts: readonly Part[]): Part[] {
  const sorted = [...parts].sort((a, b) => a.low - b.low || a.high - b.high || a.step - b.step);
  const joined: Part[] = [];
  for (const part of sorted) {
    const before = joined.at(-1);
    if (before && isContinued(before, part))
      joined[joined.length - 1] = { ...before, high: part.high, descending: false };
    else joined.push(part);
  }
  return joined;
}
