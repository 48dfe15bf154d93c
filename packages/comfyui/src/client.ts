import * as z from "zod";
import { WebSocket } from "ws";
import { startDeadline } from "./deadline.ts";
import { isRecord, type Graph } from "./graph.ts";
import { parseHistory, type Ending, type OutputRef } from "./history.ts";
import { parsePythonJson } from "./python-json.ts";
import { parseBinary, parseText, type Message } from "./message.ts";
import { SystemStats } from "./system-stats.ts";

/** ComfyUI did not answer, or its answer was invalid. */
export class ComfyUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ComfyUnavailable";
  }

  /** Whether the connection was refused: ComfyUI has exited, and is not only busy. */
  get refused(): boolean {
    const cause = this.cause instanceof Error ? (this.cause.cause ?? this.cause) : undefined;
    return cause instanceof Error && "code" in cause && cause.code === "ECONNREFUSED";
  }

  /** Whether ComfyUI accepted the connection and sent no response: it is busy or stuck. */
  get unanswered(): boolean {
    return this.cause !== undefined && !this.refused;
  }
}

const Queue = z.object({ queue_running: z.array(z.array(z.unknown())), queue_pending: z.array(z.array(z.unknown())) });

const Uploaded = z.object({ name: z.string(), subfolder: z.string().default("") });

export type Submitted = { accepted: true } | { accepted: false; body: unknown };

const TIMEOUT_MS = 30_000;
const FILE_TIMEOUT_MS = 300_000;
/** Time without a pong after which an open socket counts as dead. */
const PING_MS = 5000;
const PONG_MS = 30_000;

/** Where a prompt is in ComfyUI's queue. */
export type QueuePlace = "running" | "pending" | "waiting" | "absent";

/** Client of a ComfyUI server. Every call throws {@link ComfyUnavailable} if the server does not answer. */
export class ComfyClient {
  readonly #url: string;

  constructor(url: string) {
    this.#url = url.endsWith("/") ? url : `${url}/`;
  }

  /** Sends a request; `use` reads the response before the timeout. */
  async #call<T>(
    path: string,
    init: RequestInit,
    use: (response: Response) => Promise<T>,
    timeoutMs = TIMEOUT_MS,
  ): Promise<T> {
    using limit = startDeadline(timeoutMs, init.signal);
    return await use(await this.#fetch(path, init, limit.signal));
  }

  async #fetch(path: string, init: RequestInit, limit: AbortSignal): Promise<Response> {
    try {
      return await fetch(new URL(path, this.#url), { ...init, signal: limit });
    } catch (error) {
      if (init.signal?.aborted) throw error;
      throw new ComfyUnavailable(`ComfyUI does not answer ${path}`, { cause: error });
    }
  }

  #json = (path: string, init: RequestInit = {}): Promise<unknown> =>
    this.#call(path, init, async (response) => {
      if (!response.ok) throw new ComfyUnavailable(`ComfyUI answered ${response.status} to ${path}`);
      return read(path, async () => parsePythonJson(await response.text()), init.signal);
    });

  #post = <T>(
    path: string,
    body: unknown,
    use: (response: Response) => Promise<T>,
    signal?: AbortSignal,
  ): Promise<T> => {
    const headers = { "content-type": "application/json" };
    return this.#call(
      path,
      { method: "POST", headers, body: JSON.stringify(body), ...(signal ? { signal } : {}) },
      use,
    );
  };

  systemStats = async () => {
    const json = await this.#json("system_stats");
    return read("system_stats", async () => SystemStats.parse(json));
  };
  objectInfo = (): Promise<unknown> => this.#json("object_info");

  /** Uploads a file to the input folder. @returns its name there, which ComfyUI may have changed */
  async uploadInput(name: string, bytes: Blob, signal?: AbortSignal): Promise<string> {
    const form = new FormData();
    form.set("image", bytes, name);
    form.set("overwrite", "true");
    const json = await this.#json("upload/image", { method: "POST", body: form, ...(signal ? { signal } : {}) });
    const answer = await read("upload/image", async () => Uploaded.parse(json));
    return answer.subfolder ? `${answer.subfolder}/${answer.name}` : answer.name;
  }

  /**
   * Queues a graph. `promptId` must be a lower-case UUID. A 200 with node errors has dropped outputs, so it counts as a
   * refusal.
   */
  async submit(graph: Graph, promptId: string, clientId: string, signal?: AbortSignal): Promise<Submitted> {
    const prompt = { prompt: graph, prompt_id: promptId, client_id: clientId, extra_data: { preview_method: "auto" } };
    const { response, text } = await this.#post(
      "prompt",
      prompt,
      async (response) => ({ response, text: await read("prompt", () => response.text(), signal) }),
      signal,
    );
    const body = parseJson(text);
    // A proxy answers with 502 or above when ComfyUI is down. ComfyUI's own 500 is about the graph.
    if (response.status > 500) throw new ComfyUnavailable(`ComfyUI answered ${response.status} to prompt`);
    if (response.status === 500)
      return { accepted: false, body: { error: { message: "it could not read the graph" } } };
    const errors = isRecord(body) && isRecord(body["node_errors"]) ? body["node_errors"] : {};
    if (response.ok && Object.keys(errors).length === 0) return { accepted: true };
    return { accepted: false, body };
  }

  history = async (promptId: string, signal?: AbortSignal): Promise<Ending | undefined> =>
    parseHistory(await this.#json(`history/${promptId}`, signal ? { signal } : {}), promptId);

  /**
   * A prompt's place in the queue: `waiting` for nothing if it is pending and no prompt runs.
   * @returns the place, and the ids of the prompts that run
   */
  async locate(promptId: string): Promise<{ place: QueuePlace; running: string[] }> {
    const queue = await this.#queue();
    const running = queue.queue_running.map((item) => String(item[1]));
    if (running.includes(promptId)) return { place: "running", running };
    if (!queue.queue_pending.some((item) => item[1] === promptId)) return { place: "absent", running };
    return { place: running.length === 0 ? "waiting" : "pending", running };
  }

  /** Whether no prompt is running or pending. */
  async isIdle(): Promise<boolean> {
    const queue = await this.#queue();
    return queue.queue_running.length === 0 && queue.queue_pending.length === 0;
  }

  #queue = async () => {
    const json = await this.#json("queue");
    return read("queue", async () => Queue.parse(json));
  };

  async #tell(path: string, body: unknown): Promise<void> {
    const response = await this.#post(path, body, async (response) => {
      await response.body?.cancel();
      return response;
    });
    if (!response.ok) throw new ComfyUnavailable(`ComfyUI answered ${response.status} to ${path}`);
  }

  async deleteFromQueue(promptId: string): Promise<void> {
    await this.#tell("queue", { delete: [promptId] });
  }

  /** Empties the queue, stops the running prompt and deletes all history. Only for a server without other users. */
  async clear(): Promise<void> {
    await this.#tell("queue", { clear: true });
    await this.#tell("interrupt", {});
    await this.#tell("history", { clear: true });
  }

  /** Interrupts the prompt if it is running, and no other one. */
  async interrupt(promptId: string): Promise<void> {
    await this.#tell("interrupt", { prompt_id: promptId });
  }

  /** Deletes history entries, because nodes of later prompts could read the graphs in them. */
  async deleteHistory(promptIds: readonly string[]): Promise<void> {
    await this.#tell("history", { delete: promptIds });
  }

  /** Empties the cache between prompts, so that no prompt gets files of an earlier one. */
  async free(): Promise<void> {
    await this.#tell("free", { free_memory: true, unload_models: false });
  }

  /** Streams the bytes of an output. Throws {@link ComfyUnavailable} if the connection breaks. */
  async *view(
    { filename, subfolder, type }: Pick<OutputRef, "filename" | "subfolder" | "type">,
    signal?: AbortSignal,
  ): AsyncGenerator<Uint8Array> {
    const query = new URLSearchParams({ filename, subfolder, type });
    const path = `view?${query.toString()}`;
    using limit = startDeadline(FILE_TIMEOUT_MS, signal);
    const response = await this.#fetch(path, signal ? { signal } : {}, limit.signal);
    if (!response.ok) throw new ComfyUnavailable(`ComfyUI answered ${response.status} for the output ${filename}`);
    try {
      if (response.body) yield* response.body;
    } catch (cause) {
      if (signal?.aborted) throw cause;
      throw new ComfyUnavailable(`ComfyUI's response with the output ${filename} was interrupted`, { cause });
    }
  }

  /**
   * Opens the event socket of a client. A lost socket is not opened again, because a second one with the same id
   * receives nothing, so the caller must poll as well. `onClose` is called once.
   */
  connect(clientId: string, on: { message(message: Message): void; close(): void }): Promise<() => void> {
    const url = new URL("ws", this.#url);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    url.searchParams.set("clientId", clientId);
    const socket = new WebSocket(url, { maxPayload: 64 * 1024 * 1024, handshakeTimeout: TIMEOUT_MS });
    socket.on("message", (data: Buffer, isBinary: boolean) => {
      const message = isBinary ? parseBinary(data) : parseText(data.toString("utf8"));
      if (message) on.message(message);
    });
    let heardAt = performance.now();
    socket.on("pong", () => (heardAt = performance.now()));
    const pulse = setInterval(() => {
      if (performance.now() - heardAt > PONG_MS) socket.terminate();
      else if (socket.readyState === WebSocket.OPEN) socket.ping();
    }, PING_MS);
    pulse.unref();
    socket.once("close", () => {
      clearInterval(pulse);
      on.close();
    });
    return new Promise((resolve, reject) => {
      socket.once("open", () => {
        socket.send(JSON.stringify({ type: "feature_flags", data: { supports_preview_metadata: true } }));
        resolve(() => socket.terminate());
      });
      socket.on("error", (cause) => reject(new ComfyUnavailable("ComfyUI's event socket failed", { cause })));
    });
  }
}

/** Treats an interrupted or invalid response as none. */
async function read<T>(path: string, body: () => Promise<T>, signal?: AbortSignal | null): Promise<T> {
  try {
    return await body();
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new ComfyUnavailable(`ComfyUI's response to ${path} is invalid`, { cause: error });
  }
}

function parseJson(text: string): unknown {
  try {
    return parsePythonJson(text);
  } catch {
    // Not JSON: the caller checks the type of the value.
    return undefined;
  }
}
