import { randomUUID } from "node:crypto";
import { features, readClientFeatures } from "@pegbar/comfyui";
import type { WebSocket } from "ws";

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
    let isFirst = true;
    socket.on("message", (data: Buffer) => {
      const wanted = isFirst ? readClientFeatures(data.toString()) : undefined;
      isFirst = false;
      if (!wanted) return;
      if (wanted.wantsMetadata) this.#wantsMetadata.add(id);
      this.send("feature_flags", features, id);
    });
    socket.on("close", () => {
      this.#all.delete(socket);
      this.#byId.delete(id);
      this.#wantsMetadata.delete(id);
    });
    socket.on("error", () => socket.terminate());
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
