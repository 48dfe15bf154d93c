import { describe, expect, test } from "vitest";
import { describeFlags, listEnabledCustomNodes } from "./flags.ts";

describe("flags of ComfyUI for a record", () => {
  test("keep names and the values that change results or speed", () => {
    const argv = [
      "main.py",
      "--cpu-vae",
      "--fast",
      "fp16_accumulation",
      "cublas_ops",
      "--reserve-vram=1.5",
      "--async-offload",
    ];
    const more = ["--cuda-device", "0,1", "--cache-ram", "4", "64", "--preview-method", "latent2rgb", "--cpu-vae"];
    expect(describeFlags([...argv, ...more])).toEqual([
      "--cpu-vae",
      "--fast fp16_accumulation cublas_ops",
      "--reserve-vram 1.5",
      "--async-offload",
      "--cuda-device 0,1",
      "--cache-ram 4 64",
      "--preview-method latent2rgb",
    ]);
  });

  test("contain no path, address, user name or token", () => {
    const secrets = {
      "--listen": ["10.20.30.40,fd00::1"],
      "--port": ["8199"],
      "--tls-keyfile": ["/home/noa/secret.pem"],
      "--enable-cors-header": ["https://studio.example"],
      "--base-directory": ["/home/noa/comfy"],
      "--output-directory": ["/mnt/lumen/HARBOR"],
      "--extra-model-paths-config": ["/home/noa/a.yaml", "/home/noa/b.yaml"],
      "--user-directory": ["C:\\Users\\noa"],
      "--database-url": ["postgres://noa:hunter2@db.example/comfy"],
      "--comfy-api-base": ["https://proxy.example"],
      "--front-end-version": ["noa/fork@1.0.0"],
      "--feature-flag": ["token=hunter2"],
      "--whitelist-custom-nodes": ["noas-nodes"],
      "--verbose": ["DEBUG", "/home/noa/comfy.log"],
      "--added-later": ["hunter2"],
      "--fast": ["/home/noa"],
      "--cuda-device": ["gpu.example"],
      "--reserve-vram": ["noa"],
    };
    const asked = (join: (name: string, values: string[]) => string[]) =>
      describeFlags([
        "/home/noa/comfy/main.py",
        "noa",
        ...Object.entries(secrets).flatMap(([name, values]) => join(name, values)),
      ]);
    const expected = [
      "--base-directory",
      "--output-directory",
      "--extra-model-paths-config",
      "--user-directory",
      "--database-url",
      "--whitelist-custom-nodes",
      "--added-later",
      "--fast",
      "--cuda-device",
      "--reserve-vram",
    ];
    expect(asked((name, values) => [name, ...values])).toEqual(expected);
    expect(asked((name, values) => values.map((value) => `${name}=${value}`))).toEqual(expected);
  });

  test("of a server that is not ComfyUI are none", () => {
    expect(describeFlags(["pegbar-preview"])).toEqual([]);
    expect(describeFlags([])).toEqual([]);
  });

  test("name the custom nodes that may be loaded", () => {
    expect(listEnabledCustomNodes(["main.py", "--cpu"])).toBeUndefined();
    expect(listEnabledCustomNodes(["main.py", "--disable-all-custom-nodes"])).toEqual([]);
    const listed = ["--disable-all-custom-nodes", "--whitelist-custom-nodes", "one", "two", "--cpu"];
    expect(listEnabledCustomNodes(["main.py", ...listed])).toEqual(["one", "two"]);
  });
});
