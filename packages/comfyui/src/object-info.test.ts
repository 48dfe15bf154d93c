import { existsSync, readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { expect, test } from "vitest";
import { check } from "./check.ts";
import { buildGoodGraph, customNode, rawObjectInfo } from "./fixture.ts";
import { hashObjectInfo, parseObjectInfo } from "./object-info.ts";

const recorded = new URL("../../../../shared/comfyui-traffic/object_info.json.gz", import.meta.url);
if (!existsSync(recorded)) console.log("skipped: no recorded object_info next to this repository");

test("reads both forms of combos alike", () => {
  const scale = parseObjectInfo(rawObjectInfo).get("ImageScale");
  expect(scale?.inputs.map((i) => [i.name, i.type, i.choices])).toEqual([
    ["image", "IMAGE", undefined],
    ["upscale_method", "COMBO", ["nearest-exact", "lanczos"]],
    ["width", "INT", undefined],
    ["height", "INT", undefined],
    ["crop", "COMBO", ["disabled", "center"]],
  ]);
});

test("the digest depends on classes and ranges, not on their order or on files on the disk", () => {
  const digest = (raw: unknown) => hashObjectInfo(parseObjectInfo(raw));
  const changed = (from: string, to: string): unknown => JSON.parse(JSON.stringify(rawObjectInfo).replace(from, to));
  const before = digest(rawObjectInfo);
  expect(before).toMatch(/^[0-9a-f]{64}$/);
  expect(digest(Object.fromEntries(Object.entries(rawObjectInfo).reverse()))).toBe(before);
  expect(digest(changed("a.png", "c.png"))).toBe(before);
  expect(digest(changed("secret-of-another-studio", "ours"))).toBe(before);
  expect(digest(changed('["x.gguf"]', "[]"))).toBe(before);
  const folders = (options: string[]) =>
    digest({
      ...rawObjectInfo,
      LoadImageDataSetFromFolder: { input: { required: { folder: ["COMBO", { options }] } } },
    });
  expect(folders(["3d"])).toBe(folders([]));
  // Lists of files on the disk, or of GPUs, as ComfyUI's nodes and custom nodes declare them.
  const list = (choices: string[], first = choices[0]) =>
    digest({ ...rawObjectInfo, Lists: { input: { required: { one: [choices, { default: first }] } } } });
  expect(list(["a.safetensors", "[None]"])).toBe(list(["[None]"]));
  expect(list(["None", "ink.safetensors"])).toBe(list(["None"]));
  expect(list(["default", "cpu", "gpu:0"], "gpu:0")).toBe(list(["default", "cpu"]));
  expect(digest(changed('"max":16384', '"max":8192'))).not.toBe(before);
  expect(digest(changed("SaveImage", "SaveImage2"))).not.toBe(before);
});

test("rejects what is not an object_info", () => {
  expect(() => parseObjectInfo([])).toThrow();
});

test("a class with a malformed declaration is unusable, and no other", () => {
  const info = parseObjectInfo({
    ...rawObjectInfo,
    Broken: { input: { required: ["IMAGE"] }, python_module: "custom_nodes.pack" },
    Nothing: 5,
  });
  expect(info.get("Broken")).toMatchObject({
    module: "custom_nodes.pack",
    malformed: expect.stringContaining("input.required: "),
  });
  expect(info.get("Nothing")?.malformed).toMatch(/^declaration: /);
  expect(info.get("SaveImage")?.malformed).toBeUndefined();
  const policy = { allowedFiles: new Set(["inp_1"]), models: new Set<string>(), customNodes: [customNode] };
  const graph = {
    ...buildGoodGraph(),
    "3": { class_type: "SaveImage", inputs: { images: ["9", 0], filename_prefix: "x" } },
    "9": { class_type: "Broken", inputs: { image: ["2", 0] } },
  };
  expect(check(graph, info, policy)).toMatchObject([{ code: "malformed_class", nodeId: "9", classType: "Broken" }]);
  expect(check(buildGoodGraph(), info, policy)).toEqual([]);
});

test.skipIf(!existsSync(recorded))("parses a real server's object_info completely", () => {
  const objectInfo = parseObjectInfo(JSON.parse(gunzipSync(readFileSync(recorded)).toString()));
  expect(objectInfo.size).toBe(635);
  expect([...objectInfo.values()].filter((spec) => spec.apiNode).length).toBe(167);
  expect(objectInfo.get("LoadImage")?.outputs.map((o) => o.type)).toEqual(["IMAGE", "MASK"]);
});
