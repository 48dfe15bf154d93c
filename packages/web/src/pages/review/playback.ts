/** Pictures of a shot, each of which is shown from its frame until the next one. */
export interface Reel {
  /** Ascending, each once. */
  frames: readonly number[];
  first: number;
  /** The last frame that is shown: the last picture is held as long as the one before it. */
  last: number;
}

/** Creates a reel of at least one picture. */
export function createReel(frames: readonly number[]): Reel {
  const first = frames[0] ?? 0;
  const end = frames.at(-1) ?? first;
  const hold = frames.length > 1 ? end - (frames.at(-2) ?? end) : 1;
  return { frames, first, last: end + hold - 1 };
}

/** Index of the picture that is shown at a frame. */
export function findPicture({ frames }: Reel, frame: number): number {
  let [low, high] = [0, frames.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((frames[middle] ?? 0) <= frame) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The frame after `elapsedMs` of playback from `start`, in a loop. */
export function getFrameAt({ first, last }: Reel, start: number, elapsedMs: number, rate: number): number {
  const length = last - first + 1;
  const passed = Math.floor((elapsedMs * rate) / 1000);
  return first + ((((start - first + passed) % length) + length) % length);
}

/** Whether playback from `start` has shown the last frame for its whole time. */
export const isPastEnd = ({ last }: Reel, start: number, elapsedMs: number, rate: number): boolean =>
  start + Math.floor((elapsedMs * rate) / 1000) > last;

/** Frame of the next or previous picture, in a loop. */
export function stepPicture(reel: Reel, frame: number, by: 1 | -1): number {
  const { frames } = reel;
  const index = (findPicture(reel, frame) + by + frames.length) % frames.length;
  return frames[index] ?? frame;
}
