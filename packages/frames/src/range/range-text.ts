import { formatRun, listRuns, type Run } from "../runs.ts";

/** A part of the text: frames in one direction. */
interface Piece extends Run {
  readonly descending: boolean;
}

/**
 * Writes frames as a range expression that parses to the same frames in the same order: two ranges have the same text if
 * and only if they have the same frames in the same order. The text of openjd-model itself loses the direction.
 *
 * @param frames of a range: descending parts are separate, and have equal distances
 */
export const formatRangeText = (frames: readonly number[]): string => keepApart(listPieces(frames)).join(",");

/** Divides frames where the direction changes, and ascending frames into runs. */
function listPieces(frames: readonly number[]): Piece[] {
  const pieces: Piece[] = [];
  let ascending: number[] = [];
  const endAscending = () => {
    pieces.push(...listRuns(ascending).map((run) => ({ ...run, descending: false })));
    ascending = [];
  };
  for (let index = 0; index < frames.length;) {
    const high = frames[index] ?? 0;
    const end = findLowest(frames, index);
    const low = frames[end] ?? high;
    if (end === index) ascending.push(high);
    else {
      endAscending();
      pieces.push({ first: low, last: high, step: (high - low) / (end - index), descending: true });
    }
    index = end + 1;
  }
  endAscending();
  return pieces;
}

/** Index of the last frame that descends from the one at `index`. */
function findLowest(frames: readonly number[], index: number): number {
  let end = index;
  while ((frames[end + 1] ?? Infinity) < (frames[end] ?? 0)) end++;
  return end;
}

/**
 * Formats pieces. A piece that continues a descending neighbour would be joined with it to an ascending part, so the frame
 * next to the neighbour gets a step of its own, which has no other effect.
 */
function keepApart(pieces: readonly Piece[]): string[] {
  return pieces.flatMap((piece, index) => {
    if (piece.descending) return [`${piece.last}-${piece.first}:-${piece.step}`];
    const [before, after] = [pieces[index - 1], pieces[index + 1]];
    const isJoinedBefore = (run: Run) => before?.descending === true && isContinued(before, run);
    const isJoinedAfter = (run: Run) => after?.descending === true && isContinued(run, after);
    const formatSingle = (frame: number) => {
      const steps = [1, 2, 3].map((step) => ({ first: frame, last: frame, step }));
      const run = steps.find((one) => !isJoinedBefore(one) && !isJoinedAfter(one));
      return run === undefined || run.step === 1 ? String(frame) : `${frame}-${frame}:${run.step}`;
    };
    const { first, last, step } = piece;
    if (first === last) return [formatSingle(first)];
    const head = isJoinedBefore(piece) ? [formatSingle(first)] : [];
    const tail = isJoinedAfter(piece) ? [formatSingle(last)] : [];
    const rest = { first: first + head.length * step, last: last - tail.length * step, step };
    return [...head, formatRun(rest), ...tail];
  });
}

/** Whether openjd-model joins two neighbours. */
const isContinued = (before: Run, after: Run): boolean =>
  before.step === after.step && before.last + before.step === after.first;
