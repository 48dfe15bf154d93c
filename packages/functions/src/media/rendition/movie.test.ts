import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { ALL_FORMATS, EncodedPacketSink, FilePathSource, Input } from "mediabunny";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { makeMovie } from "./movie.ts";
import { makeSheet } from "./sheet.ts";
import type { Made, MovieTask, RenditionFrame } from "./task.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-movie-"));
});
afterAll(() => rm(folder, { recursive: true }));

const COLOURS = ["#c81e28", "#0a78fa", "#808080"];
const film = { numerator: 24_000, denominator: 1001 };

/** Frames 1001, 1003 … on twos, each of one colour; the third has no file, and the fourth is damaged. */
async function createFrames() {
  const flat = (background: string) =>
    sharp({ create: { width: 161, height: 91, channels: 3, background } })
      .png()
      .toBuffer();
  const files = [await flat("#c81e28"), await flat("#0a78fa"), null, Buffer.from("damaged"), await flat("#808080")];
  let start = 0;
  const frames = files.map((file, index): RenditionFrame => {
    const source = file && { start, bytes: file.length };
    start += file?.length ?? 0;
    return { frame: 1001 + 2 * index, hold: 2, source };
  });
  const all = Buffer.concat(files.filter((file) => file !== null));
  return { frames, read: (from: number, to: number) => Promise.resolve(all.subarray(from, to)) };
}

const title = "HARBOR sq010 sh010 paint v003";
async function make(name: string, more: Partial<MovieTask> = {}): Promise<{ file: string; made: Made }> {
  const { frames, read } = await createFrames();
  const file = path.join(folder, name);
  const format = name.endsWith(".mp4") ? "mp4" : "webm";
  const made = await makeMovie({ output: file, format, rate: film, burnIn: false, title, frames, ...more }, read);
  return { file, made };
}

async function readContainer(file: string) {
  const input = new Input({ source: new FilePathSource(file), formats: ALL_FORMATS });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video) throw new Error("no video");
    const timestamps: number[] = [];
    for await (const packet of new EncodedPacketSink(video).packets(undefined, undefined, { metadataOnly: true }))
      timestamps.push(packet.timestamp);
    const [codec, width, height] = [
      await video.getCodec(),
      await video.getDisplayWidth(),
      await video.getDisplayHeight(),
    ];
    return {
      timestamps,
      codec,
      width,
      height,
      colours: await video.getColorSpace(),
      seconds: await video.computeDuration(),
    };
  } finally {
    input.dispose();
  }
}

test.each([
  ["movie.mp4", "avc", 24_000],
  ["movie.webm", "vp9", 1000],
] as const)("%s has every frame at its exact time, and says that it is sRGB", async (name, codec, ticks) => {
  const { file, made } = await make(name);
  expect(made).toEqual({ width: 162, height: 92, frames: 10, missing: [1005, 1007] });
  const found = await readContainer(file);
  expect(found).toMatchObject({ codec, width: 162, height: 92 });
  expect(found.colours).toEqual({ primaries: "bt709", transfer: "iec61966-2-1", matrix: "bt709", fullRange: false });
  expect(found.timestamps.map((at) => Math.round(at * ticks))).toEqual(
    Array.from({ length: 10 }, (_, index) => Math.round((index * 1001 * ticks) / 24_000)),
  );
  expect(found.seconds).toBeCloseTo((10 * 1001) / 24_000, name.endsWith(".mp4") ? 9 : 2);
});

test("an MP4 begins with its index, so that it plays before it is downloaded", async () => {
  const bytes = await readFile((await make("index.mp4")).file);
  expect(bytes.indexOf("moov")).toBeGreaterThan(0);
  expect(bytes.indexOf("moov")).toBeLessThan(bytes.indexOf("mdat"));
  // Colour box: nclx, primaries 1 (BT.709), transfer 13 (sRGB), matrix 1 (BT.709), limited range.
  const at = bytes.indexOf("colrnclx");
  expect([...bytes.subarray(at + 8, at + 15)]).toEqual([0, 1, 0, 13, 0, 1, 0]);
});

test("no picture at all is an error that says so", async () => {
  const frames = [{ frame: 1, hold: 1, source: null }];
  await expect(make("none.mp4", { frames })).rejects.toThrow("No frame of this version has a picture");
});

test("a contact sheet shows each picture, and what is missing", async () => {
  const { frames, read } = await createFrames();
  const output = path.join(folder, "sheet.png");
  const made = await makeSheet({ output, format: "png", title, frames }, read);
  expect(made).toMatchObject({ frames: 5, missing: [1005, 1007] });
  const { data, info } = await sharp(output).raw().toBuffer({ resolveWithObject: true });
  expect([info.width, info.height]).toEqual([made.width, made.height]);
  expect((await sharp(output).metadata()).icc).toBeDefined();
  const colours = new Set<string>();
  for (let at = 0; at < data.length; at += info.channels) colours.add(data.subarray(at, at + 3).toString("hex"));
  expect([...colours]).toEqual(expect.arrayContaining(COLOURS.map((colour) => colour.slice(1))));
});

/** FFmpeg's decoders and readers, which share no code with the encoder's container. */
const PYAV = path.join(import.meta.dirname, "../../../../../.tools/pyav/bin/python");
const script = `
import av, json, sys
container = av.open(sys.argv[1])
video = container.streams.video[0]
context = video.codec_context
pixels, times = [], []
for frame in container.decode(video):
    times.append(frame.pts)
    picture = frame.reformat(format="rgb24", src_colorspace="ITU709", dst_colorspace="ITU709").to_ndarray()
    pixels.append([[int(v) for v in picture[y][x]] for y, x in ((45, 80), (91, 161), (84, 9))])
print(json.dumps({"rate": str(video.average_rate), "base": str(video.base_rate), "tick": str(video.time_base), "times": times,
  "pixels": pixels, "colours": [int(context.color_primaries), int(context.color_trc), int(context.colorspace), int(context.color_range)]}))
`;
const unpack = `
import av, json, sys
from av.bitstream import BitStreamFilterContext
container = av.open(sys.argv[1])
video = container.streams.video[0]
to_stream = BitStreamFilterContext("h264_mp4toannexb", video)
with open(sys.argv[2], "wb") as raw:
  for packet in container.demux(video):
    for part in to_stream.filter(packet):
      raw.write(bytes(part))
print(json.dumps(str(av.open(sys.argv[2], format="h264").streams.video[0].codec_context.framerate)))
`;
interface Decoded {
  rate: string;
  base: string;
  tick: string;
  times: number[];
  pixels: number[][][];
  colours: number[];
}
const decode = async (file: string) =>
  JSON.parse((await promisify(execFile)(PYAV, ["-c", script, file])).stdout) as Decoded;

describe.skipIf(!existsSync(PYAV))("FFmpeg", () => {
  test.each(["ffmpeg.mp4", "ffmpeg.webm"])(
    "reads the exact rate and each colour of %s within 2 of 255",
    async (name) => {
      const found = await decode((await make(name)).file);
      expect(found).toMatchObject({ rate: "24000/1001", base: "24000/1001", colours: [1, 13, 1, 1] });
      const ticks = found.tick === "1/24000" ? 24_000 : 1000;
      expect(found.times).toEqual(
        Array.from({ length: 10 }, (_, index) => Math.round((index * 1001 * ticks) / 24_000)),
      );
      const wanted = [
        "#c81e28",
        "#c81e28",
        "#0a78fa",
        "#0a78fa",
        undefined,
        undefined,
        undefined,
        undefined,
        "#808080",
        "#808080",
      ];
      for (const [index, colour] of wanted.entries()) {
        if (colour === undefined) continue;
        const channels = [...Buffer.from(colour.slice(1), "hex")];
        // The middle, and the column and row by which an odd picture was extended.
        for (const pixel of found.pixels[index]?.slice(0, 2) ?? [])
          for (const [channel, value] of pixel.entries())
            expect(Math.abs(value - (channels[channel] ?? 0)), `${name}, frame ${index}`).toBeLessThanOrEqual(2);
      }
      // A slate is black but for its text.
      expect(Math.max(...(found.pixels[5]?.[1] ?? [255]))).toBeLessThanOrEqual(2);
    },
  );

  test.each([
    [12, 1],
    [30_000, 1001],
    [120_000, 1001],
  ])("reads the rate %i/%i from the container, and from the stream without it", async (numerator, denominator) => {
    const { file } = await make(`stream-${numerator}.mp4`, { rate: { numerator, denominator } });
    const raw = path.join(folder, "stream.h264");
    const rate = denominator === 1 ? String(numerator) : `${numerator}/${denominator}`;
    expect(await decode(file)).toMatchObject({ rate, base: rate });
    expect(JSON.parse((await promisify(execFile)(PYAV, ["-c", unpack, file, raw])).stdout)).toBe(rate);
  });

  test("finds title and frame number where they are burnt in", async () => {
    const [plain, burnt] = [await make("plain.mp4"), await make("burnt.mp4", { burnIn: true })];
    const [before, after] = [await decode(plain.file), await decode(burnt.file)];
    // The ground of the title is darker than the picture.
    expect(after.pixels[0]?.[2]?.[0] ?? 255).toBeLessThan((before.pixels[0]?.[2]?.[0] ?? 0) * 0.7);
    expect(after.pixels[0]?.[0]).toEqual(before.pixels[0]?.[0]);
  });
});
