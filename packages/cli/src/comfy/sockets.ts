import { randomUUID } from "node:crypto";
import { features, readClientFeatures } from "@pegbar/comfyui";
import type { WebSocket } from "ws";

/** What a tool is told when it connects, in addition to its id. */
interface Greeting {
  readonly status: Record<string, unknown>;
  /** The node of its prompt that runs now. */
  readonly node: string | undefined;
}

interface Tool {
  readonly socket: WebSocket;
  wantsMetadata: boolean;
}

/** Bytes that may wait for a tool which does not read; then it is disconnected. */
const MAX_BUFFERED = 256 * 1024 * 1024;
const PING_MS = 30_000;

/**
 * Sockets of tools by client id. As in ComfyUI, a second socket with the same id replaces the first; unlike in ComfyUI, it
 * keeps receiving events after the first has closed.
 */
export class Sockets {
  readonly #byId = new Map<string, Tool>();
  readonly #all = new Set<WebSocket>();
  readonly #greet: (clientId: string) => Greeting;

  constructor(greet: (clientId: string) => Greeting) {
    this.#greet = greet;
  }

  join(socket: WebSocket, wanted: string | null): void {
    const id = wanted || randomUUID().replaceAll("-", "");
    const tool: Tool = { socket, wantsMetadata: false };
    this.#byId.set(id, tool);
    this.#all.add(socket);
    const { status, node } = this.#greet(id);
    this.send("status", { ...status, sid: id }, id);
    if (node !== undefined) this.send("executing", { node }, id);
    let isFirst = true;
    socket.on("message", (data: Buffer) => {
      const wanted = isFirst ? readClientFeatures(data.toString()) : undefined;
      isFirst = false;
      if (!wanted) return;
      tool.wantsMetadata = wanted.wantsMetadata;
      this.send("feature_flags", features, id);
    });
    const pulse = setInterval(() => socket.ping(), PING_MS);
    pulse.unref();
    socket.on("close", () => {
      clearInterval(pulse);
      this.#all.delete(socket);
      if (this.#byId.get(id) === tool) this.#byId.delete(id);
    });
    socket.on("error", () => socket.terminate());
  }

  wantsMetadata(clientId: string | null): boolean {
    return clientId !== null && this.#byId.get(clientId)?.wantsMetadata === true;
  }

  isConnected(clientId: string | null): boolean {
    return clientId !== null && this.#byId.has(clientId);
  }

  /** Sends to the tool with this id. Without an id, nobody receives it. */
  send(type: string, data: unknown, clientId: string | null): void {
    this.#deliver(JSON.stringify({ type, data }), clientId);
  }

  sendBinary(frame: Buffer, clientId: string | null): void {
    this.#deliver(frame, clientId);
  }

  broadcast(type: string, data: unknown): void {
    for (const id of this.#byId.keys()) this.send(type, data, id);
  }

  #deliver(message: string | Buffer, clientId: string | null): void {
    const socket = clientId === null ? undefined : this.#byId.get(clientId)?.socket;
    if (!socket || socket.readyState !== socket.OPEN) return;
    if (socket.bufferedAmount > MAX_BUFFERED) return socket.terminate();
    socket.send(message);
  }

  close(): void {
    for (const socket of this.#all) socket.terminate();
  }
}
