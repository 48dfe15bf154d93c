import { randomBytes } from "node:crypto";
import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { WebSocketServer } from "ws";
import { createApp } from "./app.ts";
import { NodeCache } from "./cache.ts";
import { openFolders } from "./files.ts";
import { classes } from "./nodes/index.ts";
import { startPainter } from "./painter.ts";
import { Server } from "./server.ts";
import { Sockets } from "./sockets.ts";

export interface PreviewOptions {
  /** Default: any free port. */
  readonly port?: number;
  readonly host?: string;
  /** Parent folder of `input/`, `output/` and `temp/`. */
  readonly dir: string;
  /** Folder of imported models, whose names it lists. Default: `models/` below `dir`. */
  readonly models?: string;
  /** Stretches each prompt to this many milliseconds by sleeping, for benchmarks of the platform. */
  readonly paceMs?: number;
  /** Whether samplers send pictures when a prompt does not ask (`--preview-method`). Default: no. */
  readonly previews?: boolean;
  /** Called with what ComfyUI prints for each prompt. Default: nothing is printed. */
  print?(line: string): void;
}

export interface Preview {
  readonly url: string;
  readonly port: number;
  stop(): Promise<void>;
}

/**
 * Starts the preview renderer, a substitute for ComfyUI that executes the core image nodes and paints procedurally where
 * a model would sample. Implements ComfyUI's HTTP and WebSocket protocol.
 *
 * @example
 * const preview = await startPreview({ dir: ".pegbar/preview" });
 * await fetch(`${preview.url}/system_stats`);
 * await preview.stop();
 */
export async function startPreview(options: PreviewOptions): Promise<Preview> {
  const host = options.host ?? "127.0.0.1";
  const sockets = new Sockets();
  const painter = startPainter();
  const server = new Server({
    classes,
    folders: await openFolders(options.dir, options.models),
    cache: new NodeCache(),
    sockets,
    painter,
    tempPrefix: randomBytes(4).toString("hex").slice(0, 5),
    paceMs: options.paceMs,
    previews: options.previews ?? false,
    print: (line) => options.print?.(line),
  });
  const http = await listen(createApp(server).fetch, host, options.port ?? 0);
  attach(http, sockets, server);
  const { port } = http.address() as AddressInfo;
  const stop = async () => {
    sockets.close();
    const closed = new Promise<void>((resolve) => http.close(() => resolve()));
    http.closeAllConnections();
    await closed;
    await server.stop();
    await painter.stop();
  };
  return { url: `http://${host}:${port}`, port, stop };
}

async function listen(
  fetch: (request: Request) => Response | Promise<Response>,
  hostname: string,
  port: number,
): Promise<HttpServer> {
  const http = serve({ fetch, hostname, port }) as HttpServer;
  await once(http, "listening");
  return http;
}

function attach(http: HttpServer, sockets: Sockets, server: Server): void {
  const wss = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  http.on("upgrade", (request, socket, head) => {
    const url = new URL(request.url ?? "/", "http://preview");
    if (url.pathname !== "/ws" && url.pathname !== "/api/ws") return socket.destroy();
    return wss.handleUpgrade(request, socket, head, (ws) =>
      sockets.join(ws, url.searchParams.get("clientId"), server.queue.remaining),
    );
  });
}
