import { randomUUID } from "node:crypto";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Graph } from "@pegbar/comfyui";
import { Peer } from "@pegbar/comfyui/contract";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Preview, startPreview } from "./index.ts";

let preview: Preview;
let peer: Peer;
let dir: string;

/** 4 × 2: the left half (200, 100, 50), the right half (0, 100, 255) and half transparent. */
const sample = async () => {
  const data = Buffer.alloc(4 * 2 * 4);
  for (let i = 0; i < 8; i++) data.set(i % 4 < 2 ? [200, 100, 50, 255] : [0, 100, 255, 128], i * 4);
  return Uint8Array.from(
    await sharp(data, { raw: { width: 4, height: 2, channels: 4 } })
      .png()
      .toBuffer(),
  );
};

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), "pegbar-nodes-"));
  preview = await startPreview({ dir });
  peer = new Peer(preview.url);
  await peer.upload("sample.png", await sample());
});
afterAll(async () => {
  await preview.stop();
  await rm(dir, { recursive: true });
});

const load = { "1": { class_type: "LoadImage", inputs: { image: "sample.png" } } };
const empty = (color: number, width = 4, height = 2) => ({
  class_type: "EmptyImage",
  inputs: { width, height, batch_size: 1, color },
});

interface Saved {
  readonly width: number;
  readonly height: number;
  readonly pixel: (x: number, y: number) => number[];
}

/** Saves what the node "r" gives and reads it: all frames. */
async function run(nodes: Graph): Promise<Saved[]> {
  const graph = {
    ...load,
    ...nodes,
    s: { class_type: "SaveImage", inputs: { images: ["r", 0], filename_prefix: randomUUID() } },
  };
  const { promptId, body } = await peer.submit(graph, { client_id: "test" });
  expect(body).toMatchObject({ node_errors: {} });
  const entry = await peer.finished(promptId);
  const outputs = entry["outputs"] as Record<string, { images: { filename: string }[] }>;
  const images = outputs["s"]?.images;
  if (!images) throw new Error(JSON.stringify(entry["status"]));
  return Promise.all(
    images.map(async ({ filename }) => {
      const { data, info } = await sharp(path.join(dir, "output", filename))
        .raw()
        .toBuffer({ resolveWithObject: true });
      const at = (x: number, y: number) => (y * info.width + x) * info.channels;
      return { width: info.width, height: info.height, pixel: (x, y) => [...data.subarray(at(x, y), at(x, y) + 3)] };
    }),
  );
}

const one = async (nodes: Graph): Promise<Saved> => {
  const [first, ...rest] = await run(nodes);
  expect(rest).toEqual([]);
  if (!first) throw new Error("nothing saved");
  return first;
};

const node = (class_type: string, inputs: Record<string, unknown>): Graph => ({ r: { class_type, inputs } });

test("LoadImage drops alpha without blending, and returns it as a mask", async () => {
  const picture = await one(node("ImageScaleBy", { image: ["1", 0], upscale_method: "nearest-exact", scale_by: 1 }));
  expect([picture.pixel(0, 0), picture.pixel(3, 1)]).toEqual([
    [200, 100, 50],
    [0, 100, 255],
  ]);
  const mask = await one(node("MaskToImage", { mask: ["1", 1] }));
  expect([mask.pixel(0, 0), mask.pixel(3, 1)]).toEqual([
    [0, 0, 0],
    [127, 127, 127],
  ]);
});

test("LoadImageMask returns a channel", async () => {
  const red = { class_type: "LoadImageMask", inputs: { image: "sample.png", channel: "red" } };
  const mask = await one({ m: red, ...node("MaskToImage", { mask: ["m", 0] }) });
  expect([mask.pixel(0, 0)[0], mask.pixel(3, 0)[0]]).toEqual([200, 0]);
});

test("ImageScale keeps the aspect ratio, and crops around the centre", async () => {
  const wide = await one(
    node("ImageScale", { image: ["1", 0], upscale_method: "nearest-exact", width: 8, height: 0, crop: "disabled" }),
  );
  expect([wide.width, wide.height, wide.pixel(7, 3)]).toEqual([8, 4, [0, 100, 255]]);
  const square = await one(
    node("ImageScale", { image: ["1", 0], upscale_method: "nearest-exact", width: 2, height: 2, crop: "center" }),
  );
  expect([square.width, square.height, square.pixel(0, 0), square.pixel(1, 0)]).toEqual([
    2,
    2,
    [200, 100, 50],
    [0, 100, 255],
  ]);
});

test("ImageCrop stays inside the picture", async () => {
  const cropped = await one(node("ImageCrop", { image: ["1", 0], width: 512, height: 1, x: 2, y: 1 }));
  expect([cropped.width, cropped.height, cropped.pixel(0, 0)]).toEqual([2, 1, [0, 100, 255]]);
});

test("ImageInvert, ImageSharpen, ImageBlur", async () => {
  expect((await one(node("ImageInvert", { image: ["1", 0] }))).pixel(0, 0)).toEqual([55, 155, 205]);
  const blurred = await one(node("ImageBlur", { image: ["1", 0], blur_radius: 3, sigma: 2 }));
  expect(blurred.pixel(1, 0)[0]).toBeLessThan(180);
  const sharper = await one(node("ImageSharpen", { image: ["1", 0], sharpen_radius: 1, sigma: 1, alpha: 1 }));
  expect(sharper.pixel(1, 0)[0]).toBe(255);
  // A flat channel stays flat.
  expect([blurred.pixel(1, 0)[1], sharper.pixel(1, 0)[1]]).toEqual([100, 100]);
});

test.each([
  ["normal", [150, 50, 25]],
  ["multiply", [139, 50, 25]],
  ["screen", [211, 100, 50]],
  ["difference", [150, 100, 50]],
])("ImageBlend %s", async (blend_mode, expected) => {
  const inputs = { image1: ["1", 0], image2: ["e", 0], blend_factor: 0.5, blend_mode };
  const { pixel } = await one({ e: empty(0x640000), ...node("ImageBlend", inputs) });
  for (const [c, value] of pixel(0, 0).entries())
    expect(Math.abs(value - (expected[c] ?? 0)), `channel ${c}`).toBeLessThanOrEqual(1);
});

test("ImageCompositeMasked pastes where the mask is white, and clips at the edges", async () => {
  const source = { e: empty(0xffffff, 2, 2) };
  const plain = await one({
    ...source,
    ...node("ImageCompositeMasked", { destination: ["1", 0], source: ["e", 0], x: 3, y: 0, resize_source: false }),
  });
  expect([plain.pixel(2, 0), plain.pixel(3, 0)]).toEqual([
    [0, 100, 255],
    [255, 255, 255],
  ]);
  const inputs = { destination: ["e", 0], source: ["1", 0], x: 0, y: 0, resize_source: false, mask: ["m", 0] };
  const mask = { class_type: "ImageToMask", inputs: { image: ["1", 0], channel: "blue" } };
  const masked = await one({ e: empty(0, 4, 2), m: mask, ...node("ImageCompositeMasked", inputs) });
  expect([masked.pixel(0, 0)[0], masked.pixel(3, 0)]).toEqual([39, [0, 100, 255]]);
});

test("ImageBatch resizes the second picture to the first; RepeatImageBatch repeats", async () => {
  const frames = await run({
    e: empty(0x112233, 10, 10),
    ...node("ImageBatch", { image1: ["1", 0], image2: ["e", 0] }),
  });
  expect(frames.map((f) => [f.width, f.height, f.pixel(0, 0)])).toEqual([
    [4, 2, [200, 100, 50]],
    [4, 2, [17, 34, 51]],
  ]);
  expect(await run(node("RepeatImageBatch", { image: ["1", 0], amount: 3 }))).toHaveLength(3);
});

test("PreviewImage writes to the temp folder under the server's own prefix", async () => {
  const graph = { ...load, p: { class_type: "PreviewImage", inputs: { images: ["1", 0] } } };
  const { promptId } = await peer.submit(graph, { client_id: "test" });
  const filename = expect.stringMatching(/^ComfyUI_temp_[0-9a-f]{5}_00001_\.png$/);
  expect(await peer.finished(promptId)).toMatchObject({
    outputs: { p: { images: [{ filename, subfolder: "", type: "temp" }] } },
  });
  expect(await readdir(path.join(dir, "temp"))).toHaveLength(1);
});

test("as in ComfyUI, a file name can lead to other folders, so the platform must protect itself", async () => {
  await run(node("ImageInvert", { image: ["1", 0] }));
  const [file = ""] = await readdir(path.join(dir, "output"));
  for (const image of [`${file} [output]`, `../output/${file}`, path.join(dir, "output", file)]) {
    const { status } = await peer.submit({
      ...load,
      "1": { class_type: "LoadImage", inputs: { image } },
      p: { class_type: "PreviewImage", inputs: { images: ["1", 0] } },
    });
    expect(status, image).toBe(200);
  }
});

test("/upload/mask stores the original picture with the mask's alpha", async () => {
  const mask = await sharp({ create: { width: 4, height: 2, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } })
    .png()
    .toBuffer();
  const form = new FormData();
  form.set("image", new File([Uint8Array.from(mask)], "masked.png"));
  form.set("original_ref", JSON.stringify({ filename: "sample.png", type: "input" }));
  const response = await fetch(`${preview.url}/upload/mask`, { method: "POST", body: form });
  expect(await response.json()).toEqual({ name: "masked.png", subfolder: "", type: "input" });
  const stored = await sharp(await readFile(path.join(dir, "input", "masked.png")))
    .raw()
    .toBuffer();
  expect([...stored.subarray(0, 4)]).toEqual([200, 100, 50, 0]);
});

test("deletes history by id or completely", async () => {
  const graph = { ...load, p: { class_type: "PreviewImage", inputs: { images: ["1", 0] } } };
  const ids = [await peer.submit(graph), await peer.submit(graph)].map(({ promptId }) => promptId);
  for (const id of ids) await peer.finished(id);
  await peer.post("/history", { delete: [ids[0]] });
  expect([await peer.history(ids[0] ?? ""), await peer.history(ids[1] ?? "")]).toEqual([undefined, expect.anything()]);
  await peer.post("/history", { clear: true });
  expect((await peer.get("/history")).body).toEqual({});
  expect((await peer.get("/no/such/route")).status).toBe(404);
});
