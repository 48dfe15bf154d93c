import { formatFrames } from "@pegbar/frames";
import type { ProblemDetail } from "../error.ts";
import type { PictureSize } from "./picture-size.ts";

/** Sizes that a message lists, and characters of the frames of one of them. */
const [MAX_SIZES, MAX_TEXT] = [4, 100];

/** A problem if pictures of a sequence have different sizes. Those without a known size do not count. */
export function findSizeProblem(
  pictures: readonly { frame: number; size: PictureSize | undefined }[],
): ProblemDetail | undefined {
  const sizes = new Map<string, number[]>();
  for (const { frame, size } of pictures) {
    if (!size) continue;
    const text = `${size.width} × ${size.height}`;
    const frames = sizes.get(text);
    if (frames) frames.push(frame);
    else sizes.set(text, [frame]);
  }
  if (sizes.size <= 1) return undefined;
  const parts = [...sizes]
    .sort(([, a], [, b]) => b.length - a.length)
    .map(([size, frames]) => `${size} in ${describe(frames)}`);
  return {
    code: "sizes_differ",
    message: `The pictures have ${sizes.size} sizes: ${parts.slice(0, MAX_SIZES).join(", ")}${parts.length > MAX_SIZES ? " and more" : ""}`,
    remedy: "Scale them to one size, or allow mixed sizes.",
    pointer: "/files",
  };
}

function describe(frames: readonly number[]): string {
  const text = formatFrames(frames);
  return text.length > MAX_TEXT ? `${frames.length} frames` : `${frames.length === 1 ? "frame" : "frames"} ${text}`;
}
