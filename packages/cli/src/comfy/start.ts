import { once } from "node:events";
import type { Server as HttpServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { serve } from "@hono/node-server";
import type { Pegbar } from "@pegbar/sdk";
import { makeFolder } from "@pegbar/sdk/node";
import { WebSocketServer } from "ws";
import { createApp } from "./app.ts";
import { Classes } from "./classes.ts";
import { Files } from "./files.ts";
import { findRefusal } from "./guard.ts";
import { Inputs } from "./inputs.ts";
import { Outage } from "./outage.ts";
import type { Connection } from "./persist.ts";
import { PromptQueue } from "./prompt-queue.ts";
import { PromptStore } from "./prompt-store.ts";
import { ResultNames } from "./result-names.ts";
import { Sockets } from "./sockets.ts";
import { type JobOptions, Submitter } from "./submit.ts";
import { UploadStore } from "./upload-store.ts";

export interface ComfyOptions {
  readonly client: Pegbar;
  readonly apiUrl: string;
  readonly signal: AbortSignal;
  /** 0 for any free port. */
  readonly port: number;
  /** Folder for prompts and uploads, only for this proxy. */
  readonly folder: string;
  readonly job: JobOptions;
  /** Show whose cleared models are listed. */
  readonly showId?: string;
  /** Whether previews are sent for prompts that do not ask. Default: no. */
  readonly previews?: boolean;
  /** How often the places of waiting prompts in Pegbar's queue are read, in milliseconds. Default: ten seconds. */
  readonly placesMs?: number;
  /** Prints a line for the artist. */
  note(text: string): void;
}

export interface ComfyProxy {
  readonly url: string;
  stop(): Promise<void>;
}

const HOST = "127.0.0.1";

/**
 * Starts a server on this machine's loopback address that speaks ComfyUI's protocol and runs prompts as jobs of Pegbar.
 * @throws the system's error if the port is in use
 */
export async function startComfy(options: ComfyOptions): Promise<ComfyProxy> {
  const { client, apiUrl, folder, job, note } = options;
  const stopping = new AbortController();
  const signal = AbortSignal.any([options.signal, stopping.signal]);
  const connection: Connection = { client, signal, outage: new Outage(note), note };
  await makeFolder(folder, 0o700);
  const [store, uploads] = await Promise.all([
    PromptStore.open(path.join(folder, "prompts")),
    UploadStore.open(path.join(folder, "uploads")),
  ]);
  const inputs = await Inputs.open(connection, uploads, folder);
  const classes = new Classes(connection, uploads, folder, options.showId);
  const files = new Files(uploads, inputs, connection);
  const names = new ResultNames();
  for (const file of store.all.flatMap((prompt) => prompt.files)) {
    files.addResult(file);
    names.markUsed(file);
  }
  const sockets = new Sockets((clientId) => ({
    status: queue.describeStatus(),
    node: queue.getCurrentNode(clientId),
  }));
  const onQueueChange = () => sockets.broadcast("status", queue.describeStatus());
  const queue: PromptQueue = new PromptQueue(
    { connection, sockets, store, files, names, apiUrl, previews: options.previews ?? false, onQueueChange },
    (error) => note(`Unexpected error: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`),
    options.placesMs,
  );
  const submitter = new Submitter({
    connection,
    classes,
    files,
    inputs,
    store,
    job,
    add: (prompt) => {
      note(`Prompt ${prompt.promptId.slice(0, 8)}: queued as ${prompt.pegbar.job_id}`);
      queue.add(prompt);
    },
  });
  const parts = { connection, classes, uploads, inputs, files, queue, submitter, job };
  const greeting = `pegbar comfy for ${job.shot}. Set this address in your tool as the address of ComfyUI.`;
  const { fetch } = createApp(parts, folder, greeting);
  const http = serve({ fetch, hostname: HOST, port: options.port }) as HttpServer;
  attach(http, sockets);
  await once(http, "listening");
  queue.resume();
  const { port } = http.address() as AddressInfo;
  return {
    url: `http://${HOST}:${port}`,
    stop: async () => {
      stopping.abort(new Error("the proxy stops"));
      sockets.close();
      const closed = new Promise<void>((resolve) => http.close(() => resolve()));
      http.closeAllConnections();
      await closed;
      await queue.stop();
    },
  };
}

/** Accepts event sockets. */
function attach(http: HttpServer, sockets: Sockets): void {
  const wss = new WebSocketServer({ noServer: true, maxPayload: 1 << 20 });
  http.on("upgrade", (request, socket, head) => {
    const url = new URL(request.url ?? "/", "http://comfy");
    const isSocket = url.pathname === "/ws" || url.pathname === "/api/ws";
    if (!isSocket || findRefusal(request.headers) !== undefined)
      return void socket.end(
        `HTTP/1.1 ${isSocket ? "403 Forbidden" : "404 Not Found"}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n`,
      );
    return wss.handleUpgrade(request, socket, head, (ws) => sockets.join(ws, url.searchParams.get("clientId")));
  });
}
