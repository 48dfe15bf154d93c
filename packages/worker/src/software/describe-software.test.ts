import { describe, expect, test } from "vitest";
import { SystemStats } from "@pegbar/comfyui";
import { Software, softwareLimits } from "@pegbar/core/contract";
import { describeSoftware } from "./describe-software.ts";
import type { MachineFacts } from "./machine-facts.ts";

const COMMIT = "c".repeat(40);
const SHA256 = "a".repeat(64);
const readSystem = (system: Record<string, unknown>) => SystemStats.parse({ system }).system;

/** As ComfyUI 0.18.1 and 0.33.0 report themselves. */
const old = readSystem({
  comfyui_version: "0.18.1",
  required_frontend_version: "1.42.8",
  python_version: "3.11.7 (main, May  9 2026, 07:35:25) [GCC 12.2.0]",
  pytorch_version: "2.15.0+cu132",
  embedded_python: false,
  argv: ["main.py", "--cpu", "--listen", "127.0.0.1", "--port", "8188", "--output-directory", "/data/out"],
});
const recent = readSystem({
  comfyui_version: "0.33.0",
  comfy_package_versions: [
    { name: "comfyui-frontend-package", installed: "1.49.6", required: "1.49.6" },
    { name: "comfy-kitchen", installed: "0.2.31", required: "0.2.31" },
    { name: "comfy-aimdo", installed: null, required: "0.4.13" },
  ],
  python_version: "3.12.3 (main, Jan  1 2026, 00:00:00) [GCC 13.3.0]",
  pytorch_version: "2.8.0+cu128",
  deploy_environment: "local-git",
  argv: ["/opt/comfyui/main.py", "--fast", "fp16_accumulation", "--base-directory", "/home/noa"],
});
const machine: MachineFacts = {
  python: "3.12.3",
  cuda: "12.8",
  driver: "570.86.15",
  comfyuiCommit: COMMIT,
  packages: { torch: "2.8.0", xformers: "0.0.32.post1", "nvidia-cudnn-cu12": "9.10.2.21" },
  customNodes: [
    { name: "two", repository: "https://git.example/two", commit: COMMIT, version: "1.2.3", sha256: SHA256 },
    { name: "one", sha256: SHA256 },
  ],
};

describe("the description of a ComfyUI's software", () => {
  test("has what an attached ComfyUI reports, and nothing else", () => {
    expect(describeSoftware(old, [], {})).toEqual({
      python: "3.11.7",
      pytorch: "2.15.0+cu132",
      cuda: "13.2",
      flags: ["--cpu", "--output-directory"],
    });
    expect(describeSoftware(recent, ["pack", "pack"], {})).toEqual({
      python: "3.12.3",
      pytorch: "2.8.0+cu128",
      cuda: "12.8",
      flags: ["--fast fp16_accumulation", "--base-directory"],
      packages: { "comfy-kitchen": "0.2.31" },
      customNodes: [{ name: "pack" }],
    });
  });

  test("adds what its machine knows, also custom nodes without classes", () => {
    const software = describeSoftware(recent, ["two", "three"], machine);
    expect(software).toMatchObject({
      driver: "570.86.15",
      comfyuiCommit: COMMIT,
      pytorch: "2.8.0+cu128",
      cuda: "12.8",
    });
    expect(software.packages).toEqual({ "comfy-kitchen": "0.2.31", ...machine.packages });
    expect(software.customNodes).toEqual([
      { name: "one", sha256: SHA256 },
      { name: "three" },
      { name: "two", repository: "https://git.example/two", commit: COMMIT, version: "1.2.3", sha256: SHA256 },
    ]);
    expect(Software.parse(software)).toEqual(software);
  });

  test("of a server that is not ComfyUI is empty", () => {
    const system = readSystem({
      comfyui_version: "1",
      python_version: "none",
      pytorch_version: "none",
      argv: ["pegbar"],
    });
    expect(describeSoftware(system, [], {})).toEqual({});
  });

  test("takes commits from the lock, except for what was found on the disk, and lists no disabled nodes", () => {
    const argv = ["main.py", "--disable-all-custom-nodes", "--whitelist-custom-nodes", "one", "two", "file.py"];
    const origin = { repository: "https://git.example/locked", commit: "d".repeat(40) };
    const lock = ["one", "two", "unused"].map((name) => ({ name, ...origin }));
    const customNodes = [...(machine.customNodes ?? []), { name: "file" }, { name: "disabled", sha256: SHA256 }];
    expect(describeSoftware({ ...recent, argv }, ["one"], { lock, customNodes }).customNodes).toEqual([
      { name: "file" },
      { name: "one", ...origin, sha256: SHA256 },
      { name: "two", repository: "https://git.example/two", commit: COMMIT, version: "1.2.3", sha256: SHA256 },
    ]);
  });

  test("leaves out values of an unexpected form, so that the platform accepts it", () => {
    const odd = describeSoftware(
      readSystem({ comfyui_version: "1", argv: ["main.py", `--${"x".repeat(60)}`, "--fast", ..."abcdefgh"] }),
      ["a/b", "ok"],
      {
        driver: "unknown\0",
        cuda: "1".repeat(100),
        comfyuiCommit: "HEAD",
        packages: { torch: "2.8.0", "Odd Name": "1.0", numpy: "none" },
        customNodes: [
          { name: "ok", repository: "https://noa@git.example/x", commit: "main", version: "latest", sha256: "x" },
        ],
      },
    );
    expect(odd).toEqual({
      pytorch: "2.8.0",
      flags: [`--${"x".repeat(60)}`, "--fast a b c d e f g h"],
      packages: { torch: "2.8.0" },
      customNodes: [{ name: "ok" }],
    });
    expect(Software.safeParse(odd).success).toBe(true);
  });

  test("lists as many custom nodes as fit, and counts the others", () => {
    const customNodes = Array.from({ length: 300 }, (_, index) => ({
      name: `pack-${String(index).padStart(3, "0")}`,
      repository: "https://git.example/a-repository-with-a-long-name",
      commit: COMMIT,
      sha256: SHA256,
    }));
    const software = describeSoftware(recent, [], { ...machine, customNodes });
    const listed = software.customNodes?.length ?? 0;
    expect(listed).toBeGreaterThan(50);
    expect(software.moreCustomNodes).toBe(300 - listed);
    expect(JSON.stringify(software).length).toBeLessThanOrEqual(softwareLimits.length);
    expect(Software.safeParse(software).success).toBe(true);
    const short = describeSoftware(recent, [], { customNodes: customNodes.map(({ name }) => ({ name })) });
    expect([short.customNodes?.length, short.moreCustomNodes]).toEqual([200, 100]);
  });
});
