import { freemem, totalmem } from "node:os";
import * as Server from "@pegbar/comfyui";

/** Memory of a GPU by class, in GiB. Tools choose sizes by it. */
const memory = { light: 24, heavy: 48, xl: 80 } as const;
const GIB = 1024 ** 3;

/** `/system_stats`: this machine, and the GPU that jobs run on. */
export function describeSystem(workloadClass: keyof typeof memory, comfyuiVersion: string) {
  const vram = memory[workloadClass] * GIB;
  return Server.describeSystem({
    platform: process.platform,
    totalBytes: totalmem(),
    freeBytes: freemem(),
    comfyuiVersion,
    argv: ["pegbar", "comfy"],
    device: { name: `cuda:0 Pegbar ${workloadClass}`, type: "cuda", index: 0, vramTotal: vram, vramFree: vram },
  });
}
