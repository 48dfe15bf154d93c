import { setImmediate as yieldToOthers } from "node:timers/promises";
import type { FramePicture, Graph, HistoryEntry, StatusMessage } from "@pegbar/comfyui";
import { type components, type JobEvent, PegbarError } from "@pegbar/sdk";
import type { Files } from "./files.ts";
import { followJob } from "./job-events.ts";
import { type Execution, NodeReporter } from "./node-reporter.ts";
import { type Connection, persist } from "./persist.ts";
import type { Prompt } from "./prompt.ts";
import type { PromptStore } from "./prompt-store.ts";
import type { ResultNames } from "./result-names.ts";
import { readBytes, readResults, type Results } from "./results.ts";
import type { Sockets } from "./sockets.ts";

type Job = components["schemas"]["Job"];

export interface ReporterParts {
  readonly connection: Connection;
  readonly sockets: Sockets;
  readonly store: PromptStore;
  readonly files: Files;
  readonly names: ResultNames;
  readonly apiUrl: string;
  /** Whether previews are sent for prompts that do not ask. */
  readonly previews: boolean;
  /** Called when the number of waiting prompts, or which ones run, has changed. */
  onQueueChange(): void;
}

/** Size of a preview that is passed on, which workers do not exceed. */
const MAX_PREVIEW_BYTES = 512 * 1024;

/** ComfyUI's names of exceptions, by the kinds of Pegbar's failures. Clients look for `OutOfMemoryError`. */
const exceptionTypes: Readonly<Record<string, string>> = {
  out_of_memory: "torch.OutOfMemoryError",
  node_error: "RuntimeError",
};

/** Follows the job of one prompt to its end, and tells its tool what a single ComfyUI would. */
export class PromptReporter {
  readonly #parts: ReporterParts;
  readonly prompt: Prompt;
  readonly #nodes: NodeReporter;
  #startedAt: number | undefined;

  constructor(prompt: Prompt, parts: ReporterParts) {
    this.prompt = prompt;
    this.#parts = parts;
    this.#nodes = new NodeReporter(prompt, parts.sockets);
  }

  /** The node that runs now, for tools that connect again. */
  get currentNode(): string | undefined {
    return this.#nodes.current;
  }

  /** @returns the job if it is held, because it waits for a person: then other prompts may pass */
  async run(): Promise<Job | undefined> {
    const { connection } = this.#parts;
    const id = this.prompt.pegbar.job_id;
    try {
      const before = await this.#readJob();
      if (before.state === "held") return before;
      for await (const event of followJob(connection, id)) {
        const job = event.type === "held" ? await this.#readJob() : undefined;
        if (job?.state === "held") return job;
        await this.#handle(event);
      }
      await this.#end(await this.#readJob());
    } catch (error) {
      if (connection.signal.aborted || !(error instanceof PegbarError)) throw error;
      await this.#fail({ message: `Pegbar no longer has this job: ${error.message}`, kind: "pegbar_error" }, undefined);
    }
    return undefined;
  }

  #readJob = (): Promise<Job> => {
    const { connection } = this.#parts;
    const params = { path: { id: this.prompt.pegbar.job_id } };
    return persist(connection, () => connection.client.get("/v1/jobs/{id}", { params, signal: connection.signal }));
  };

  async #handle({ type, data }: JobEvent): Promise<void> {
    if (type === "running") return this.#start();
    if (type === "progress") return this.#progress(data);
    if (type === "preview") return this.#preview(data);
    if (type === "interrupted") this.#parts.connection.note(`${this.#label}: interrupted; it restarts by itself.`);
  }

  get #label(): string {
    return `Prompt ${this.prompt.promptId.slice(0, 8)}`;
  }

  /** Tells that the prompt runs, also if the proxy was restarted meanwhile. */
  async #start(): Promise<void> {
    if (this.#startedAt !== undefined) return;
    this.#startedAt = Date.now();
    if (this.prompt.started) return;
    this.prompt.started = true;
    await this.#parts.store.save(this.prompt);
    this.#parts.onQueueChange();
    this.#parts.connection.note(`${this.#label}: running`);
    this.#nodes.send("execution_start", { timestamp: this.#startedAt });
  }

  async #progress(data: JobEvent["data"]): Promise<void> {
    await this.#start();
    const { node, step, steps } = data;
    const execution = readExecution(data["execution"]);
    if (execution) this.#nodes.reportNodes(execution);
    else if (typeof node === "string") this.#nodes.start(node);
    if (typeof step === "number" && typeof steps === "number" && node === this.#nodes.current)
      this.#nodes.reportStep(step, steps);
  }

  /** As of a ComfyUI: none unless the prompt or the one who started the server asks, since some tools take them for results. */
  get #wantsPreviews(): boolean {
    const method = this.prompt.extraData["preview_method"];
    return typeof method === "string" && method !== "default" ? method !== "none" : this.#parts.previews;
  }

  async #preview({ url }: JobEvent["data"]): Promise<void> {
    if (typeof url !== "string" || !this.#wantsPreviews) return;
    if (!this.#parts.sockets.isConnected(this.prompt.clientId) || this.#nodes.current === undefined) return;
    // Ignored, because the next preview follows soon.
    const picture = await readPreview(url, this.#parts.connection.signal).catch(() => undefined);
    if (picture) this.#nodes.sendPicture(picture);
  }

  async #end(job: Job): Promise<void> {
    const execution = job.attempts.at(-1)?.execution ?? undefined;
    if (job.state === "succeeded") return this.#succeed(execution);
    if (job.state === "cancelled") return this.#interrupt(execution);
    const failure = job.failure ?? { kind: "pegbar_error", message: job.reason ?? "The job failed." };
    return this.#fail(failure, execution);
  }

  async #succeed(execution: Execution | undefined): Promise<void> {
    await this.#start();
    const { connection, names, apiUrl } = this.#parts;
    const results = await readResults(connection, this.prompt, names, apiUrl);
    const told = new Set<string>();
    const cached = execution?.cached ?? [];
    this.#nodes.reportCached(cached);
    // Outputs that did not run are told first, as ComfyUI does.
    const ran = execution?.executed ?? this.prompt.outputs;
    for (const id of Object.keys(results.outputs)) if (cached.includes(id)) this.#sendExecuted(id, results, told);
    for (const id of ran) {
      this.#nodes.start(id);
      await this.#sendPictures(results, id);
      this.#sendExecuted(id, results, told);
    }
    for (const id of Object.keys(results.outputs)) this.#sendExecuted(id, results, told);
    this.#nodes.finishCurrent();
    const message: StatusMessage = ["execution_success", this.#describe({})];
    this.#nodes.send(...message);
    const outputs = Object.fromEntries(
      this.prompt.outputs.flatMap((id) => (results.outputs[id] ? [[id, results.outputs[id]]] : [])),
    );
    await this.#finish({ outputs: { ...results.outputs, ...outputs }, success: true }, message, execution, results);
  }

  #sendExecuted(id: string, { outputs }: Results, told: Set<string>): void {
    const output = outputs[id];
    if (!output || told.has(id)) return;
    told.add(id);
    this.#nodes.send("executed", { node: id, display_node: id, output });
  }

  /** Sends the pictures of a node that saves to the socket, as steps of its progress. */
  async #sendPictures({ pictures }: Results, id: string): Promise<void> {
    const files = pictures.get(id) ?? [];
    for (const [index, file] of files.entries()) {
      if (!this.#parts.sockets.isConnected(this.prompt.clientId)) return;
      const bytes = await readBytes(this.#parts.connection, file);
      this.#nodes.reportStep(index + 1, files.length, { bytes, type: "image/png" });
    }
  }

  async #interrupt(execution: Execution | undefined): Promise<void> {
    const node = this.#nodes.current;
    const message: StatusMessage = [
      "execution_interrupted",
      this.#describe({
        node_id: node ?? null,
        node_type: node === undefined ? null : (this.prompt.graph[node]?.class_type ?? null),
        executed: this.#nodes.executed,
      }),
    ];
    this.#nodes.send(...message);
    await this.#finish({ outputs: {}, success: false }, message, execution);
  }

  async #fail(failure: NonNullable<Job["failure"]>, execution: Execution | undefined): Promise<void> {
    await this.#start();
    const nodeId = failure.node?.id ?? this.#nodes.current ?? execution?.executed.at(-1) ?? null;
    const ran = (execution?.executed ?? []).filter((id) => id !== nodeId);
    this.#nodes.reportNodes({ executed: ran, cached: execution?.cached ?? [] });
    if (nodeId !== null) this.#nodes.start(nodeId);
    const message: StatusMessage = [
      "execution_error",
      this.#describe({
        node_id: nodeId,
        node_type:
          failure.node?.classType ?? (nodeId === null ? null : (this.prompt.graph[nodeId]?.class_type ?? null)),
        executed: this.#nodes.executed,
        exception_message: failure.message,
        exception_type: exceptionTypes[failure.kind] ?? `pegbar.${failure.kind}`,
        traceback: failure.traceback ?? [],
        current_inputs: listValues(nodeId === null ? undefined : this.prompt.graph[nodeId]),
        current_outputs: Object.keys(this.prompt.graph),
      }),
    ];
    this.#nodes.send(...message);
    await this.#finish({ outputs: {}, success: false }, message, execution);
  }

  #describe = (data: Record<string, unknown>) => ({
    prompt_id: this.prompt.promptId,
    ...data,
    timestamp: Date.now(),
  });

  /** Writes the history, then tells that the prompt has ended: clients rely on this order. */
  async #finish(
    { outputs, success }: Pick<HistoryEntry, "outputs" | "success">,
    last: StatusMessage,
    execution: Execution | undefined,
    results?: Results,
  ): Promise<void> {
    const { prompt } = this;
    const { promptId } = prompt;
    const about = { prompt_id: promptId, timestamp: this.#startedAt ?? Date.now() };
    const messages: StatusMessage[] = [
      ["execution_start", about],
      ["execution_cached", { nodes: execution?.cached ?? this.#nodes.cached, ...about }],
      last,
    ];
    const meta = Object.fromEntries(
      Object.keys(outputs).map((id) => [id, { node_id: id, display_node: id, parent_node: null, real_node_id: id }]),
    );
    prompt.end = { outputs, meta, success, messages };
    prompt.files = results?.files ?? [];
    Object.assign(prompt.pegbar, {
      ...(results ? { certificate_urls: results.certificateUrls } : {}),
      ...(execution ? { executed: execution.executed, cached: execution.cached } : {}),
    });
    for (const file of prompt.files) this.#parts.files.addResult(file);
    await this.#parts.store.save(prompt);
    await yieldToOthers();
    this.#parts.onQueueChange();
    this.#nodes.send("executing", { node: null });
    this.#parts.connection.note(`${this.#label}: ${describeEnd(last[0], prompt)}`);
  }
}

/** The values of a node's inputs, without those that other nodes gave it. */
const listValues = (node: Graph[string] | undefined): Record<string, unknown[]> =>
  Object.fromEntries(
    Object.entries(node?.inputs ?? {}).flatMap(([name, value]) => (Array.isArray(value) ? [] : [[name, [value]]])),
  );

const describeEnd = (event: string, { files }: Prompt): string => {
  if (event === "execution_success") return `done, ${files.length} ${files.length === 1 ? "file" : "files"}`;
  return event === "execution_interrupted" ? "cancelled" : "failed";
};

function readExecution(value: unknown): Execution | undefined {
  if (typeof value !== "object" || value === null || !("executed" in value) || !("cached" in value)) return undefined;
  const { executed, cached } = value;
  return Array.isArray(executed) && Array.isArray(cached)
    ? { executed: executed.map(String), cached: cached.map(String) }
    : undefined;
}

async function readPreview(url: string, signal: AbortSignal): Promise<FramePicture | undefined> {
  const response = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(10_000)]) });
  if (!response.ok || Number(response.headers.get("content-length") ?? Infinity) > MAX_PREVIEW_BYTES) return undefined;
  const bytes = new Uint8Array(await response.arrayBuffer());
  // By its first bytes, because a presigned URL may name another type.
  return { bytes, type: bytes[0] === 0x89 ? "image/png" : "image/jpeg" };
}
