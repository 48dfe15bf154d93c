import { expect, test } from "vitest";
import { findFrame, getFrameTime } from "./frame-time.ts";
import { formatLength } from "./format-length.ts";
import { getMediaKind } from "./media-kind.ts";

test.each([12, 24, 24_000 / 1001, 30, 60_000 / 1001])(
  "stepping through an hour at %d frames per second misses no frame",
  (rate) => {
    for (let frame = 0; frame < rate * 3600; frame += 997) {
      expect(findFrame(getFrameTime(frame, rate), rate)).toBe(frame);
      // Where a browser ends up that rounds to the start of the frame, in microseconds.
      expect(findFrame(Math.round((frame / rate) * 1e6) / 1e6, rate)).toBe(frame);
    }
  },
);

test.each([
  [0, "0:00"],
  [4200, "0:04"],
  [59_600, "1:00"],
  [3_723_000, "1:02:03"],
])("%d ms is %s", (ms, text) => expect(formatLength(ms)).toBe(text));

test.each([
  ["image/png", "image"],
  ["image/x-exr", "other"],
  ["image/tiff", "other"],
  ["video/mp4", "video"],
  ["audio/flac", "audio"],
  ["model/gltf-binary", "model"],
  ["application/octet-stream", "other"],
])("%s is shown as %s", (type, kind) => expect(getMediaKind(type)).toBe(kind));
