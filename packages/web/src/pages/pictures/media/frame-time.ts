/** Number of the frame that is shown at a time in seconds, from 0. */
export const findFrame = (seconds: number, framesPerSecond: number): number =>
  // A frame's own start may be a little before its exact time.
  Math.floor(seconds * framesPerSecond + 1e-3);

/** A time in the middle of a frame, so that rounding never leads to its neighbour. */
export const getFrameTime = (frame: number, framesPerSecond: number): number => (frame + 0.5) / framesPerSecond;
