import fc from "fast-check";
import { describe, expect, test } from "vitest";
import * as build from "./workflow-files.ts";
import {
  createBlobSource,
  type FileSource,
  MalformedFileError,
  parseWorkflowJson,
  readWorkflowFile,
} from "@pegbar/sdk/workflow-file";

const prompt = { "1": { class_type: "LoadImage", inputs: { image: "größe 漢.png" } } };
const workflow = { nodes: [{ id: 1, type: "LoadImage", title: "Größe 漢" }], links: [] };
const texts = { prompt: JSON.stringify(prompt), workflow: JSON.stringify(workflow) };

const read = (bytes: Uint8Array) => readWorkflowFile(createBlobSource(new Blob([bytes as Uint8Array<ArrayBuffer>])));

const files: Readonly<Record<string, () => Buffer>> = {
  "png tEXt": () => build.buildPng(texts, "tEXt"),
  "png zTXt": () => build.buildPng(texts, "zTXt"),
  "png iTXt": () => build.buildPng(texts, "iTXt"),
  "png iTXt compressed": () => build.buildPng(texts, "iTXt compressed"),
  "png animated": () => build.buildPng(texts, "comf"),
  "webp big-endian": () => build.buildWebp(texts),
  "webp little-endian, without prefix": () => build.buildWebp(texts, { isLittle: true, hasPrefix: false }),
  mp4: () => build.buildMp4(texts),
  "mp4 with the movie box last": () => build.buildMp4(texts, { isLast: true }),
  "mp4 as QuickTime": () => build.buildMp4(texts, { isQuickTime: true }),
  matroska: () => build.buildMatroska(texts),
  "matroska live": () => build.buildMatroska(texts, { isLive: true }),
  flac: () => build.buildFlac(texts),
  "ogg opus": () => build.buildOgg(texts),
  "ogg vorbis, on several pages": () => build.buildOgg(texts, { codec: "vorbis", perPage: 1 }),
  "mp3 ID3v2.4": () => build.buildMp3(texts),
  "mp3 ID3v2.3": () => build.buildMp3(texts, 3),
  exr: () => build.buildExr(texts),
  safetensors: () => build.buildSafetensors(texts),
};

describe("reads prompt and workflow", () => {
  test.each(Object.keys(files))("%s", async (name) => {
    expect(await read(files[name]!())).toEqual({ format: name.split(/[ ,]/)[0], prompt, workflow });
  });

  test("json of either format, with a byte order mark", async () => {
    expect(await read(Buffer.from(texts.prompt))).toEqual({ format: "json", prompt });
    expect(await read(Buffer.from(`\uFEFF \n${texts.workflow}`))).toEqual({ format: "json", workflow });
  });

  test("one of the two", async () => {
    expect(await read(build.buildPng({ prompt: texts.prompt }))).toEqual({ format: "png", prompt });
    expect(await read(build.buildPng({ workflow: texts.workflow, Comment: "x" }))).toEqual({ format: "png", workflow });
  });

  test("numbers that only Python writes are null", async () => {
    const text = '{"1": {"inputs": {"a": NaN, "b": [-Infinity, Infinity], "c": "NaN \\" Infinity"}}}';
    const value = { "1": { inputs: { a: null, b: [null, null], c: 'NaN " Infinity' } } };
    expect(parseWorkflowJson(text)).toEqual(value);
    expect(await read(build.buildPng({ prompt: text }))).toEqual({ format: "png", prompt: value });
    const seeds =
      '{"seed": 18446744073709551615, "safe": 9007199254740991, "text": "18446744073709551615", "x": 1.5e20}';
    expect(parseWorkflowJson(seeds)).toEqual({
      seed: "18446744073709551615",
      safe: 9_007_199_254_740_991,
      text: "18446744073709551615",
      x: 1.5e20,
    });
    expect(() => parseWorkflowJson('{"a": NaNs}')).toThrow(SyntaxError);
  });
});

describe("reports what is missing", () => {
  test("a file without them, and texts that are no JSON", async () => {
    expect(await read(build.buildPng({ Comment: "x" }))).toEqual({ format: "png" });
    expect(await read(build.buildPng({ prompt: "{", workflow: "[]" }))).toEqual({ format: "png" });
  });

  test("a file of another type, and an empty one", async () => {
    expect(await read(Buffer.from("hello"))).toBeUndefined();
    expect(await read(Buffer.alloc(0))).toBeUndefined();
    expect(await read(Buffer.from("\xff\xd8\xff\xe0", "latin1"))).toBeUndefined();
  });

  test("a damaged file", async () => {
    await expect(read(build.buildPng(texts).subarray(0, 60))).rejects.toThrow(MalformedFileError);
    await expect(read(build.buildPng({ prompt: "x" }, "zTXt").fill(1, 50, 60))).rejects.toThrow(MalformedFileError);
    await expect(read(Buffer.from("[1]"))).rejects.toThrow(MalformedFileError);
    await expect(read(Buffer.from("{nonsense"))).rejects.toThrow(SyntaxError);
  });
});

describe("withstands hostile files", () => {
  test("a compressed text that grows without end", async () => {
    const bomb = build.buildPng({ prompt: "x".repeat(100_000_000) }, "zTXt");
    expect(bomb.length).toBeLessThan(200_000);
    await expect(read(bomb)).rejects.toThrow("too long");
  });

  test("any bytes end in an answer or in a MalformedFileError", async () => {
    const change = fc.tuple(fc.nat(), fc.nat(255));
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...Object.values(files)),
        fc.array(change, { maxLength: 8 }),
        fc.nat(),
        async (file, changes, cut) => {
          const bytes = file();
          for (const [at, value] of changes) bytes[at % bytes.length] = value;
          const answer = await read(cut % 3 === 0 ? bytes.subarray(0, cut % bytes.length) : bytes).catch(
            (e: unknown) => e,
          );
          if (answer instanceof Error && !(answer instanceof SyntaxError))
            expect(answer).toBeInstanceOf(MalformedFileError);
        },
      ),
      { numRuns: 2_000 },
    );
  });

  test("of a video of 20 GB, only a few kilobytes are read", async () => {
    const size = 20 * 1024 ** 3;
    const small = build.buildMp4(texts, { mediaBytes: 0, isLast: true });
    const type = small.subarray(0, 16);
    const movie = small.subarray(24);
    const media = Buffer.from("000000016d64617400000000000000000000", "hex").subarray(0, 16);
    media.writeBigUInt64BE(BigInt(size), 8);
    const total = type.length + size + movie.length;
    let bytesRead = 0;
    const source: FileSource = {
      size: total,
      read: (offset, length) => {
        bytesRead += length;
        const out = Buffer.alloc(Math.min(length, total - offset));
        const put = (part: Uint8Array, at: number) => {
          for (let i = 0; i < out.length; i++) {
            const from = offset + i - at;
            if (from >= 0 && from < part.length) out[i] = part[from]!;
          }
        };
        put(type, 0);
        put(media, type.length);
        put(movie, type.length + size);
        return Promise.resolve(out);
      },
    };
    expect(await readWorkflowFile(source)).toEqual({ format: "mp4", prompt, workflow });
    expect(bytesRead).toBeLessThan(10_000);
  });
});
