/** Frames per second of a rate such as `24` or `24000/1001`. */
export function parseFrameRate(rate: string): number {
  const [frames = 24, seconds = 1] = rate.split("/").map(Number);
  return frames / seconds;
}
