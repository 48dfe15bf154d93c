import { describe, expect, it } from "vitest";
import { ManifestError, parseManifest, SourceManifest } from "./manifest.ts";

const MODEL = { folder: "checkpoints", fileName: "x.safetensors", sha256: "a".repeat(64), bytes: 1 };
const parse = (value: unknown) => parseManifest(SourceManifest, JSON.stringify(value), "it", "Do this.");
const withModel = (change: object) => parse({ version: 1, models: [{ ...MODEL, ...change }] });

describe("manifest", () => {
  it.each(["x.safetensors", "sd/1.5/x y.ckpt", "ünï.pt", "x..y.pt", "..".padStart(3, "x")])(
    "accepts %j",
    (fileName) => {
      expect(withModel({ fileName, key: "other/key" }).models).toEqual([{ ...MODEL, fileName, key: "other/key" }]);
    },
  );

  it.each([
    "",
    "..",
    "../x",
    "a/../../x",
    "/etc/x",
    "a//x",
    "a/",
    ".",
    "./x",
    ".hidden",
    "a/.hidden/x",
    "a\\x",
    "..\\x",
    "x\0.pt",
    "x\n.pt",
    "x\u001b[2J",
    "ten_01JAAAAAAAAAAAAAAAAAAAAAAA/x.pt",
  ])("refuses the file name %j", (fileName) => {
    expect(() => withModel({ fileName })).toThrow(ManifestError);
  });

  it.each(["", "..", ".importing", "a/b", "Checkpoints", "a b", "a\n", "a\\b", "loras\0"])(
    "refuses the folder %j",
    (folder) => {
      expect(() => withModel({ folder })).toThrow(ManifestError);
    },
  );

  it.each([
    { sha256: "A".repeat(64) },
    { sha256: `${"a".repeat(64)}\n` },
    { bytes: -1 },
    { bytes: 1.5 },
    { bytes: "1" },
    { key: "" },
    { importedAt: "2026-01-01T00:00:00.000Z" },
  ])("refuses %j", (change) => {
    expect(() => withModel(change)).toThrow(ManifestError);
  });

  it("refuses a duplicate file, an unknown version, and other JSON", () => {
    expect(() => parse({ version: 1, models: [MODEL, MODEL] })).toThrow("checkpoints/x.safetensors is listed twice");
    expect(() => parse({ version: 2, models: [] })).toThrow(ManifestError);
    expect(() => parse([])).toThrow(ManifestError);
  });

  it("explains where, what, and what to do", () => {
    expect(() => parseManifest(SourceManifest, "{", "here.json", "Do this.")).toThrow(
      /^here\.json is not JSON: .+\nDo this\.$/,
    );
    expect(() => withModel({ folder: "A" })).toThrow(/models\[0\]\.folder[\s\S]*Do this\.$/);
  });
});
