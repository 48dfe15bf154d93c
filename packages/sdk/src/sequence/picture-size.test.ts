import { expect, it } from "vitest";
import { findSizeProblem } from "./find-size-problem.ts";
import { readPictureSize } from "./picture-size.ts";

const bytes = (...parts: (string | readonly number[])[]): Uint8Array =>
  Uint8Array.from(
    parts.flatMap((part) => (typeof part === "string" ? [...part].map((one) => one.charCodeAt(0)) : [...part])),
  );
const int = (value: number): number[] => [...new Uint8Array(Int32Array.of(value).buffer)];
const attribute = (name: string, type: string, value: readonly number[]) =>
  bytes(name, [0], type, [0], int(value.length), value);
const MAGIC = [0x76, 0x2f, 0x31, 0x01, 2, 0, 0, 0];

it("reads the size of PNG and EXR from their start, and of nothing else", () => {
  const png = bytes(
    [0x89],
    "PNG\r\n",
    [0x1a, 10, 0, 0, 0, 13],
    "IHDR",
    [0, 0, 7, 128, 0, 0, 4, 56, 8, 2, 0, 0, 0, 0, 0, 0, 0],
  );
  expect(readPictureSize(png)).toEqual({ width: 1920, height: 1080 });
  const window = attribute("dataWindow", "box2i", [int(-8), int(0), int(1911), int(857)].flat());
  const other = attribute("compression", "compression", [3]);
  expect(readPictureSize(bytes(MAGIC, [...other], [...window], [0]))).toEqual({ width: 1920, height: 858 });
  expect(readPictureSize(bytes(MAGIC, [...other], [0]))).toBeUndefined();
  expect(readPictureSize(bytes(MAGIC, "dataWindow"))).toBeUndefined();
  expect(readPictureSize(bytes("#?RADIANCE\n"))).toBeUndefined();
  expect(readPictureSize(new Uint8Array())).toBeUndefined();
});

it("names the frames of each size, the most frequent first", () => {
  const hd = { width: 1920, height: 1080 };
  const pictures = Array.from({ length: 9 }, (_, frame) => ({
    frame,
    size: frame === 4 ? { width: 960, height: 540 } : hd,
  }));
  expect(findSizeProblem(pictures)).toMatchObject({
    code: "sizes_differ",
    message: "The pictures have 2 sizes: 1920 × 1080 in frames 0-3, 5-8, 960 × 540 in frame 4",
  });
  expect(
    findSizeProblem([
      { frame: 1, size: hd },
      { frame: 2, size: undefined },
    ]),
  ).toBeUndefined();
});
