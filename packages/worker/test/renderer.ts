import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { ComfyClient, type Graph } from "@pegbar/comfyui";
import { startPreview, type Preview } from "@pegbar/local/preview/index.ts";
import { locateFolders } from "../src/comfyui/folders.ts";
import type { ComfyProcess, Exit } from "../src/process/comfy-process.ts";
import { FaultProxy } from "./fault-proxy.ts";
import { INPUT } from "./platform.ts";

/** Four pixels: a valid input for a renderer that reads it. */
export const PICTURE = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAIAAAACCAIAAAD91JpzAAAAFklEQVR4nGOormtsae9iaGhu6+zpBwAq4AY9JuMaEgAAAABJRU5ErkJggg==",
  "base64",
);

/** A painting over the input, with steps and previews, and two output files. */
export const painting = (seed: number): Graph => ({
  "1": { class_type: "LoadImage", inputs: { image: INPUT } },
  "2": {
    class_type: "ImageScale",
    inputs: { image: ["1", 0], upscale_method: "bilinear", width: 64, height: 48, crop: "disabled" },
  },
  "3": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "preview.safetensors" } },
  "4": { class_type: "CLIPTextEncode", inputs: { text: "a harbour", clip: ["3", 1] } },
  "5": { class_type: "VAEEncode", inputs: { pixels: ["2", 0], vae: ["3", 2] } },
  "6": {
    class_type: "KSampler",
    inputs: {
      seed,
      steps: 4,
      cfg: 5,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 0.8,
      model: ["3", 0],
      positive: ["4", 0],
      negative: ["4", 0],
      latent_image: ["5", 0],
    },
  },
  "7": { class_type: "VAEDecode", inputs: { samples: ["6", 0], vae: ["3", 2] } },
  "8": { class_type: "SaveImage", inputs: { images: ["7", 0], filename_prefix: "painting" } },
  "9": { class_type: "SaveImage", inputs: { images: ["2", 0], filename_prefix: "layout" } },
});

interface Options {
  /** Milliseconds that a prompt takes. */
  paceMs?: number;
  /** It is started by somebody else. */
  attached?: boolean;
}

/** The preview renderer behind a proxy, as a process that can be killed and restarted on the same port. */
export async function renderer({ paceMs = 120, attached = false }: Options = {}) {
  const dir = await mkdtemp(path.join(tmpdir(), "pegbar-faults-"));
  const proxy = new FaultProxy();
  const exits: ((exit: Exit) => void)[] = [];
  let running: Preview | undefined;
  const averageDuration = { ms: paceMs };

  const start = async () => {
    if (running) return;
    running = await startPreview({ dir, paceMs: averageDuration.ms });
    await proxy.up(running.url);
  };
  const stop = async () => {
    const ending = running;
    running = undefined;
    await proxy.down();
    await ending?.stop();
  };
  await start();
  const process: ComfyProcess = {
    url: proxy.url,
    canRestart: !attached,
    start: async () => (attached ? undefined : start()),
    restart: async () => stop().then(start),
    stop,
    readMemory: async () => undefined,
    readMachineFacts: async () => ({}),
    markStart: () => undefined,
    onExit: (listener) => void exits.push(listener),
    close: async () => undefined,
  };
  return {
    proxy,
    process,
    averageDuration,
    folders: locateFolders(dir),
    start,
    /** Kills it with its state; the manager is notified immediately. */
    async kill() {
      await stop();
      if (!attached) exits.forEach((tell) => tell({ code: null, signal: "SIGKILL" }));
    },
    isIdle: async () => running !== undefined && (await new ComfyClient(running.url).isIdle()),
    async stop() {
      await stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
}
export type Renderer = Awaited<ReturnType<typeof renderer>>;
