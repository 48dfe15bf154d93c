import { listKeptFrames } from "@pegbar/frames/windows/frame-window.ts";
import type { FrameWindow } from "@pegbar/frames";

/** The frames whose results a job makes: its own, or those that its window keeps. None for a job without frames. */
export function listJobFrames({ frame, window }: { frame: number | null; window: FrameWindow | null }): number[] {
  if (window) return listKeptFrames(window);
  return frame === null ? [] : [frame];
}
