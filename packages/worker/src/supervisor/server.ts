import { once } from "node:events";
import { rm, mkdir } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import path from "node:path";
import * as z from "zod";
import type { ComfyProcess, Exit } from "../process/comfy-process.ts";

/** Long-poll timeout of `GET /exits`, in milliseconds. */
const WINDOW_MS = 20_000;

const Job = z.strictObject({
  jobId: z.string(),
  attemptId: z.string(),
  requestId: z.string().optional(),
  traceId: z.string().optional(),
});

const readJob = (text: string | null) => (text === null ? undefined : Job.parse(JSON.parse(text)));

export interface Supervisor {
  close(): Promise<void>;
}

/**
 * Serves a process over a unix socket: `POST /start`, `/restart`, `/stop`, `POST /prompts?job=…` when a prompt starts, `GET /memory`, `GET /machine`, and `GET /exits?after=N`, which
 * waits for the next unexpected exit. The socket gives no other access.
 */
export async function supervise(comfyui: ComfyProcess, socket: string): Promise<Supervisor> {
  const exits: Exit[] = [];
  const waiting = new Set<() => void>();
  comfyui.onExit((exit) => {
    exits.push(exit);
    for (const wake of waiting) wake();
  });

  const waitForExits = async (after: number, req: IncomingMessage) => {
    if (exits.length <= after)
      await new Promise<void>((resolve) => {
        const finish = () => {
          clearTimeout(timer);
          waiting.delete(finish);
          resolve();
        };
        const timer = setTimeout(finish, WINDOW_MS);
        waiting.add(finish);
        req.once("close", finish);
      });
    return { count: exits.length, exit: exits.length > after ? exits.at(-1) : undefined };
  };
  const answer = async (req: IncomingMessage): Promise<unknown> => {
    const url = new URL(req.url ?? "/", "http://supervisor");
    switch (`${req.method} ${url.pathname}`) {
      case "POST /start":
        await comfyui.start();
        return {};
      case "POST /restart":
        await comfyui.restart();
        return {};
      case "POST /stop":
        await comfyui.stop();
        return {};
      case "POST /prompts":
        comfyui.markStart(readJob(url.searchParams.get("job")));
        return {};
      case "GET /memory":
        return { bytes: await comfyui.readMemory() };
      case "GET /machine":
        return comfyui.readMachineFacts();
      case "GET /exits":
        return waitForExits(Number(url.searchParams.get("after") ?? exits.length), req);
      default:
        return undefined;
    }
  };
  const respond = async (req: IncomingMessage, res: ServerResponse) => {
    const send = (status: number, body: unknown) => {
      res.writeHead(status, { "content-type": "application/json" });
      res.end(JSON.stringify(body));
    };
    try {
      const body = await answer(req);
      send(body === undefined ? 404 : 200, body ?? { detail: "Not found" });
    } catch (error) {
      send(500, { detail: error instanceof Error ? error.message : String(error) });
    }
  };

  await mkdir(path.dirname(socket), { recursive: true });
  await rm(socket, { force: true });
  const server = createServer((req, res) => void respond(req, res));
  server.listen(socket);
  await once(server, "listening");
  return {
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      await closed;
      await rm(socket, { force: true });
    },
  };
}
