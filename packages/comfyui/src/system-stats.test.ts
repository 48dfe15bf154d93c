import { describe, expect, test } from "vitest";
import { parseCudaVersion, parsePythonVersion, parsePytorchVersion, SystemStats } from "./system-stats.ts";

const device = { name: "cpu", type: "cpu", index: null, vram_total: 25e9, vram_free: 20e9 };

describe("system_stats", () => {
  test("of old versions, and of servers that report odd values, is read as far as it is needed", () => {
    const old = { system: { comfyui_version: "0.18.1", python_version: "3.11.7 (main)" }, devices: [device] };
    expect(SystemStats.parse(old).system).toEqual({
      comfyui_version: "0.18.1",
      python_version: "3.11.7 (main)",
      argv: [],
      comfy_package_versions: [],
    });
    const odd = {
      comfyui_version: "1",
      python_version: 3,
      pytorch_version: null,
      argv: "--cpu",
      comfy_package_versions: {},
    };
    expect(SystemStats.parse({ system: odd }).system).toEqual({
      comfyui_version: "1",
      python_version: undefined,
      pytorch_version: undefined,
      argv: [],
      comfy_package_versions: [],
    });
  });

  test.each([
    ["3.11.7 (main, May  9 2026, 07:35:25) [GCC 12.2.0]", "3.11.7"],
    ["3.14.0rc1+ (heads/3.14:1, x) [Clang 17]", "3.14.0rc1+"],
    ["none", undefined],
    [undefined, undefined],
  ])("Python %s", (text, version) => {
    expect(parsePythonVersion(text)).toBe(version);
  });

  test.each([
    ["2.15.0+cu132", "2.15.0+cu132", "13.2"],
    ["2.7.1+cu118", "2.7.1+cu118", "11.8"],
    ["1.6.0+cu92", "1.6.0+cu92", "9.2"],
    ["2.10.0a0+git1234-dirty", "2.10.0a0+git1234-dirty", undefined],
    ["2.9.0+rocm6.4", "2.9.0+rocm6.4", undefined],
    ["2.8.0+cpu", "2.8.0+cpu", undefined],
    ["2.8.0", "2.8.0", undefined],
    ["none", undefined, undefined],
  ])("PyTorch %s", (text, version, cuda) => {
    expect(parsePytorchVersion(text)).toBe(version);
    expect(parseCudaVersion(parsePytorchVersion(text))).toBe(cuda);
  });
});
