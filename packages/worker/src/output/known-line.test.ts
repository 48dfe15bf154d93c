import { describe, expect, it } from "vitest";
import { readKnownLine } from "./known-line.ts";

describe("readKnownLine", () => {
  it.each([
    "Prompt executed in 4.21 seconds",
    "Prompt executed in 00:12:07",
    "Requested to load SDXLClipModel",
    "loaded completely; 9.5 MB usable, 1560.80 MB loaded, full load: True",
    "loaded completely;  1560.80 MB loaded, full load: True",
    "loaded partially; 128.00 MB usable, 100.12 MB loaded, 4800.00 MB offloaded, 72.00 MB buffer reserved, lowvram patches: 0",
    "Model Flux prepared for dynamic VRAM loading. 11350MB Staged. 0 patches attached.",
    "model weight dtype torch.float16, manual cast: None",
    "model_type FLUX",
    "VAE load device: cuda:0, offload device: cpu, dtype: torch.bfloat16",
    "Warning: Ran out of memory when regular VAE decoding, retrying with tiled VAE decoding.",
    "Processing interrupted",
  ])("passes %j", (line) => expect(readKnownLine(line)).toBe(line));

  it.each([
    ["100%|██████████| 20/20 [00:04<00:00,  4.50it/s]", "100% 20/20 [00:04<00:00,  4.50it/s]"],
    ["Requested to load Giraffe", "Requested to load …"],
    ["!!! Exception during processing !!! no giraffe", "!!! Exception during processing !!!"],
    ["Failed to validate prompt for output giraffe:", "Failed to validate prompt for output"],
  ])("passes a part of %j", (line, part) => expect(readKnownLine(line)).toBe(part));

  it.each(["got prompt", " 25%|██▌       | 5/20 [00:01<00:03,  4.20it/s]"])("leaves out %j", (line) =>
    expect(readKnownLine(line)).toBe(""),
  );

  it.each([
    "a purple giraffe",
    "Prompt executed in a giraffe",
    "Prompt executed in 4.21 seconds giraffe",
    "giraffe 100%|██████████| 20/20 [00:04<00:00,  4.50it/s]",
    "100%|giraffe| 20/20 [00:04<00:00,  4.50it/s]",
    "Requested to load a giraffe",
    "model_type GIRAFFE",
    "VAE load device: giraffe, offload device: cpu, dtype: None",
    "invalid prompt: giraffe",
    "* KSampler 3:",
    "  - Value not in list: ckpt_name: 'giraffe' not in []",
    "lora key not loaded: giraffe",
    "warning, embedding:giraffe does not exist, ignoring",
    `  File "giraffe.py", line 1, in run`,
    "RuntimeError: giraffe",
  ])("withholds %j", (line) => expect(readKnownLine(line)).toBeUndefined());
});
