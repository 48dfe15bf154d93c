import { once } from "node:events";
import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo, Socket } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Duplex } from "node:stream";
import { setTimeout as sleep } from "node:timers/promises";
import { WebSocket, WebSocketServer } from "ws";

/**
 * Fault of a frame: the socket is closed instead (`drop`), or stays open without further frames (`stall`); the frame is
 * sent twice, or late.
 */
export type FrameFault = "drop" | "stall" | "twice" | { delayMs: number };
/**
 * Fault of a request: another status, no response (`reset` before it arrives, `lost` after it was processed), or half
 * of one (`cut`).
 */
export type RequestFault = { status: number } | "reset" | "lost" | "cut";

export interface Faults {
  /** By the number of the frame since the faults were set. */
  frame?(index: number): FrameFault | undefined;
  /** By method and path without ids. */
  request?(route: string): RequestFault | undefined | Promise<RequestFault | undefined>;
}

const BROKEN = "HTTP/1.1 500 Internal Server Error\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";

/** `GET /history/<id>?x` → `GET /history`. */
const routeOf = ({ method = "GET", url = "/" }: IncomingMessage): string =>
  `${method} ${new URL(url, "http://proxy").pathname.replace(/^\/history\/.*/, "/history")}`;

/** A proxy between a client and a ComfyUI, always on the same port, that adds faults to frames and requests. */
export class FaultProxy {
  /** Routes that were requested. */
  readonly asked: string[] = [];
  /** Number of frames since the faults were set. */
  frames = 0;
  #faults: Faults = {};
  #target: string | undefined;
  #port = 0;
  #server: Server | undefined;
  readonly #upgrades = new WebSocketServer({ noServer: true });
  readonly #open = new Set<Socket>();

  get url(): string {
    return `http://127.0.0.1:${this.#port}`;
  }

  /** Replaces the faults. */
  set(faults: Faults = {}): void {
    this.#faults = faults;
    this.frames = 0;
  }

  /** Closes every event socket; the next one works again. */
  dropSockets(): void {
    for (const client of this.#upgrades.clients) client.terminate();
  }

  /** Starts the proxy in front of a server, on the same port as before. */
  async up(target: string): Promise<void> {
    this.#target = target;
    const server = createServer((req, res) => void this.#pass(req, res).catch(() => res.destroy()));
    server.on("connection", (socket) => {
      this.#open.add(socket);
      socket.once("close", () => this.#open.delete(socket));
    });
    server.on("upgrade", (req: IncomingMessage, socket: Duplex, head: Buffer) => void this.#upgrade(req, socket, head));
    server.listen(this.#port, "127.0.0.1");
    await once(server, "listening");
    this.#server = server;
    this.#port = (server.address() as AddressInfo).port;
  }

  /** Stops the proxy and closes its connections. */
  async down(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    server.close();
    for (const socket of this.#open) socket.destroy();
    await once(server, "close");
  }

  async #pass(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const route = routeOf(req);
    this.asked.push(route);
    const fault = await this.#faults.request?.(route);
    if (fault === "reset") return void req.socket.destroy();
    const body = await buffer(req);
    if (typeof fault === "object") {
      res.writeHead(fault.status);
      res.end("broken");
      return;
    }
    const sent = request(new URL(req.url ?? "/", this.#target), { method: req.method, headers: req.headers });
    sent.end(body);
    const [answer] = (await once(sent, "response")) as [IncomingMessage];
    const whole = await buffer(answer);
    if (fault === "lost") return void req.socket.destroy();
    const { "transfer-encoding": _chunked, ...headers } = answer.headers;
    res.writeHead(answer.statusCode ?? 500, { ...headers, "content-length": whole.length });
    if (fault !== "cut") return void res.end(whole);
    res.write(whole.subarray(0, Math.floor(whole.length / 2)));
    await sleep(5);
    req.socket.destroy();
  }

  async #upgrade(req: IncomingMessage, socket: Duplex, head: Buffer): Promise<void> {
    const route = routeOf(req);
    this.asked.push(route);
    const fault = await this.#faults.request?.(route);
    if (typeof fault === "object") return void socket.end(BROKEN);
    if (fault !== undefined) return void socket.destroy();
    this.#upgrades.handleUpgrade(req, socket, head, (client) => this.#join(client, req.url ?? "/"));
  }

  #join(client: WebSocket, path: string): void {
    const server = new WebSocket(new URL(path, this.#target?.replace("http", "ws")));
    const unsent: Buffer[] = [];
    client.on("message", (data: Buffer) => {
      if (server.readyState === WebSocket.OPEN) server.send(data.toString());
      else unsent.push(data);
    });
    server.once("open", () => unsent.forEach((data) => server.send(data.toString())));
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on("error", () => one.terminate());
      one.once("close", () => other.terminate());
    }
    let isSilent = false;
    // Late frames stay in order.
    let turn = Promise.resolve();
    server.on("message", (data: Buffer, isBinary: boolean) => {
      const index = this.frames++;
      const fault = this.#faults.frame?.(index);
      if (fault === "stall") isSilent = true;
      if (isSilent) return;
      if (fault === "drop") return client.terminate();
      turn = turn.then(async () => {
        if (typeof fault === "object") await sleep(fault.delayMs);
        client.send(data, { binary: isBinary });
        if (fault === "twice") client.send(data, { binary: isBinary });
      });
    });
  }
}

/** Returns the fault for the first `times` requests of a route; `met` counts them. */
export function failing(
  route: string,
  fault: RequestFault,
  times = Number.POSITIVE_INFINITY,
): Faults & { met(): number } {
  let met = 0;
  return {
    request: (asked) => {
      if (asked !== route || met >= times) return undefined;
      met++;
      return fault;
    },
    met: () => met,
  };
}
