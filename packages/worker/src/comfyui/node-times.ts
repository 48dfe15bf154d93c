import type { Graph, Message } from "@pegbar/comfyui";

/** A time that ComfyUI spent in a node, in milliseconds of `performance.now()`. */
export interface NodeSpan {
  id: string;
  start: number;
  end: number;
}

/**
 * Measures from a prompt's events how long ComfyUI was in each node of the graph. ComfyUI runs one node at a time and says
 * when it begins one, so that a node ends when the next one begins, or the prompt ends.
 */
export class NodeTimes {
  readonly #graph: Graph;
  #spans: NodeSpan[] = [];
  #current: { id: string; start: number } | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  update(message: Message, now = performance.now()): void {
    switch (message.type) {
      case "execution_start":
        this.#spans = [];
        this.#current = undefined;
        return;
      case "executing":
        // Nodes that a node expands into belong to the one that an artist placed.
        return this.#begin(message.displayNode ?? message.node, now);
      case "execution_success":
      case "execution_interrupted":
      case "execution_error":
        return this.#begin(undefined, now);
    }
  }

  /** The times so far, in the order in which the nodes ran. */
  read(): readonly NodeSpan[] {
    return this.#spans;
  }

  #begin(id: string | undefined, now: number): void {
    const current = this.#current;
    if (current && current.id === id) return;
    if (current) this.#spans.push({ ...current, end: now });
    this.#current = id !== undefined && Object.hasOwn(this.#graph, id) ? { id, start: now } : undefined;
  }
}
