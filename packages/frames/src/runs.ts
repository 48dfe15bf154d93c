/** Frames at equal distances, ascending. A single frame has step 1. */
export interface Run {
  readonly first: number;
  readonly last: number;
  readonly step: number;
}

/** Shorter runs are written as lists: two frames are quicker to read so, and three with a step. */
const MIN_RUN = 3;
const MIN_STEPPED_RUN = 4;

/** The shortest text from a frame on. */
interface Best {
  readonly length: number;
  readonly parts: number;
  /** Index of the last frame of its first run. */
  readonly end: number;
}

/**
 * Divides frames into the runs whose text is shortest; of equal ones, into the fewest.
 *
 * @param frames ascending integers without repeats
 */
export function listRuns(frames: readonly number[]): Run[] {
  const ends = findEnds(frames);
  const best: Best[] = [];
  for (let index = frames.length - 1; index >= 0; index--) {
    const end = ends[index] ?? index;
    // The next run may begin with this run's last frame. Any other end makes the text longer.
    const options = [end, end - 1].filter((option) => isLongEnough(frames, index, option));
    best[index] = [index, ...options].map((option) => measure(frames, index, option, best[option + 1])).reduce(shorter);
  }
  const runs: Run[] = [];
  for (let index = 0; index < frames.length;) {
    const end = best[index]?.end ?? index;
    runs.push(toRun(frames, index, end));
    index = end + 1;
  }
  return runs;
}

export const formatRun = ({ first, last, step }: Run): string => {
  if (first === last) return String(first);
  return `${first}-${last}${step === 1 ? "" : `:${step}`}`;
};

/** For each frame, the index at which frames at the same distance end. */
function findEnds(frames: readonly number[]): number[] {
  const distance = (index: number) => (frames[index + 1] ?? NaN) - (frames[index] ?? NaN);
  const ends: number[] = [];
  for (let index = frames.length - 1; index >= 0; index--) {
    const isContinued = distance(index) === distance(index + 1);
    ends[index] = isContinued ? (ends[index + 1] ?? index) : Math.min(index + 1, frames.length - 1);
  }
  return ends;
}

const isLongEnough = (frames: readonly number[], index: number, end: number): boolean =>
  end - index + 1 >= (frames[index + 1] === (frames[index] ?? 0) + 1 ? MIN_RUN : MIN_STEPPED_RUN);

function measure(frames: readonly number[], index: number, end: number, rest: Best | undefined): Best {
  const own = formatRun(toRun(frames, index, end)).length;
  return { length: own + (rest ? rest.length + ", ".length : 0), parts: 1 + (rest?.parts ?? 0), end };
}

const shorter = (one: Best, other: Best): Best =>
  other.length < one.length || (other.length === one.length && other.parts < one.parts) ? other : one;

function toRun(frames: readonly number[], index: number, end: number): Run {
  const first = frames[index] ?? 0;
  return { first, last: frames[end] ?? first, step: end > index ? (frames[index + 1] ?? 0) - first : 1 };
}
