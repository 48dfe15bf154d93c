import { createHash, randomUUID } from "node:crypto";
import { fork } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import type { Graph } from "@pegbar/comfyui";
import { Ear, Peer } from "@pegbar/comfyui/contract";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Preview, startPreview, type PreviewOptions } from "./index.ts";
import { comfyuiVersion, deviceName, previewLora, previewModel } from "./model.ts";

/** Builds a text-to-image graph, or image-to-image with a file. */
const paintGraph = (
  sampler: Record<string, unknown> = {},
  text = "a paper lantern at dusk",
  file?: string,
  size = 256,
): Graph => ({
  "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: previewModel.fileName } },
  ...(file === undefined
    ? { "5": { class_type: "EmptyLatentImage", inputs: { width: size, height: size, batch_size: 1 } } }
    : {
        "1": { class_type: "LoadImage", inputs: { image: file } },
        "5": { class_type: "VAEEncode", inputs: { pixels: ["1", 0], vae: ["4", 2] } },
      }),
  "6": { class_type: "CLIPTextEncode", inputs: { text, clip: ["4", 1] } },
  "7": { class_type: "CLIPTextEncode", inputs: { text: "blurry", clip: ["4", 1] } },
  "3": {
    class_type: "KSampler",
    inputs: {
      seed: 7,
      steps: 6,
      cfg: 7,
      sampler_name: "euler",
      scheduler: "normal",
      denoise: 1,
      model: ["4", 0],
      positive: ["6", 0],
      negative: ["7", 0],
      latent_image: ["5", 0],
      ...sampler,
    },
  },
  "8": { class_type: "VAEDecode", inputs: { samples: ["3", 0], vae: ["4", 2] } },
  "9": { class_type: "SaveImage", inputs: { images: ["8", 0], filename_prefix: `paint/${randomUUID()}` } },
});

const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="320" height="200"><rect width="100%" height="100%" fill="#fff"/>
  <path d="M0 140L120 60L200 120L320 80M60 200V120H140V200" fill="none" stroke="#111" stroke-width="4"/></svg>`;

const open = async (options: Omit<PreviewOptions, "dir"> = {}) => {
  const dir = await mkdtemp(path.join(tmpdir(), "pegbar-preview-"));
  const preview = await startPreview({ dir, ...options });
  const close = async () => {
    await preview.stop();
    await rm(dir, { recursive: true });
  };
  return { dir, preview, close, peer: new Peer(preview.url) };
};

type Opened = Awaited<ReturnType<typeof open>>;

/** Runs a graph and reads the picture that its node 9 saved. */
async function render({ peer, dir }: Opened, graph: Graph): Promise<Buffer> {
  const { promptId, status, body } = await peer.submit(graph, { client_id: "test" });
  expect(body, "accepted").toMatchObject({ node_errors: {} });
  expect(status).toBe(200);
  const entry = await peer.finished(promptId);
  const { "9": saved } = entry["outputs"] as Record<string, { images: { filename: string; subfolder: string }[] }>;
  const [image] = saved?.images ?? [];
  if (!image) throw new Error(`nothing saved: ${JSON.stringify(entry["status"])}`);
  return readFile(path.join(dir, "output", image.subfolder, image.filename));
}

const pixels = (file: Buffer) => sharp(file).raw().toBuffer();
const difference = async (a: Buffer, b: Buffer): Promise<number> => {
  const [left, right] = [await pixels(a), await pixels(b)];
  expect(left.length).toBe(right.length);
  return left.reduce((sum, value, i) => sum + Math.abs(value - (right[i] ?? 0)), 0) / left.length;
};

describe("painting", () => {
  let server: Opened;
  beforeAll(async () => {
    server = await open();
    const form = new FormData();
    form.set("image", new File([Uint8Array.from(await sharp(Buffer.from(drawing)).png().toBuffer())], "drawing.png"));
    await fetch(`${server.preview.url}/upload/image`, { method: "POST", body: form });
  });
  afterAll(() => server.close());

  test("equal requests give equal pictures; prompt, seed, cfg, sampler and negative prompt change them", async () => {
    const first = await render(server, paintGraph());
    expect(await difference(first, await render(server, paintGraph()))).toBe(0);
    const changed = [
      paintGraph({ seed: 8 }),
      paintGraph({ seed: 2 ** 40 + 7 }),
      paintGraph({}, "a snowy forest"),
      paintGraph({ cfg: 12 }),
      paintGraph({ sampler_name: "heun" }),
      { ...paintGraph(), "7": { class_type: "CLIPTextEncode", inputs: { text: "cold", clip: ["4", 1] } } },
    ];
    for (const graph of changed) expect(await difference(first, await render(server, graph))).toBeGreaterThan(0.5);
  });

  test("a LoRA changes the picture, and only the listed one is accepted", async () => {
    const plain = paintGraph();
    const lora = (name: string): Graph => ({
      ...plain,
      "2": {
        class_type: "LoraLoader",
        inputs: { model: ["4", 0], clip: ["4", 1], lora_name: name, strength_model: 1, strength_clip: 1 },
      },
      "3": { class_type: "KSampler", inputs: { ...plain["3"]?.inputs, model: ["2", 0] } },
      "9": { class_type: "SaveImage", inputs: { images: ["8", 0], filename_prefix: `lora/${randomUUID()}` } },
    });
    expect(
      await difference(await render(server, plain), await render(server, lora(previewLora.fileName))),
    ).toBeGreaterThan(0.5);
    expect((await server.peer.submit(lora("other.safetensors"))).status).toBe(400);
  });

  test("image-to-image keeps size and lines; less denoise keeps more of the input", async () => {
    const original = await sharp(Buffer.from(drawing)).removeAlpha().png().toBuffer();
    const near = await render(server, paintGraph({ denoise: 0.3 }, "dusk", "drawing.png"));
    const far = await render(server, paintGraph({ denoise: 1 }, "dusk", "drawing.png"));
    expect(await sharp(near).metadata()).toMatchObject({ width: 320, height: 200 });
    expect(await difference(original, near)).toBeLessThan(await difference(original, far));
    // The painting is much darker on the drawing's line than next to it.
    const grey = await sharp(far).greyscale().raw().toBuffer();
    const at = (x: number, y: number) => grey[y * 320 + x] ?? 0;
    expect(at(60, 160)).toBeLessThan(at(75, 160) - 30);
  });

  test("a sampled picture is stamped; one that only passes the VAE is not", async () => {
    const { peer, dir } = server;
    const graph = paintGraph({}, "dusk", "drawing.png");
    const through = { ...graph, "8": { class_type: "VAEDecode", inputs: { samples: ["5", 0], vae: ["4", 2] } } };
    const untouched = await render({ ...server, peer, dir }, through);
    expect(await difference(await sharp(Buffer.from(drawing)).removeAlpha().png().toBuffer(), untouched)).toBe(0);
    // Only the badge is equal on pictures of different prompts.
    const [one, two] = [
      await render(server, paintGraph({ seed: 1 })),
      await render(server, paintGraph({ seed: 2 }, "a blue sea")),
    ];
    const badge = (file: Buffer) =>
      sharp(file).extract({ left: 190, top: 225, width: 50, height: 22 }).greyscale().raw().toBuffer();
    for (const file of [one, two]) {
      const values = [...(await badge(file))];
      expect(Math.max(...values), "light letters").toBeGreaterThan(215);
      expect(Math.min(...values), "on a dark ground").toBeLessThan(110);
    }
    const bright = (values: Buffer) => [...values].map((v) => v > 205);
    const [a, b] = [bright(await badge(one)), bright(await badge(two))];
    expect(a.filter((v, i) => v === b[i]).length / a.length).toBeGreaterThan(0.93);
  });

  test("a 64 × 64 picture can be painted and stamped too", async () => {
    expect(await sharp(await render(server, paintGraph({}, "dusk", undefined, 64))).metadata()).toMatchObject({
      width: 64,
      height: 64,
    });
  });

  test("reports each step with a preview that converges, and answers requests meanwhile", async () => {
    const { peer } = server;
    const client = randomUUID();
    const ear = await Ear.open(peer.url, client);
    const graph = paintGraph({ steps: 8, seed: 99 }, "dusk", undefined, 1024);
    const { promptId } = await peer.submit(graph, { client_id: client, extra_data: { preview_method: "auto" } });
    let answers = 0;
    while (!(await peer.history(promptId))) {
      await peer.get("/prompt");
      answers++;
    }
    await ear.ended(promptId);
    // A server that is blocked during a step could not give more answers than steps.
    expect(answers).toBeGreaterThan(16);
    const steps = ear.frames.filter((f) => f.type === "progress").map((f) => [f.data["value"], f.data["max"]]);
    expect(steps).toEqual([1, 2, 3, 4, 5, 6, 7, 8].map((value) => [value, 8]));
    expect(ear.binaries.map((b) => [b.readUInt32BE(0), b.readUInt32BE(4)])).toEqual(steps.map(() => [1, 1]));
    const frames = await Promise.all(ear.binaries.map((b) => sharp(b.subarray(8)).resize(256, 256).png().toBuffer()));
    const [start, last] = [frames[0], frames.at(-1)];
    const late = frames[6];
    if (!start || !late || !last) throw new Error("no previews");
    expect(await difference(late, last)).toBeLessThan((await difference(start, last)) / 2);
    await ear.close();
  });

  test("reports what it is, and lists only nodes that it executes", async () => {
    const { peer } = server;
    expect((await peer.get("/system_stats")).body).toMatchObject({
      system: { comfyui_version: comfyuiVersion },
      devices: [{ name: deviceName }],
    });
    const { body } = await peer.get("/object_info");
    const info = body as Record<string, { input: { required: Record<string, unknown[]> } }>;
    expect(info["CheckpointLoaderSimple"]?.input.required["ckpt_name"]).toEqual([[previewModel.fileName]]);
    expect(info["LoraLoader"]?.input.required["lora_name"]).toEqual([[previewLora.fileName]]);
    expect(info["LoadImage"]?.input.required["image"]?.[0]).toContain("drawing.png");
    expect(createHash("sha256").update(previewModel.content).digest("hex")).toBe(previewModel.sha256);
  });
});

describe("pace", () => {
  let server: Opened;
  beforeAll(async () => void (server = await open({ paceMs: 1000 })));
  afterAll(() => server.close());

  const length = async (graph: Graph): Promise<number> => {
    const { promptId } = await server.peer.submit(graph, { client_id: "test" });
    const { messages } = (await server.peer.finished(promptId))["status"] as {
      messages: [string, { timestamp: number }][];
    };
    expect(messages.at(-1)?.[0]).toBe("execution_success");
    return (messages.at(-1)?.[1].timestamp ?? 0) - (messages[0]?.[1].timestamp ?? 0);
  };

  test("each execution takes 1.0 ± 0.1 s: with a sampler, without, and cached", async () => {
    const plain: Graph = {
      "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 1 } },
      "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "pace" } },
    };
    for (const graph of [paintGraph({ steps: 20 }), paintGraph({}, "hills", undefined, 1024), plain, plain]) {
      const ms = await length(graph);
      expect(ms).toBeGreaterThan(900);
      expect(ms).toBeLessThan(1100);
    }
  });

  test("an interrupt ends the sleep immediately", async () => {
    const { peer } = server;
    const client = randomUUID();
    const ear = await Ear.open(peer.url, client);
    const { promptId } = await peer.submit(paintGraph({ seed: 3 }), { client_id: client });
    await ear.until((f) => f.type === "progress");
    const asked = performance.now();
    await peer.post("/interrupt", { prompt_id: promptId });
    await ear.until((f) => f.type === "execution_interrupted");
    expect(performance.now() - asked).toBeLessThan(150);
    await ear.close();
  });
});

test("as a process, reports its URL, and exits with its parent's channel", async () => {
  const dir = await mkdtemp(path.join(tmpdir(), "pegbar-preview-"));
  const child = fork(fileURLToPath(new URL("./main.ts", import.meta.url)), {
    env: { ...process.env, PREVIEW_DIR: dir },
  });
  const ended = new Promise<number | null>((resolve) => child.once("exit", resolve));
  const ready = await new Promise<unknown>((resolve, reject) => {
    child.once("message", resolve);
    child.once("exit", () => reject(new Error("exited before it was ready")));
  });
  expect(ready).toEqual({ type: "ready", url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) });
  expect((await fetch(`${(ready as Preview).url}/system_stats`)).status).toBe(200);
  child.disconnect();
  expect(await ended).toBe(0);
  await rm(dir, { recursive: true });
});
