import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { encodeExr, init } from "exrs";
import {
  BufferTarget,
  EncodedAudioPacketSource,
  EncodedPacket,
  Mp4OutputFormat,
  MovOutputFormat,
  Output,
  WavOutputFormat,
  WebMOutputFormat,
} from "mediabunny";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { film } from "../../test/film.ts";
import { openFile } from "./byte-source.ts";
import { inspect } from "./inspect.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-inspect-"));
  await init();
});
afterAll(() => rm(folder, { recursive: true, force: true }));

let count = 0;
async function inspectBytes(bytes: Uint8Array) {
  const file = path.join(folder, String(count++));
  await writeFile(file, bytes);
  await using source = await openFile(file);
  return await inspect(source, file);
}

const flat = (width: number, height: number, background = "teal") =>
  sharp({ create: { width, height, channels: 3, background } });
const codes = (found: { facts: { warnings: { code: string }[] } }) => found.facts.warnings.map(({ code }) => code);

describe("video", () => {
  test.each([
    ["video/mp4", () => film(new Mp4OutputFormat(), "avc")],
    ["video/quicktime", () => film(new MovOutputFormat(), "avc")],
    ["video/webm", () => film(new WebMOutputFormat(), "vp9")],
  ])("%s has size, frames, duration and rate", async (contentType, make) => {
    expect(await inspectBytes(await make())).toMatchObject({
      contentType,
      width: 64,
      height: 36,
      facts: {
        frames: 10,
        durationMs: contentType === "video/webm" ? expect.any(Number) : 417,
        frameRate: { numerator: 24, denominator: 1 },
        audioChannels: null,
        warnings: [],
      },
    });
  });

  test("without an end is refused, for each container", async () => {
    for (const make of [
      () => film(new Mp4OutputFormat({ fastStart: false }), "avc"),
      () => film(new Mp4OutputFormat({ fastStart: "in-memory" }), "avc"),
    ]) {
      const bytes = await make();
      await expect(inspectBytes(bytes.subarray(0, bytes.length - 20))).rejects.toMatchObject({ code: "input_damaged" });
    }
  });
});

describe("audio", () => {
  async function wav(seconds: number, sampleRate = 48_000): Promise<Uint8Array> {
    const output = new Output({ format: new WavOutputFormat(), target: new BufferTarget() });
    const source = new EncodedAudioPacketSource("pcm-s16");
    output.addAudioTrack(source);
    await output.start();
    const config = { codec: "pcm-s16", sampleRate, numberOfChannels: 2 };
    await source.add(new EncodedPacket(new Uint8Array(sampleRate * 4 * seconds), "key", 0, seconds), {
      decoderConfig: config,
    });
    await output.finalize();
    return new Uint8Array(output.target.buffer ?? new ArrayBuffer());
  }

  test("WAV has channels, rate, depth and duration", async () => {
    expect(await inspectBytes(await wav(2))).toMatchObject({
      contentType: "audio/wav",
      width: null,
      facts: { codec: "pcm-s16", durationMs: 2000, audioChannels: 2, sampleRate: 48_000, bitDepth: 16, frames: null },
    });
  });

  test("of four hours is refused with its duration and its size in memory", async () => {
    // Header of a file whose 4 hours at 48 kHz are only read at their end.
    const head = (await wav(1)).slice(0, 44);
    const bytes = 4 * 3600 * 48_000 * 4;
    const view = new DataView(head.buffer);
    view.setUint32(4, bytes + 36, true);
    view.setUint32(40, bytes, true);
    const source = {
      bytes: bytes + 44,
      read: (start: number, end: number) => {
        const part = new Uint8Array(end - start);
        if (start < 44) part.set(head.subarray(start, Math.min(44, end)));
        return Promise.resolve(part);
      },
    };
    await expect(inspect(source, undefined)).rejects.toMatchObject({
      code: "input_too_long",
      message: expect.stringContaining("The audio lasts 4:00:00. ComfyUI would load all of it into memory, 5.5 GB."),
    });
  });
});

describe("EXR", () => {
  const exr = (channelNames: string[], over: Partial<Parameters<typeof encodeExr>[0]["layers"][0]> = {}, side = 8) =>
    encodeExr({
      width: side,
      height: side,
      layers: [
        { channelNames, interleavedPixels: new Float32Array(side * side * channelNames.length).fill(0.5), ...over },
      ],
    });

  test.each([
    ["f16", "piz", 16],
    ["f32", "zip16", 32],
  ] as const)(
    "%s with %s compression has channels, depth and a thumbnail in sRGB",
    async (precision, compression, bitDepth) => {
      const { thumbnail, ...found } = await inspectBytes(exr(["R", "G", "B", "A"], { precision, compression }));
      expect(found).toMatchObject({
        contentType: "image/x-exr",
        width: 8,
        height: 8,
        facts: { channels: 4, bitDepth, colourProfile: "linear" },
      });
      expect(codes(found)).toEqual(["linear_light"]);
      const { channels } = await sharp(thumbnail).stats();
      // Half of the light is 188 of 255 in sRGB.
      expect(Math.abs((channels[0]?.mean ?? 0) - 188)).toBeLessThan(2);
    },
  );

  test("with 200 channels is refused with their number", async () => {
    const names = Array.from({ length: 200 }, (_, index) => `pass${index}.R`);
    await expect(inspectBytes(exr(names))).rejects.toMatchObject({
      code: "input_too_many_channels",
      message: expect.stringContaining("The EXR has 200 channels"),
    });
  });

  test("warns of channels that ComfyUI does not read", async () => {
    expect(codes(await inspectBytes(exr(["Z"])))).toEqual(["linear_light", "no_rgb_channels"]);
    expect(codes(await inspectBytes(exr(["R", "G", "B", "A", "Z"])))).toEqual(["linear_light", "channels_dropped"]);
  });

  test("that ends too early is refused", async () => {
    const bytes = exr(["R", "G", "B"], { compression: "none" }, 64);
    for (const length of [20, 200, bytes.length / 2])
      await expect(inspectBytes(bytes.subarray(0, length))).rejects.toMatchObject({ code: "input_damaged" });
  });
});

describe("pictures", () => {
  test("a profile other than sRGB is named, with a warning", async () => {
    const found = await inspectBytes(await flat(8, 8).withIccProfile("p3").png().toBuffer());
    expect(found.facts.colourProfile).toMatch(/P3/);
    expect(codes(found)).toEqual(["profile_dropped"]);
    expect(codes(await inspectBytes(await flat(8, 8).withIccProfile("srgb").png().toBuffer()))).toEqual([]);
  });

  test("16-bit grey has a warning, 16-bit RGB none", async () => {
    const grey = await inspectBytes(await flat(8, 8).toColourspace("grey16").png().toBuffer());
    expect(grey).toMatchObject({ contentType: "image/png", facts: { bitDepth: 16, channels: 1 } });
    expect(codes(grey)).toEqual(["sixteen_bit_grey"]);
    const rgb = await inspectBytes(await flat(8, 8).toColourspace("rgb16").png().toBuffer());
    expect(rgb.facts).toMatchObject({ bitDepth: 16, channels: 3, warnings: [] });
  });

  test.each(["gif", "webp"] as const)("an animated %s has frames and a warning", async (format) => {
    const frames = await Promise.all(["red", "green", "blue"].map((colour) => flat(40, 20, colour).png().toBuffer()));
    const animated = await sharp(frames, { join: { animated: true } })
      .toFormat(format, { delay: [100, 200, 300] })
      .toBuffer();
    const found = await inspectBytes(animated);
    expect(found).toMatchObject({
      contentType: `image/${format}`,
      width: 40,
      height: 20,
      facts: { frames: 3, durationMs: 600 },
    });
    expect(codes(found)).toEqual(["animation_becomes_batch"]);
  });

  test.each(["avif", "tiff"] as const)("a still %s has no warning", async (format) => {
    const found = await inspectBytes(
      await flat(40, 20)
        .toFormat(format, { compression: format === "tiff" ? "lzw" : "av1" })
        .toBuffer(),
    );
    expect(found).toMatchObject({ contentType: `image/${format}`, width: 40, facts: { frames: 1, warnings: [] } });
  });

  test("a JPEG-compressed TIFF has a warning", async () => {
    expect(codes(await inspectBytes(await flat(40, 20).tiff({ compression: "jpeg" }).toBuffer()))).toEqual([
      "jpeg_compressed_tiff",
    ]);
  });

  test("Radiance HDR has a size, and is refused when it ends too early", async () => {
    const head = "#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n\n-Y 3 +X 5\n";
    const bytes = Buffer.concat([Buffer.from(head), Buffer.alloc(60, 128)]);
    const found = await inspectBytes(bytes);
    expect(found).toMatchObject({ contentType: "image/vnd.radiance", width: 5, height: 3 });
    expect(codes(found)).toEqual(["linear_light"]);
    await expect(inspectBytes(bytes.subarray(0, head.length + 3))).rejects.toMatchObject({ code: "input_damaged" });
  });
});

describe("3D and latents", () => {
  function glb(json: object): Buffer {
    const text = Buffer.from(JSON.stringify(json));
    const padded = Buffer.concat([text, Buffer.alloc((4 - (text.length % 4)) % 4, " ")]);
    const head = Buffer.alloc(20);
    head.write("glTF");
    head.writeUInt32LE(2, 4);
    head.writeUInt32LE(20 + padded.length, 8);
    head.writeUInt32LE(padded.length, 12);
    head.write("JSON", 16);
    return Buffer.concat([head, padded]);
  }

  test("GLB is validated", async () => {
    expect(await inspectBytes(glb({ asset: { version: "2.0" } }))).toMatchObject({
      contentType: "model/gltf-binary",
      facts: { codec: "glTF 2.0", warnings: [] },
    });
    const whole = glb({ asset: { version: "2.0" }, scene: 3 });
    await expect(inspectBytes(whole)).rejects.toMatchObject({ code: "input_damaged" });
    await expect(inspectBytes(whole.subarray(0, -4))).rejects.toMatchObject({ code: "input_damaged" });
  });

  const safetensors = (name: string, shape: number[]): Buffer => {
    const bytes = 4 * shape.reduce((product, one) => product * one, 1);
    const header = Buffer.from(JSON.stringify({ [name]: { dtype: "F32", shape, data_offsets: [0, bytes] } }));
    const length = Buffer.alloc(8);
    length.writeBigUInt64LE(BigInt(header.length));
    return Buffer.concat([length, header, Buffer.alloc(bytes)]);
  };

  test("a latent is a safetensors file with ComfyUI's tensor; a model is refused", async () => {
    expect(await inspectBytes(safetensors("latent_tensor", [1, 16, 5, 8, 8]))).toMatchObject({
      contentType: "application/x-safetensors",
      facts: { channels: 16, frames: 5 },
    });
    await expect(inspectBytes(safetensors("weight", [4]))).rejects.toMatchObject({ code: "input_type_not_supported" });
    await expect(inspectBytes(safetensors("latent_tensor", [4]).subarray(0, -1))).rejects.toMatchObject({
      code: "input_damaged",
    });
  });
});

test.each([
  ["text", Buffer.from("hello")],
  ["a PDF", Buffer.from("%PDF-1.7")],
  ["Matroska", Buffer.from("1a45dfa3934282886d6174726f736b61", "hex")],
  ["an executable", Buffer.from("\u007fELF\u0002")],
  ["nothing but zeros", Buffer.alloc(64)],
])("%s is refused with the supported types", async (_what, bytes) => {
  await expect(inspectBytes(bytes)).rejects.toMatchObject({
    code: "input_type_not_supported",
    message: expect.stringContaining("MP4, MOV, WebM"),
  });
});
