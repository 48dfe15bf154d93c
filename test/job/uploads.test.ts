import { createHash, randomBytes } from "node:crypto";
import sharp from "sharp";
import * as z from "zod";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { deleteAbandonedUploads } from "@pegbar/core/catalog/cleanup/uploads.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { createSafetensors } from "../setup/safetensors.ts";

const PART_BYTES = 64 * 1024 * 1024;
const admin = "admin@lumen.example";
const sha256 = (bytes: Uint8Array) => createHash("sha256").update(bytes).digest("hex");

let api: TestApi;
/** Two parts, the second one small. */
let file: Buffer;
let slices: Buffer[];
beforeAll(async () => {
  api = await startApi();
  file = createSafetensors(Buffer.alloc(PART_BYTES + 1000, randomBytes(997)));
  slices = [file.subarray(0, PART_BYTES), file.subarray(PART_BYTES)];
});
afterAll(() => api.stop());

const Signed = z.object({ url: z.string(), headers: z.record(z.string(), z.string()) });
const Announced = z.object({
  id: z.string(),
  status: z.string(),
  upload: Signed.optional(),
  parts: z.array(Signed.extend({ number: z.number() })).optional(),
});
const announcement = (bytes: Buffer, fileName: string, over: Record<string, unknown> = {}) => ({
  fileName,
  kind: "lora",
  name: "Ink",
  sha256: sha256(bytes),
  bytes: bytes.length,
  family: "sd15",
  licence: "own",
  ...(bytes.length > PART_BYTES ? { partSha256s: slices.map(sha256) } : {}),
  ...over,
});
const announce = async (body: Record<string, unknown>) =>
  Announced.parse((await api.ask("POST", "/v1/models", { as: admin, body })).body);
const complete = (id: string) => api.ask("POST", `/v1/models/${id}/complete`, { as: admin });
const put = async ({ url, headers }: z.infer<typeof Signed>, bytes: Uint8Array) =>
  (await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) })).status;
const partOf = ({ parts }: z.infer<typeof Announced>, number: number) => {
  const found = parts?.find((part) => part.number === number);
  if (!found) throw new Error(`part ${number} is not asked for`);
  return found;
};
const stored = async (sha: string) => (await api.studios.stored()).filter((key) => key.includes(sha));
const storageUsed = async () => {
  const [row] = await api.admin`
    select storage_bytes from quota where scope = 'tenant'
      and tenant_id = (select id from tenant where slug = 'lumen')`;
  return Number(row?.["storage_bytes"]);
};
const media = async <T>(done: () => Promise<T>): Promise<T> => {
  const result = await done();
  await api.studios.waitForBackground();
  return result;
};

describe("a model file in parts", () => {
  test("resumes after an interruption with the missing parts, and becomes one object", async () => {
    const before = await storageUsed();
    const body = announcement(file, "parts.safetensors");
    const first = await announce(body);
    expect(first).toMatchObject({ status: "announced", parts: [{ number: 1 }, { number: 2 }] });
    expect(first.upload).toBeUndefined();
    expect(await put(partOf(first, 2), slices[1] ?? file)).toBe(200);

    const early = await complete(first.id);
    expect(early).toMatchObject({ status: 422, body: { code: "input_missing", errors: [{ code: "parts_missing" }] } });
    expect(JSON.stringify(early.body)).toContain("Parts 1 are missing");

    const again = await announce(body);
    expect(again.id).toBe(first.id);
    expect(again.parts?.map(({ number }) => number)).toEqual([1]);
    expect(await storageUsed()).toBe(before + file.length);
    expect(await put(partOf(again, 1), slices[0] ?? file)).toBe(200);
    expect((await announce(body)).parts).toEqual([]);

    expect(await media(() => complete(first.id))).toMatchObject({ status: 200, body: { status: "active" } });
    expect(await stored(body.sha256)).toHaveLength(3);
    await api.studios.removeLeftovers();
    const [key, ...more] = await stored(body.sha256);
    expect(more).toEqual([]);
    const hash = createHash("sha256");
    for await (const chunk of await api.studios.storage.get(key ?? "")) hash.update(chunk);
    expect(hash.digest("hex")).toBe(body.sha256);
    expect(await announce(body)).toMatchObject({ status: "active" });
  });

  test("is refused if a part or the whole differs from the announcement", async () => {
    const before = await storageUsed();
    const body = announcement(file, "wrong.safetensors", { sha256: "a".repeat(64) });
    const announced = await announce(body);
    const other = Buffer.from(slices[1] ?? file);
    other[0] = (other[0] ?? 0) ^ 1;
    expect(await put(partOf(announced, 2), other)).toBe(400);
    for (const [index, slice] of slices.entries()) expect(await put(partOf(announced, index + 1), slice)).toBe(200);
    expect(await put(partOf(announced, 2), slices[1] ?? file)).toBe(412);
    expect(await media(() => complete(announced.id))).toMatchObject({
      status: 422,
      body: { errors: [{ code: "model_hash_mismatch" }] },
    });
    expect(await storageUsed()).toBe(before);
    await api.studios.removeLeftovers();
    expect(await stored(body.sha256)).toEqual([]);
  });

  test("starts again with other parts or content, and leaves nothing of the earlier upload", async () => {
    const before = await storageUsed();
    const first = await announce(announcement(file, "anew.safetensors", { sha256: "b".repeat(64) }));
    expect(await put(partOf(first, 2), slices[1] ?? file)).toBe(200);
    const small = createSafetensors();
    const second = await announce(announcement(small, "anew.safetensors"));
    expect(second).toMatchObject({ id: first.id, upload: {} });
    expect(await storageUsed()).toBe(before + small.length);
    await api.studios.removeLeftovers();
    expect(await stored("b".repeat(64))).toEqual([]);
  });

  test.each([
    ["no parts for a large file", PART_BYTES + 1, undefined],
    ["too few parts", 3 * PART_BYTES, ["a".repeat(64)]],
    ["parts for a small file", PART_BYTES, ["a".repeat(64)]],
  ])("%s: the error contains the number of parts", async (_what, bytes, partSha256s) => {
    const body = { ...announcement(createSafetensors(), "count.safetensors"), bytes, partSha256s };
    expect(await api.ask("POST", "/v1/models", { as: admin, body })).toMatchObject({
      status: 400,
      body: { code: "invalid_request", errors: [{ code: "parts_mismatch", pointer: "/partSha256s" }] },
    });
  });
});

describe("an input in parts", () => {
  /** A WAV over 64 MiB: two parts. */
  const wav = (): Buffer => {
    const bytes = Buffer.alloc(PART_BYTES + 44 + 4000);
    bytes.write("RIFF");
    bytes.writeUInt32LE(bytes.length - 8, 4);
    bytes.write("WAVEfmt ", 8);
    bytes.writeUInt32LE(16, 16);
    for (const [at, value] of [
      [20, 1],
      [22, 2],
      [32, 4],
      [34, 16],
    ] as const)
      bytes.writeUInt16LE(value, at);
    bytes.writeUInt32LE(48_000, 24);
    bytes.writeUInt32LE(192_000, 28);
    bytes.write("data", 36);
    bytes.writeUInt32LE(bytes.length - 44, 40);
    return bytes;
  };
  const announceInput = async (bytes: Buffer, over: Record<string, unknown> = {}) => {
    const parts = [bytes.subarray(0, PART_BYTES), bytes.subarray(PART_BYTES)];
    const body = {
      sha256: sha256(bytes),
      bytes: bytes.length,
      contentType: "audio/wav",
      filename: "take.wav",
      partSha256s: parts.map(sha256),
      ...over,
    };
    return { parts, found: Announced.parse((await api.ask("POST", "/v1/inputs", { as: admin, body })).body) };
  };
  const completeInput = (id: string) => api.ask("POST", `/v1/inputs/${id}/complete`, { as: admin });

  test("loses nothing in nine interruptions, is checked from its parts, and becomes one object", async () => {
    const before = await storageUsed();
    const bytes = wav();
    const { found: first, parts } = await announceInput(bytes);
    for (let interruption = 0; interruption < 9; interruption++) {
      const stop = new AbortController();
      const { url, headers } = partOf(first, 1);
      const body = new ReadableStream<Uint8Array>({
        start: (stream) => stream.enqueue(new Uint8Array(bytes.subarray(0, 1000))),
      });
      const sent = fetch(url, { method: "PUT", headers, body, duplex: "half", signal: stop.signal } as RequestInit);
      setTimeout(() => stop.abort(), 20);
      await expect(sent).rejects.toThrow();
      if (interruption === 3) expect(await put(partOf(first, 2), parts[1] ?? bytes)).toBe(200);
      const { found } = await announceInput(bytes);
      expect(found.id).toBe(first.id);
      expect(found.parts?.map(({ number }) => number)).toEqual(interruption < 3 ? [1, 2] : [1]);
      const early = await completeInput(first.id);
      expect(early).toMatchObject({
        status: 422,
        body: { code: "input_missing", errors: [{ code: "parts_missing" }] },
      });
    }
    expect(await storageUsed()).toBe(before + bytes.length);
    const { found: last } = await announceInput(bytes);
    expect(await put(partOf(last, 1), parts[0] ?? bytes)).toBe(200);
    expect(await media(() => completeInput(first.id))).toMatchObject({
      status: 200,
      body: {
        status: "verified",
        contentType: "audio/wav",
        width: null,
        media: { codec: "pcm-s16", durationMs: 349_546, audioChannels: 2, sampleRate: 48_000, bitDepth: 16 },
      },
    });
    await api.studios.removeLeftovers();
    const keys = (await api.studios.stored()).filter((key) => key.includes(first.id));
    expect(keys).toHaveLength(1);
    const hash = createHash("sha256");
    for await (const chunk of await api.studios.storage.get(keys[0] ?? "")) hash.update(chunk);
    expect(hash.digest("hex")).toBe(sha256(bytes));

    const workflow = {
      slug: "invert-it",
      name: "Invert",
      class: "light",
      graph: {
        "1": { class_type: "LoadImage", inputs: { image: "a.png" } },
        "2": { class_type: "ImageInvert", inputs: { image: ["1", 0] } },
        "3": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "inverted" } },
        "4": { class_type: "PreviewImage", inputs: { images: ["2", 0] } },
      },
    };
    expect(await api.ask("POST", "/v1/workflows", { as: admin, body: workflow })).toMatchObject({
      status: 201,
      body: { warnings: [{ code: "preview_only", node: "4", pointer: "/graph/4" }] },
    });
    const job = { shot: "HARBOR/sq010/sh010", workflow: "invert-it", inputs: { image: first.id } };
    expect(await api.ask("POST", "/v1/jobs", { as: admin, body: job })).toMatchObject({
      status: 422,
      body: {
        code: "parameters_invalid",
        errors: [
          {
            code: "input_kind",
            pointer: "/inputs/image",
            message: "take.wav is of type audio/wav; Image (LoadImage) takes image",
          },
        ],
      },
    });
  });

  test("is refused if the whole differs from the announcement, and leaves no part", async () => {
    const before = await storageUsed();
    const { found, parts } = await announceInput(wav(), { sha256: "c".repeat(64) });
    for (const [index, part] of parts.entries()) expect(await put(partOf(found, index + 1), part)).toBe(200);
    expect(await media(() => completeInput(found.id))).toMatchObject({
      status: 422,
      body: { code: "input_hash_mismatch" },
    });
    expect(await storageUsed()).toBe(before);
    await api.studios.removeLeftovers();
    expect((await api.studios.stored()).filter((key) => key.includes(found.id))).toEqual([]);
  });
});

describe("an abandoned upload", () => {
  const sweep = () => api.studios.runAsPlatform("dispatch", deleteAbandonedUploads);
  const picture = { sha256: "c".repeat(64), bytes: 5000, contentType: "image/png", filename: "a.png" };

  test("is deleted after a week with its objects, releases its storage, and can be announced again", async () => {
    const before = await storageUsed();
    const body = announcement(file, "left.safetensors", { sha256: "d".repeat(64) });
    const model = await announce(body);
    expect(await put(partOf(model, 2), slices[1] ?? file)).toBe(200);
    const input = (await api.ask("POST", "/v1/inputs", { as: admin, body: picture })).body as { id: string };
    const kept = await announce(announcement(createSafetensors(), "kept.safetensors"));
    const used = await storageUsed();
    expect(used).toBeGreaterThan(before + file.length + picture.bytes);

    api.studios.advance(6.5 * 86_400);
    expect(await sweep()).toBe(0);
    expect(await announce(body)).toMatchObject({ parts: [{ number: 1 }] });
    await api.ask("POST", "/v1/inputs", { as: admin, body: picture });
    api.studios.advance(86_400);
    await sweep();
    expect((await api.ask("GET", `/v1/models/${kept.id}`, { as: admin })).body).toMatchObject({ status: "refused" });
    expect((await api.ask("GET", `/v1/models/${model.id}`, { as: admin })).body).toMatchObject({ status: "announced" });
    expect(await stored(body.sha256)).toHaveLength(1);

    api.studios.advance(7 * 86_400);
    expect(await sweep()).toBe(2);
    expect(await sweep()).toBe(0);
    expect(await stored(body.sha256)).toEqual([]);
    expect((await api.ask("GET", `/v1/inputs/${input.id}`, { as: admin })).status).toBe(404);
    expect(await storageUsed()).toBeLessThanOrEqual(before);
    expect(await complete(model.id)).toMatchObject({ status: 422, body: { errors: [{ code: "upload_abandoned" }] } });
    expect(await announce(body)).toMatchObject({ id: model.id, parts: [{ number: 1 }, { number: 2 }] });
  });
});

describe("an unused input", () => {
  const status = async (id: string) => (await api.ask("GET", `/v1/inputs/${id}`, { as: admin })).status;
  const announced = (bytes: Buffer) =>
    api.ask("POST", "/v1/inputs", {
      as: admin,
      body: { sha256: sha256(bytes), bytes: bytes.length, contentType: "image/png", filename: "layout.png" },
    });
  /** A picture of one colour, uploaded and checked. */
  async function input(background: string) {
    const bytes = await sharp({ create: { width: 64, height: 48, channels: 3, background } })
      .png()
      .toBuffer();
    const { id, upload } = Announced.parse((await announced(bytes)).body);
    expect(upload && (await put(upload, bytes))).toBe(200);
    expect((await api.ask("POST", `/v1/inputs/${id}/complete`, { as: admin })).status).toBe(200);
    const [row] = await api.admin<
      { key: string; thumbnail_key: string }[]
    >`select key, thumbnail_key from input where id = ${id}`;
    return { id, bytes, keys: [row?.key, row?.thumbnail_key] };
  }
  const submit = (layout: string) =>
    api.ask("POST", "/v1/jobs", {
      as: admin,
      body: { shot: "HARBOR/sq010/sh010", workflow: "paint-layout", parameters: { prompt: "fog" }, inputs: { layout } },
      headers: { "idempotency-key": randomBytes(8).toString("hex") },
    });
  const sweep = () => api.studios.runAsPlatform("dispatch", deleteAbandonedUploads);

  test("is deleted after thirty days with its objects and storage, unless a job uses it or it is announced again", async () => {
    const [used, unused, wanted] = [await input("#102030"), await input("#203040"), await input("#304050")];
    expect(await submit(used.id)).toMatchObject({ status: 201 });
    api.studios.advance(29 * 86_400);
    expect((await announced(wanted.bytes)).body).toMatchObject({ id: wanted.id, status: "verified" });
    await sweep();
    expect(await Promise.all([used, unused, wanted].map(({ id }) => status(id)))).toEqual([200, 200, 200]);
    const before = await storageUsed();
    api.studios.advance(2 * 86_400);
    expect(await sweep()).toBe(1);
    expect(await Promise.all([used, unused, wanted].map(({ id }) => status(id)))).toEqual([200, 404, 200]);
    expect(await storageUsed()).toBe(before - unused.bytes.length);
    // The janitor's next round deletes its objects.
    expect(await api.studios.stored()).toEqual(expect.arrayContaining(unused.keys));
    await api.studios.removeLeftovers();
    const left = await api.studios.stored();
    expect(left.filter((key) => unused.keys.includes(key))).toEqual([]);
    expect(left).toEqual(expect.arrayContaining([...used.keys, ...wanted.keys]));
    // The same picture may be uploaded again.
    expect(await status((await input("#203040")).id)).toBe(200);
  });

  test("is deleted, or used by concurrent jobs, of which none runs without it", async () => {
    const { id } = await input("#405060");
    api.studios.advance(31 * 86_400);
    const [, ...answers] = await Promise.all([sweep(), ...Array.from({ length: 8 }, () => submit(id))]);
    for (const answer of answers) expect([201, 404]).toContain(answer.status);
    expect(await status(id)).toBe(answers.some((answer) => answer.status === 201) ? 200 : 404);
  });
});
