import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { detectContentType } from "./content-type.ts";
import { chooseExtension } from "./input-extension.ts";

let folder = "";
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "pegbar-type-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const safetensors = () => {
  const header = Buffer.from('{"latent_tensor":{}}');
  const length = Buffer.alloc(8);
  length.writeBigUInt64LE(BigInt(header.length));
  return Buffer.concat([length, header]);
};

test.each([
  ["an EXR", "a.exr", Buffer.from("762f310102000000", "hex"), "image/x-exr"],
  ["an EXR with another name", "a.png", Buffer.from("762f310102000000", "hex"), "image/x-exr"],
  ["Radiance HDR", "a.hdr", Buffer.from("#?RADIANCE\nFORMAT=32-bit_rle_rgbe\n"), "image/vnd.radiance"],
  ["a latent", "a.latent", safetensors(), "application/x-safetensors"],
  ["a GLB", "a.glb", Buffer.from("676c5446020000000c000000", "hex"), "model/gltf-binary"],
  ["JSON that is no latent", "a.json", Buffer.from('{"latent_tensor":{}}'), "application/json"],
  ["a short text", "a.txt", Buffer.from("hi"), "text/plain"],
])("%s", async (_what, name, bytes, type) => {
  const file = path.join(folder, name);
  await writeFile(file, bytes);
  expect(await detectContentType(file, name)).toBe(type);
});

test.each([
  ["image/png", "png"],
  ["image/x-exr", "exr"],
  ["video/quicktime", "mov"],
  ["audio/mpeg", "mp3"],
  ["model/gltf-binary", "glb"],
  ["application/x-safetensors", "latent"],
])("an input of type %s has the extension %s in ComfyUI's input folder", (type, extension) => {
  expect(chooseExtension(type)).toBe(extension);
});
