import { isBlocked, type Graph, type Message } from "@pegbar/comfyui";
import type { Execution } from "@pegbar/core/contract";

/**
 * Records from a prompt's events which nodes ComfyUI ran and which it took from its cache. ComfyUI sends the events in
 * order on one socket, so none is missing if the first ones and the last one have arrived. Its history does not say which
 * nodes ran.
 */
export class ExecutionLog {
  readonly #graph: Graph;
  readonly #executed = new Set<string>();
  readonly #cached = new Set<string>();
  #state: "waiting" | "started" | "running" | "ended" = "waiting";
  #promptId: string | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  update(message: Message): void {
    // Its first run has ended. ComfyUI runs a prompt again if it gets the same id again.
    if (this.#state === "ended" && "promptId" in message && message.promptId === this.#promptId) return;
    switch (message.type) {
      case "execution_start":
        this.#executed.clear();
        this.#cached.clear();
        this.#state = "started";
        this.#promptId = message.promptId;
        return;
      case "execution_cached":
        for (const id of message.nodes) this.#add(this.#cached, id);
        if (this.#state === "started") this.#state = "running";
        return;
      case "executing":
        if (message.node === undefined) return this.#end();
        // ComfyUI may remove a result from its cache after it has listed it.
        this.#cached.delete(message.node);
        return this.#add(this.#executed, message.displayNode ?? message.node);
      case "execution_error":
        return isBlocked(message.data) ? undefined : this.#end();
      case "execution_success":
      case "execution_interrupted":
        return this.#end();
    }
  }

  /** Whether all events have arrived. */
  get isComplete(): boolean {
    return this.#state === "ended";
  }

  /** The nodes of the graph that ran or came from the cache; null if events may be missing. */
  read(): Execution | null {
    if (!this.isComplete) return null;
    return { executed: [...this.#executed], cached: [...this.#cached] };
  }

  /** The nodes so far, or undefined if events may be missing. */
  readCurrent(): Execution | undefined {
    if (this.#state === "waiting" || this.#state === "started") return undefined;
    return { executed: [...this.#executed], cached: [...this.#cached] };
  }

  #end(): void {
    if (this.#state === "running") this.#state = "ended";
  }

  /** Nodes that are not in the graph belong to no node that an artist placed. */
  #add(nodes: Set<string>, id: string): void {
    if (Object.hasOwn(this.#graph, id)) nodes.add(id);
  }
}
