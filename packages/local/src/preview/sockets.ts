import { randomUUID } from "node:crypto";
import { isRecord } from "@pegbar/comfyui";
import type { RawData, WebSocket } from "ws";

/** The server's features, in answer to a client's `feature_flags` and at `/features`. */
export const features = {
  supports_preview_metadata: true,
  max_upload_size: 104_857_600,
  node_replacements: false,
  assets: false,
};

const parse = (data: RawData): unknown => {
  try {
    return JSON.parse(String(data));
  } catch {
    // ComfyUI ignores messages that are not JSON.
    return undefined;
  }
};

/**
 * Sockets by client id. Reproduces a bug of ComfyUI: a second socket with the same id replaces the first, and when the
 * first closes it removes the id, so that the second stays open but receives nothing more.
 */
export class Sockets {
  readonly #byId = new Map<string, WebSocket>();
  readonly #wantsMetadata = new Set<string>();
  readonly #all = new Set<WebSocket>();
  /** Client and node of the running prompt, for clients that reconnect. */
  clientId: string | null = null;
  lastNodeId: string | null = null;

  join(socket: WebSocket, wanted: string | null, remaining: number): void {
    const id = wanted || randomUUID().replaceAll("-", "");
    this.#byId.set(id, socket);
    this.#all.add(socket);
    this.send("status", { ...toStatus(remaining), sid: id }, id);
    if (this.clientId === id && this.lastNodeId !== null) this.send("executing", { node: this.lastNodeId }, id);
    let first = true;
    socket.on("message", (data) => {
      const message = parse(data);
      if (first && isRecord(message) && message["type"] === "feature_flags") this.#storeFlags(id, message["data"]);
      first = false;
    });
    socket.on("close", () => {
      this.#all.delete(socket);
      this.#byId.delete(id);
      this.#wantsMetadata.delete(id);
    });
    socket.on("error", () => socket.terminate());
  }

  #storeFlags(id: string, flags: unknown): void {
    if (isRecord(flags) && flags["supports_preview_metadata"] === true) this.#wantsMetadata.add(id);
    this.send("feature_flags", features, id);
  }

  wantsMetadata(id: string | null): boolean {
    return id !== null && this.#wantsMetadata.has(id);
  }

  /** Sends to one client, or to all without an id. */
  send(type: string, data: unknown, id: string | null): void {
    this.#deliver(JSON.stringify({ type, data }), id);
  }

  sendBinary(frame: Buffer, id: string | null): void {
    this.#deliver(frame, id);
  }

  #deliver(message: string | Buffer, id: string | null): void {
    const one = id === null ? undefined : this.#byId.get(id);
    const receivers = id === null ? [...this.#byId.values()] : one ? [one] : [];
    for (const socket of receivers) if (socket.readyState === socket.OPEN) socket.send(message);
  }

  broadcastStatus(remaining: number): void {
    this.send("status", toStatus(remaining), null);
  }

  close(): void {
    for (const socket of this.#all) socket.terminate();
  }
}

const toStatus = (remaining: number) => ({ status: { exec_info: { queue_remaining: remaining } } });
