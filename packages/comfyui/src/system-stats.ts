import * as z from "zod";

/** A text that some versions do not report; odd values count as missing, because a job does not need them. */
const OptionalText = z.string().optional().catch(undefined);

const Package = z.object({ name: z.string(), installed: z.string().nullish() });

/** The response of `GET /system_stats`, as far as it is used. Versions 0.18 to 0.33 differ in what they report. */
export const SystemStats = z.object({
  system: z.object({
    comfyui_version: z.string(),
    /** `sys.version`: `3.12.3 (main, …) [GCC …]`. */
    python_version: OptionalText,
    /** `torch.__version__`: `2.8.0+cu128`. */
    pytorch_version: OptionalText,
    /** ComfyUI's arguments, with the path of `main.py` first. They may contain paths, addresses and user names. */
    argv: z.array(z.string()).default([]).catch([]),
    /** Packages of ComfyUI's own, since 0.22; `installed` is null for one that is missing. */
    comfy_package_versions: z.array(Package).default([]).catch([]),
  }),
  /** The device that ComfyUI computes on is the first one. `vram_total` is in bytes. */
  devices: z.array(z.object({ name: z.string(), vram_total: z.number().optional() })).default([]),
});
export type SystemStats = z.infer<typeof SystemStats>;

/** The version in the text of `sys.version`; undefined if there is none. */
export const parsePythonVersion = (text: string | undefined): string | undefined =>
  /^\d+\.\d+[\w.+]*/.exec(text ?? "")?.[0];

/** A version of PyTorch; undefined for a server without it, such as the preview renderer. */
export const parsePytorchVersion = (text: string | undefined): string | undefined =>
  /^\d+\.\d+[\w.+-]*/.exec(text ?? "")?.[0];

/** The CUDA version that a build of PyTorch names: `13.2` for `2.15.0+cu132`. Undefined for other builds. */
export function parseCudaVersion(pytorchVersion: string | undefined): string | undefined {
  const [, major, minor] = /\+cu(\d+)(\d)(?!\d)/.exec(pytorchVersion ?? "") ?? [];
  return major === undefined || minor === undefined ? undefined : `${major}.${minor}`;
}
