import {
  type Graph,
  isLink,
  type ObjectInfo,
  sleepUnlessAborted,
  type HistoryEntry,
  type QueueItem,
  type StatusMessage,
} from "@pegbar/comfyui";
import type { NodeCache } from "./cache.ts";
import type { Folders } from "./files.ts";
import type { NodeClass, NodeContext, NodeResult } from "./nodes/node.ts";
import { ExecutionOrder } from "./order.ts";
import type { Painter } from "./painter.ts";
import { Progress } from "./progress.ts";
import type { Sockets } from "./sockets.ts";
import { Inputs, NodeError, type Value } from "./values.ts";

/** The parts of the server that executing needs. */
export interface Engine {
  readonly classes: ReadonlyMap<string, NodeClass>;
  readonly objectInfo: ObjectInfo;
  readonly folders: Folders;
  readonly cache: NodeCache;
  readonly sockets: Sockets;
  readonly painter: Painter;
  readonly tempPrefix: string;
  /** Stretches each execution to this length by sleeping. */
  readonly paceMs: number | undefined;
  /** Whether samplers send previews by default. */
  readonly previews: boolean;
  /** Prints a line, where ComfyUI prints one. */
  print(line: string): void;
}

class Interrupted extends Error {}

const wantsPreviews = (engine: Engine, extra: Readonly<Record<string, unknown>>): boolean => {
  const method = extra["preview_method"];
  return typeof method === "string" && method !== "default" ? method !== "none" : engine.previews;
};

/** Runs one prompt and sends its events in ComfyUI's order. */
export class Execution {
  readonly item: QueueItem;
  readonly #engine: Engine;
  readonly #client: string | null;
  readonly #progress: Progress;
  readonly #interrupt = new AbortController();
  readonly #messages: StatusMessage[] = [];
  readonly #outputs = new Map<string, unknown>();
  readonly #executed: string[] = [];
  readonly #started = performance.now();
  /** Share of the fixed duration per node; samplers use all of it in their steps. */
  #nodeShare = 0;

  constructor(engine: Engine, item: QueueItem) {
    const client = item.extraData["client_id"];
    this.item = item;
    this.#engine = engine;
    this.#client = typeof client === "string" ? client : null;
    this.#progress = new Progress(engine.sockets, item.promptId, this.#client);
  }

  interrupt(): void {
    this.#interrupt.abort();
  }

  async run(): Promise<HistoryEntry> {
    const { sockets, cache, folders } = this.#engine;
    const { graph } = this.item;
    sockets.clientId = this.#client;
    sockets.lastNodeId = null;
    this.#send("execution_start", {});
    await cache.begin(graph, folders);
    this.#send("execution_cached", { nodes: Object.keys(graph).filter((id) => cache.get(id)) });
    const success = await this.#runNodes();
    if (success) this.#send("execution_success", {});
    sockets.lastNodeId = null;
    const ids = [...this.#outputs.keys()];
    const meta = ids.map((id) => [id, { node_id: id, display_node: id, parent_node: null, real_node_id: id }]);
    return {
      item: this.item,
      outputs: Object.fromEntries(this.#outputs),
      meta: Object.fromEntries(meta),
      success,
      messages: this.#messages,
    };
  }

  /** Sends a status message to the client that submitted; without a client it is only stored in the history. */
  #send(event: string, data: Record<string, unknown>, broadcast = false): void {
    const message = { prompt_id: this.item.promptId, ...data, timestamp: Date.now() };
    this.#messages.push([event, message]);
    if (this.#client !== null || broadcast) this.#engine.sockets.send(event, message, broadcast ? null : this.#client);
  }

  async #runNodes(): Promise<boolean> {
    const { graph, outputs } = this.item;
    const { cache, objectInfo } = this.#engine;
    const isOutput = (id: string) => objectInfo.get(graph[id]?.class_type ?? "")?.outputNode === true;
    const order = new ExecutionOrder(graph, outputs, isOutput, (id) => cache.get(id) !== undefined);
    const { uncached } = order;
    const sampled = uncached.some((id) => graph[id]?.class_type === "KSampler");
    this.#nodeShare = sampled ? 0 : 1 / uncached.length;
    for (let id = order.next(); id !== undefined; id = order.next()) {
      try {
        await this.#runNode(id, graph);
      } catch (error) {
        this.#reportError(id, error);
        return false;
      }
      order.markDone(id);
    }
    try {
      await this.#waitForShare(1);
    } catch {
      // Interrupted after the last node, where ComfyUI no longer checks for it.
    }
    return true;
  }

  async #runNode(id: string, graph: Graph): Promise<void> {
    const { cache, sockets } = this.#engine;
    const cached = cache.get(id);
    if (cached) {
      this.#reuseResult(id, cached);
      return;
    }
    this.#progress.set(id, 0, 1, "running");
    if (this.#client !== null) {
      sockets.lastNodeId = id;
      sockets.send("executing", { node: id, display_node: id, prompt_id: this.item.promptId }, this.#client);
    }
    this.#throwIfInterrupted();
    const result = await this.#call(id, graph);
    await this.#waitForShare(this.#nodeShare * (this.#executed.length + 1));
    this.#throwIfInterrupted();
    cache.set(id, result);
    if (result.ui) {
      this.#outputs.set(id, result.ui);
      if (this.#client !== null) this.#sendExecuted(id, result.ui);
    }
    this.#executed.push(id);
    this.#progress.finish(id);
  }

  /** Without a client, ComfyUI leaves a cached node's outputs out of history. */
  #reuseResult(id: string, { ui }: NodeResult): void {
    if (this.#client !== null) {
      this.#sendExecuted(id, ui ?? null);
      if (ui) this.#outputs.set(id, ui);
    }
    this.#progress.finish(id);
  }

  #sendExecuted(id: string, output: unknown): void {
    const data = { node: id, display_node: id, output, prompt_id: this.item.promptId };
    this.#engine.sockets.send("executed", data, this.#client);
  }

  async #call(id: string, graph: Graph): Promise<NodeResult> {
    const node = graph[id];
    const nodeClass = this.#engine.classes.get(node?.class_type ?? "");
    if (!node || !nodeClass) throw new NodeError("KeyError", `'${id}'`);
    const values = new Map<string, Value>();
    for (const [name, value] of Object.entries(node.inputs)) {
      const linked = isLink(value) ? this.#engine.cache.get(value[0])?.values.at(value[1]) : undefined;
      if (linked) values.set(name, linked);
    }
    return nodeClass.run(new Inputs(values, node.inputs), this.#createContext(id));
  }

  #createContext(id: string): NodeContext {
    const { folders, painter, tempPrefix, paceMs } = this.#engine;
    const previews = wantsPreviews(this.#engine, this.item.extraData);
    return {
      folders,
      painter,
      tempPrefix,
      paced: paceMs !== undefined,
      throwIfInterrupted: () => this.#throwIfInterrupted(),
      step: async (value, max, picture) => {
        // Steps take three quarters; the rest is for decoding and saving.
        await this.#waitForShare((0.75 * value) / max);
        this.#throwIfInterrupted();
        await this.#progress.sendStep(id, value, max, previews ? picture : undefined);
      },
    };
  }

  #throwIfInterrupted(): void {
    if (this.#interrupt.signal.aborted) throw new Interrupted();
  }

  /** Waits until this share (0 to 1) of the prompt's fixed duration has passed. */
  async #waitForShare(share: number): Promise<void> {
    const { paceMs } = this.#engine;
    if (paceMs === undefined) return;
    const left = this.#started + paceMs * share - performance.now();
    if (left <= 0) return;
    await sleepUnlessAborted(left, this.#interrupt.signal);
    this.#throwIfInterrupted();
  }

  #reportError(id: string, error: unknown): void {
    const about = { node_id: id, node_type: this.item.graph[id]?.class_type ?? "", executed: this.#executed };
    if (error instanceof Interrupted) {
      this.#send("execution_interrupted", about, true);
      return;
    }
    const message = error instanceof Error ? error.message : String(error);
    this.#engine.print(`!!! Exception during processing !!! ${message}`);
    this.#send("execution_error", {
      ...about,
      exception_message: `${message}\n`,
      exception_type: error instanceof NodeError ? error.type : "RuntimeError",
      traceback: [`  In node ${id} (${about.node_type})\n`],
      current_inputs: Object.fromEntries(
        Object.entries(this.item.graph[id]?.inputs ?? {}).map(([name, value]) => [
          name,
          [isLink(value) ? "(linked)" : value],
        ]),
      ),
      current_outputs: Object.keys(this.item.graph),
    });
  }
}
