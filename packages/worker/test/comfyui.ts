import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { json } from "node:stream/consumers";
import { WebSocketServer, type WebSocket } from "ws";
import type { Graph } from "@pegbar/comfyui";

/** How the scripted ComfyUI misbehaves. */
export interface Script {
  /** Milliseconds that a prompt runs. */
  runMs: number;
  /** Close the socket after this many frames of a prompt. */
  dropAfterFrames: number | undefined;
  silent: boolean;
  /** Milliseconds between execution_success and the history being written. */
  historyLateMs: number;
  /** Response to POST /prompt if it does not accept. */
  refuse: { status: number; body: unknown } | undefined;
  /** Ends the prompt with this execution_error. */
  error: Record<string, unknown> | undefined;
  /** Folder of the outputs, instead of the prompt's prefix. */
  foreignOutput: string | undefined;
  noOutputs: boolean;
  /** Accepts prompts and starts none, as if its worker thread were dead. */
  idle: boolean;
  /** Runs a prompt of somebody else, which does not end. */
  foreign: boolean;
  /** Ignores interrupts. */
  deaf: boolean;
  /** Number of interrupts to ignore, as ComfyUI does between two prompts. */
  lostInterrupts: number;
  /** Sends nothing more in the middle of a prompt. */
  stall: boolean;
  /** Has the nodes of the canary graph. */
  canary: boolean;
  /** Text that a node without a file returns, as PreviewAny does. */
  text: string | undefined;
  /** Text that the saving node returns next to its file, as SaveText does. */
  textOfFile: string | undefined;
  /** Responds with 500 to this number of requests that delete history. */
  keepHistory: number;
  /** Files that the saving node returns, all with the same bytes. */
  files: number;
  /** What `/system_stats` says about the system in addition to its version. */
  system: Record<string, unknown>;
}

const calm: Script = {
  runMs: 60,
  dropAfterFrames: undefined,
  silent: false,
  historyLateMs: 0,
  refuse: undefined,
  error: undefined,
  foreignOutput: undefined,
  noOutputs: false,
  idle: false,
  foreign: false,
  deaf: false,
  lostInterrupts: 0,
  stall: false,
  canary: false,
  text: undefined,
  textOfFile: undefined,
  keepHistory: 0,
  files: 1,
  system: {},
};

const node = (required: Record<string, unknown>, output: string[]) => ({
  input: { required },
  input_order: { required: Object.keys(required) },
  output,
  output_is_list: output.map(() => false),
  output_name: output,
  name: "n",
  display_name: "n",
  description: "",
  category: "",
  output_node: output.length === 0,
});

const objectInfo = {
  LoadImage: node({ image: [[], { image_upload: true }] }, ["IMAGE", "MASK"]),
  ImageInvert: node({ image: ["IMAGE"] }, ["IMAGE"]),
  SaveImage: node({ images: ["IMAGE"], filename_prefix: ["STRING", { default: "ComfyUI" }] }, []),
};

const withCanary = {
  ...objectInfo,
  EmptyImage: node({ width: ["INT"], height: ["INT"], batch_size: ["INT"], color: ["INT"] }, ["IMAGE"]),
  PreviewImage: node({ images: ["IMAGE"] }, []),
};

interface Prompt {
  id: string;
  clientId: string;
  graph: Graph;
}

/** A scripted ComfyUI, to test the worker's reactions. */
export async function scriptedComfyui(changes: Partial<Script> = {}) {
  const script: Script = { ...calm, ...changes };
  const log: string[] = [];
  const sockets = new Map<string, WebSocket>();
  const graphs: Graph[] = [];
  let queue: Prompt[] = [];
  let running: (Prompt & { interrupt(): void }) | undefined;
  let history: Record<string, unknown> = {};
  const forgotten = new Set<string>();

  const send = (prompt: Prompt, frames: { count: number }, type: string, data: Record<string, unknown>) => {
    if (script.silent) return;
    const socket = sockets.get(prompt.clientId);
    if (script.dropAfterFrames !== undefined && frames.count >= script.dropAfterFrames) return socket?.terminate();
    frames.count++;
    socket?.send(JSON.stringify({ type, data: { ...data, prompt_id: prompt.id } }));
  };
  const run = async () => {
    const prompt = running || script.idle || script.foreign ? undefined : queue.shift();
    if (!prompt) return;
    log.push(`start ${prompt.id}`);
    let interrupted = false;
    let wake: () => void = () => undefined;
    running = { ...prompt, interrupt: () => ((interrupted = true), wake()) };
    const frames = { count: 0 };
    const began = Date.now();
    const messages: [string, Record<string, unknown>][] = [["execution_start", { timestamp: began }]];
    send(prompt, frames, "execution_start", { timestamp: began });
    send(prompt, frames, "execution_cached", { nodes: [] });
    const nodes = Object.keys(prompt.graph);
    for (const node of nodes) {
      send(prompt, frames, "executing", { node });
      await new Promise<void>((resolve) => {
        wake = resolve;
        setTimeout(resolve, script.runMs / nodes.length);
      });
      if (interrupted) break;
      while (script.stall && !forgotten.has(prompt.id) && !interrupted)
        await new Promise<void>((resolve) => setTimeout(resolve, 20));
    }
    const outputs: Record<string, unknown> = {};
    for (const [id, { inputs }] of Object.entries(prompt.graph)) {
      const prefix = inputs["filename_prefix"];
      if (typeof prefix !== "string" || script.noOutputs) continue;
      const [folder = "", name = ""] = (script.foreignOutput ?? prefix).split("/");
      outputs[id] = {
        images: Array.from({ length: script.files }, (_, index) => ({
          filename: `${name}_${String(index + 1).padStart(5, "0")}_.png`,
          subfolder: folder,
          type: "output",
        })),
        ...(script.textOfFile === undefined ? {} : { text: [script.textOfFile] }),
      };
      if (script.text !== undefined) outputs["2"] = { text: [script.text] };
    }
    if (interrupted) messages.push(["execution_interrupted", {}]);
    else if (script.error) messages.push(["execution_error", script.error]);
    else messages.push(["execution_success", { timestamp: Date.now() }]);
    const last = messages.at(-1);
    if (last) send(prompt, frames, last[0], last[1]);
    const mine = running;
    await new Promise((resolve) => setTimeout(resolve, script.historyLateMs));
    if (running !== mine || forgotten.has(prompt.id)) return;
    history[prompt.id] = {
      outputs: interrupted ? {} : outputs,
      status: { status_str: "x", completed: true, messages },
    };
    send(prompt, frames, "executing", { node: null });
    log.push(`end ${prompt.id}`);
    running = undefined;
    void run();
  };

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const url = new URL(req.url ?? "/", "http://x");
    const reply = (status: number, body: unknown) => {
      res.writeHead(status, { "content-type": "application/json" });
      res.end(JSON.stringify(body));
    };
    if (url.pathname === "/prompt") {
      const body = (await json(req)) as { prompt: Graph; prompt_id: string; client_id: string };
      if (script.refuse) return reply(script.refuse.status, script.refuse.body);
      graphs.push(body.prompt);
      log.push(`submit ${body.prompt_id}`);
      queue.push({ id: body.prompt_id, clientId: body.client_id, graph: body.prompt });
      reply(200, { prompt_id: body.prompt_id, number: 1, node_errors: {} });
      return void run();
    }
    if (url.pathname.startsWith("/history/")) {
      const id = url.pathname.slice(9);
      return reply(200, id in history ? { [id]: history[id] } : {});
    }
    if (url.pathname === "/history" && req.method === "POST") {
      const { delete: ids = [], clear } = (await json(req)) as { delete?: string[]; clear?: boolean };
      if (script.keepHistory-- > 0) return reply(500, {});
      for (const id of clear ? Object.keys(history) : ids) delete history[id];
      return reply(200, {});
    }
    if (url.pathname === "/system_stats")
      return reply(200, {
        system: { comfyui_version: "scripted", ...script.system },
        devices: [{ name: "none", vram_total: 1 }],
      });
    if (url.pathname === "/object_info") return reply(200, script.canary ? withCanary : objectInfo);
    if (url.pathname === "/queue" && req.method === "POST") {
      const { delete: ids = [] } = (await json(req)) as { delete?: string[] };
      queue = queue.filter(({ id }) => !ids.includes(id));
      return reply(200, {});
    }
    if (url.pathname === "/queue") {
      const item = ({ id }: Prompt) => [1, id];
      const foreign = script.foreign ? [[0, "00000000-0000-4000-8000-00000000dead"]] : [];
      return reply(200, { queue_running: running ? [item(running)] : foreign, queue_pending: queue.map(item) });
    }
    if (url.pathname === "/interrupt") {
      const { prompt_id: id } = (await json(req)) as { prompt_id?: string };
      if (id !== undefined) log.push(`interrupt ${id}`);
      if (id !== undefined && script.lostInterrupts > 0) script.lostInterrupts--;
      else if (running && !script.deaf && (id === undefined || running.id === id)) running.interrupt();
      return reply(200, {});
    }
    if (url.pathname === "/free") {
      log.push("free");
      return reply(200, {});
    }
    if (url.pathname === "/upload/image") {
      for await (const _ of req);
      return reply(200, { name: "uploaded.png", subfolder: "", type: "input" });
    }
    if (url.pathname === "/view") {
      res.writeHead(200);
      return res.end(Buffer.from("89504e470d0a1a0a0000000d49484452", "hex"));
    }
    return reply(404, {});
  };
  const server = createServer((req, res) => void answer(req, res));
  const upgrades = new WebSocketServer({ server });
  upgrades.on("connection", (socket, req) => {
    sockets.set(new URL(req.url ?? "/", "http://x").searchParams.get("clientId") ?? "", socket);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("no address");
  return {
    url: `http://127.0.0.1:${address.port}/`,
    script,
    log,
    graphs,
    /** Ids of the prompts whose history entry exists. */
    remembered: () => Object.keys(history),
    isIdle: () => !running && queue.length === 0,
    /** Forgets all prompts, as after a restart. */
    forget() {
      for (const { id } of [...queue, ...(running ? [running] : [])]) forgotten.add(id);
      running?.interrupt();
      queue = [];
      history = {};
      running = undefined;
      sockets.forEach((socket) => socket.terminate());
    },
    async stop() {
      sockets.forEach((socket) => socket.terminate());
      upgrades.close();
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
export type ScriptedComfyui = Awaited<ReturnType<typeof scriptedComfyui>>;
