import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  Output,
  WavOutputFormat,
  WebMOutputFormat,
} from "mediabunny";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { film } from "../../test/film.ts";
import { describeFile } from "./describe.ts";
import { createPlaceholder } from "./placeholder.ts";

let dir = "";
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-describe-"));
});
afterAll(() => rm(dir, { recursive: true, force: true }));

let count = 0;
async function describeBytes(bytes: Uint8Array, contentType: string) {
  const file = path.join(dir, String(count++));
  await writeFile(file, bytes);
  const { facts: _facts, ...described } = await describeFile(file, contentType);
  return described;
}

const flat = (width: number, height: number, background = "teal") =>
  sharp({ create: { width, height, channels: 3, background } });
/** Different pixels, so that the content is long enough to be truncated. */
const noise = (width: number, height: number) =>
  sharp({
    create: { width, height, channels: 3, background: "grey", noise: { type: "gaussian", mean: 128, sigma: 40 } },
  });
const frames = () => Promise.all(["red", "green", "blue"].map((colour) => flat(40, 20, colour).png().toBuffer()));
const thumbnailOf = async (thumbnail: Uint8Array | undefined) => {
  const { format, width, height, pages } = await sharp(thumbnail).metadata();
  return { format, width, height, pages };
};

describe("pictures", () => {
  test.each(["png", "jpeg", "webp", "avif", "tiff"] as const)(
    "a still %s has a size and a thumbnail, and no duration",
    async (format) => {
      const { thumbnail, placeholder, ...facts } = await describeBytes(
        await flat(48, 30).toFormat(format).toBuffer(),
        `image/${format}`,
      );
      expect(facts).toEqual({ width: 48, height: 30 });
      expect(await thumbnailOf(thumbnail)).toMatchObject({ format: "webp", width: 48, height: 30 });
      expect(placeholder).toBe(await createPlaceholder(thumbnail ?? new Uint8Array()));
    },
  );

  test("a GIF with one frame is a still picture", async () => {
    const { thumbnail, placeholder, ...facts } = await describeBytes(await flat(8, 6).gif().toBuffer(), "image/gif");
    expect(facts).toEqual({ width: 8, height: 6 });
    expect(thumbnail).toBeDefined();
    expect(placeholder).toBeDefined();
  });

  test.each([
    [1, { width: 40, height: 20 }],
    [3, { width: 40, height: 20 }],
    [6, { width: 20, height: 40 }],
    [8, { width: 20, height: 40 }],
  ])("EXIF orientation %i: the size is that of the rotated picture, like the thumbnail", async (orientation, seen) => {
    const bytes = await flat(40, 20).withMetadata({ orientation }).jpeg().toBuffer();
    const { thumbnail, placeholder: _placeholder, ...facts } = await describeBytes(bytes, "image/jpeg");
    expect(facts).toEqual(seen);
    expect(await thumbnailOf(thumbnail)).toMatchObject(seen);
  });

  test.each(["gif", "webp"] as const)(
    "an animated %s has the size of a frame, a number of frames, a duration, and a thumbnail of the first frame",
    async (format) => {
      const bytes = await sharp(await frames(), { join: { animated: true } })
        .toFormat(format, { delay: [100, 200, 300] })
        .toBuffer();
      const { thumbnail, placeholder, ...facts } = await describeBytes(bytes, `image/${format}`);
      expect(facts).toEqual({ width: 40, height: 20, frames: 3, durationMs: 600 });
      expect(await thumbnailOf(thumbnail)).toEqual({ format: "webp", width: 40, height: 20, pages: undefined });
      expect(placeholder).toBe(await createPlaceholder(thumbnail ?? new Uint8Array()));
      const { dominant } = await sharp(thumbnail).stats();
      expect(dominant.r).toBeGreaterThan(dominant.b);
    },
  );

  test.each([
    [1600, 400, { width: 512, height: 128 }],
    [300, 900, { width: 171, height: 512 }],
    [4000, 1, { width: 512, height: 1 }],
  ])("the thumbnail of %i × %i fits into 512 × 512 and keeps the aspect ratio", async (width, height, size) => {
    const { thumbnail } = await describeBytes(await flat(width, height).png().toBuffer(), "image/png");
    expect(await thumbnailOf(thumbnail)).toMatchObject(size);
  });

  test("a truncated picture has a size and no thumbnail", async () => {
    const bytes = await noise(64, 64).png().toBuffer();
    expect(await describeBytes(bytes.subarray(0, bytes.length / 2), "image/png")).toEqual({ width: 64, height: 64 });
  });
});

async function sound() {
  const output = new Output({ format: new WavOutputFormat(), target: new BufferTarget() });
  const source = new EncodedAudioPacketSource("pcm-s16");
  output.addAudioTrack(source);
  await output.start();
  await source.add(new EncodedPacket(new Uint8Array(8000), "key", 0, 0.5), {
    decoderConfig: { codec: "pcm-s16", numberOfChannels: 1, sampleRate: 8000 },
  });
  await output.finalize();
  return new Uint8Array(output.target.buffer ?? new ArrayBuffer());
}

describe("video and audio", () => {
  const seen = { width: 64, height: 36, frames: 10, durationMs: 417 };
  test("MP4", async () => {
    expect(await describeBytes(await film(new Mp4OutputFormat(), "avc"), "video/mp4")).toEqual(seen);
  });
  test("MP4 with a rotation: the size is that of the rotated video", async () => {
    const turned = { ...seen, width: 36, height: 64 };
    expect(await describeBytes(await film(new Mp4OutputFormat(), "avc", 90), "video/mp4")).toEqual(turned);
  });
  test("WebM", async () => {
    expect(await describeBytes(await film(new WebMOutputFormat(), "vp9"), "video/webm")).toEqual(seen);
  });
  test("WAV", async () => {
    expect(await describeBytes(await sound(), "audio/wav")).toEqual({ durationMs: 500 });
  });
});

describe("files without a description, which throw nothing", () => {
  test.each([
    ["junk called a picture", "image/png", Buffer.from("no picture at all")],
    ["an empty picture", "image/webp", Buffer.alloc(0)],
    ["a picture of an unsupported type", "image/x-exr", Buffer.from("762f310102000000", "hex")],
    ["text", "text/csv", Buffer.from("frame,x\n1,2\n")],
    ["a scene", "model/gltf-binary", Buffer.from("676c5446020000000c000000", "hex")],
    ["an empty film", "video/mp4", Buffer.alloc(0)],
    ["junk called a film", "video/mp4", Buffer.alloc(4096, 7)],
  ])("%s", async (_name, contentType, bytes) => {
    expect(await describeBytes(bytes, contentType)).toEqual({});
  });

  test("a truncated video or audio file has valid numbers or no description", async () => {
    const whole = [await film(new Mp4OutputFormat(), "avc"), await film(new WebMOutputFormat(), "vp9"), await sound()];
    for (const bytes of whole)
      for (let end = 0; end < bytes.length; end += Math.ceil(bytes.length / 40)) {
        const facts = await describeBytes(bytes.subarray(0, end), "video/mp4");
        for (const [name, value] of Object.entries(facts))
          expect(value, `${name} at ${end}`).toSatisfy(Number.isSafeInteger);
      }
  });
});
