import path from "node:path";
import { Worker } from "node:worker_threads";
import type { PaintRequest } from "./paint/painting.ts";
import type { Call, Order, Reply } from "./paint/thread.ts";
import { asSharp, type Picture, toPicture } from "./picture.ts";

/** A sampler's order; with `source` for image-to-image. */
export interface PaintOrder extends Omit<PaintRequest, "source"> {
  readonly source?: Picture;
  /** Longest side of the canvas in pixels; the result is enlarged from it. */
  readonly canvas: number;
  /** Enlarges fast, without lines and grain; for paced prompts, where only the duration matters. */
  readonly plain: boolean;
}

/** A picture being painted, step by step. */
export interface PaintHandle {
  step(): Promise<void>;
  /** Returns the unfinished picture at canvas size. */
  preview(): Promise<Picture>;
  /** Returns the finished picture at full size. */
  finish(): Promise<Picture>;
  /** Releases the painting's memory. */
  drop(): Promise<void>;
}

export interface Painter {
  begin(commission: PaintOrder): Promise<PaintHandle>;
  stop(): Promise<void>;
}

/** Scales a picture and computes its lightness and blurred lightness. */
async function analysePicture(picture: Picture, width: number, height: number) {
  const scaled = await toPicture(asSharp(picture).resize({ width, height, fit: "fill" }));
  const grey = await toPicture(asSharp(scaled).greyscale(), 1);
  const soft = await toPicture(asSharp(grey, 1).blur(Math.max(0.6, Math.sqrt(width * height) / 130)), 1);
  return { rgb: scaled.data, grey: grey.data, soft: soft.data };
}

const THREAD = new URL(`./paint/thread${path.extname(import.meta.url)}`, import.meta.url);

/** Starts the thread that paints. */
export function startPainter(): Painter {
  const thread = new Worker(THREAD);
  thread.unref();
  const waiting = new Map<number, { resolve: (reply: Reply) => void; reject: (error: Error) => void }>();
  let calls = 0;
  let paintings = 0;
  thread.on("message", (reply: Reply) => {
    waiting.get(reply.call)?.resolve(reply);
    waiting.delete(reply.call);
  });
  thread.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error instanceof Error ? error : new Error(String(error)));
    waiting.clear();
  });

  const ask = async (painting: number, order: Order): Promise<Reply> => {
    const call = ++calls;
    const reply = await new Promise<Reply>((resolve, reject) => {
      waiting.set(call, { resolve, reject });
      thread.postMessage({ ...order, call, painting } satisfies Call);
    });
    if (reply.error) throw new Error(reply.error);
    return reply;
  };

  const begin = async ({ canvas, plain, source, ...commission }: PaintOrder): Promise<PaintHandle> => {
    const { width, height } = commission;
    const scale = Math.min(1, canvas / Math.max(width, height));
    const small = { width: Math.max(1, Math.round(width * scale)), height: Math.max(1, Math.round(height * scale)) };
    const painting = ++paintings;
    const sketch = source && (await analysePicture(source, small.width, small.height));
    await ask(painting, { type: "begin", request: { ...commission, ...small, ...(sketch ? { source: sketch } : {}) } });
    const preview = async () => ({
      ...small,
      data: (await ask(painting, { type: "picture" })).picture ?? new Uint8Array(),
    });
    const finish = async (): Promise<Picture> => {
      if (plain) return toPicture(asSharp(await preview()).resize({ width, height, fit: "fill", kernel: "nearest" }));
      const large = await toPicture(
        asSharp(await preview()).resize({ width, height, fit: "fill", kernel: "lanczos3" }),
      );
      const lines = source && (await analysePicture(source, width, height));
      const order: Order = {
        type: "finish",
        finish: { width, height, rgb: large.data, ...(lines ? { source: lines } : {}) },
      };
      return { width, height, data: (await ask(painting, order)).picture ?? large.data };
    };
    const step = async () => void (await ask(painting, { type: "step" }));
    const drop = async () => void (await ask(painting, { type: "drop" }));
    return { step, preview, finish, drop };
  };
  return { begin, stop: async () => void (await thread.terminate()) };
}
