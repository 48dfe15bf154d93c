import { getFrameAt, type FrameWindow } from "@pegbar/frames/windows/frame-window.ts";

/** The frames that a job renders at once, and those that it keeps, as frame ranges. */
export const describeWindow = (window: FrameWindow | null): { frames: string; kept: string } | null =>
  window && { frames: toRange(window, 0, window.length), kept: toRange(window, window.skip, window.keep) };

function toRange(window: FrameWindow, position: number, count: number): string {
  const [first, last] = [getFrameAt(window, position), getFrameAt(window, position + count - 1)];
  if (count === 1) return String(first);
  return `${first}-${last}${window.step === 1 ? "" : `:${window.step}`}`;
}
