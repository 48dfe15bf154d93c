import { expect, test } from "vitest";
import { getOutputKey, ResultNames } from "./result-names.ts";

const png = { type: "output", extension: "png", width: 96, height: 64 } as const;

test("names results as ComfyUI does, and goes on after those of an earlier run", () => {
  const names = new ResultNames();
  names.markUsed({ type: "output", subfolder: "shot", filename: "paint_00007_.png" });
  names.markUsed({ type: "temp", subfolder: "shot", filename: "paint_00050_.png" });
  const chosen = names.choose([
    { ...png, prefix: "shot/paint" },
    { ...png, prefix: "shot/paint" },
    { ...png, prefix: "ComfyUI", extension: "mp4" },
  ]);
  expect(chosen).toEqual([
    { type: "output", subfolder: "shot", filename: "paint_00008_.png" },
    { type: "output", subfolder: "shot", filename: "paint_00009_.png" },
    { type: "output", subfolder: "", filename: "ComfyUI_00001_.mp4" },
  ]);
});

test("fills in sizes and dates, and keeps names inside of the folder", () => {
  const now = new Date(2026, 1, 3, 4, 5, 6);
  const choose = (prefix: string) => new ResultNames().choose([{ ...png, prefix }], now)[0];
  expect(choose("%width%x%height%/%year%-%month%-%day%_%hour%%minute%%second%")).toEqual({
    type: "output",
    subfolder: "96x64",
    filename: "2026-02-03_040506_00001_.png",
  });
  expect(choose("%KSampler.seed%")?.filename).toBe("%KSampler.seed%_00001_.png");
  expect(choose("../../x")).toEqual({ type: "output", subfolder: "", filename: "ComfyUI_00001_.png" });
});

test.each([
  ["SaveImage", "image/png", "images"],
  ["SaveVideo", "video/mp4", "images"],
  ["VHS_VideoCombine", "video/mp4", "gifs"],
  ["SaveAudio", "audio/flac", "audio"],
  ["SaveGLB", "model/gltf-binary", "3d"],
  ["PreviewAny", "text/plain", "text"],
  ["SaveLatent", "application/x-safetensors", "latents"],
])("lists a file of %s (%s) under %s", (classType, contentType, key) => {
  expect(getOutputKey(classType, contentType)).toBe(key);
});
