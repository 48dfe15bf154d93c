import { randomUUID } from "node:crypto";
import { once } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket } from "ws";
import * as z from "zod";
import { type Graph, isRecord } from "../graph.ts";

/** A slow graph takes a minute or more on a shared CPU. */
const PATIENCE_MS = 240_000;

const Frame = z.object({ type: z.string(), data: z.record(z.string(), z.unknown()) });
export type Frame = z.infer<typeof Frame>;

/** A socket to a server, and all frames that it received. */
export class Ear {
  readonly frames: Frame[] = [];
  readonly binaries: Buffer[] = [];
  readonly #socket: WebSocket;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on("message", (data: Buffer, isBinary) => {
      if (isBinary) this.binaries.push(data);
      else this.frames.push(Frame.parse(JSON.parse(data.toString())));
    });
  }

  /** Opens a socket. Resolves when the server has sent its first message. */
  static async open(url: string, clientId: string): Promise<Ear> {
    const socket = new WebSocket(`${url.replace(/^http/, "ws")}/ws?clientId=${clientId}`);
    const ear = new Ear(socket);
    await once(socket, "open");
    await ear.until((frame) => frame.type === "status");
    return ear;
  }

  /** Waits for a frame; frames that were received before count. */
  async until(found: (frame: Frame) => boolean, ms = PATIENCE_MS): Promise<Frame> {
    const end = Date.now() + ms;
    for (;;) {
      const frame = this.frames.find(found);
      if (frame) return frame;
      if (Date.now() > end) throw new Error(`no such frame; got ${this.frames.map((f) => f.type).join(", ")}`);
      await sleep(5);
    }
  }

  /** Waits for the last frame of a prompt. */
  ended(promptId: string): Promise<Frame> {
    return this.until((f) => f.type === "executing" && f.data["node"] === null && f.data["prompt_id"] === promptId);
  }

  /** The frames of one prompt: type and node, without `progress_state` and `status`. */
  story(promptId: string): string[] {
    return this.frames
      .filter((f) => f.data["prompt_id"] === promptId && f.type !== "progress_state")
      .map((f) => ("node" in f.data ? `${f.type} ${String(f.data["node"])}` : f.type));
  }

  get isOpen(): boolean {
    return this.#socket.readyState === WebSocket.OPEN;
  }

  async close(): Promise<void> {
    const closed = once(this.#socket, "close");
    this.#socket.close();
    await closed;
  }
}

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

/** A server under test, with plain requests. */
export class Peer {
  readonly url: string;

  constructor(url: string) {
    this.url = url.replace(/\/$/, "");
  }

  async #send(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(this.url + path, init);
    const text = await response.text();
    const json = (response.headers.get("content-type") ?? "").includes("json");
    return { status: response.status, body: json ? (JSON.parse(text) as unknown) : text };
  }

  get(path: string): Promise<Answer> {
    return this.#send(path);
  }

  post(path: string, body: unknown): Promise<Answer> {
    const init = { method: "POST", headers: { "content-type": "application/json" } };
    return this.#send(path, { ...init, body: typeof body === "string" ? body : JSON.stringify(body) });
  }

  upload(name: string, bytes: Uint8Array<ArrayBuffer>, fields: Record<string, string> = {}): Promise<Answer> {
    const form = new FormData();
    form.set("image", new File([bytes], name, { type: "image/png" }));
    for (const [key, value] of Object.entries(fields)) form.set(key, value);
    return this.#send("/upload/image", { method: "POST", body: form });
  }

  /** Submits a graph under a new id by default. */
  async submit(graph: Graph, more: Record<string, unknown> = {}): Promise<Answer & { promptId: string }> {
    const promptId = typeof more["prompt_id"] === "string" ? more["prompt_id"] : randomUUID();
    return { ...(await this.post("/prompt", { prompt: graph, ...more, prompt_id: promptId })), promptId };
  }

  /** A prompt's history entry; undefined while there is none. */
  async history(promptId: string): Promise<Record<string, unknown> | undefined> {
    const { body } = await this.get(`/history/${promptId}`);
    const entry = isRecord(body) ? body[promptId] : undefined;
    return isRecord(entry) ? entry : undefined;
  }

  /** Polls until a prompt is in history. */
  async finished(promptId: string, ms = PATIENCE_MS): Promise<Record<string, unknown>> {
    const end = Date.now() + ms;
    for (;;) {
      const entry = await this.history(promptId);
      if (entry) return entry;
      if (Date.now() > end) throw new Error(`prompt ${promptId} did not end`);
      await sleep(20);
    }
  }
}
