import { type Graph, listLinks } from "@pegbar/comfyui";

/**
 * ComfyUI's execution order: only nodes that an output needs and that are not cached. Among ready nodes, outputs come
 * first, then nodes that feed an output directly or through one other node, then the one discovered first.
 */
export class ExecutionOrder {
  readonly #graph: Graph;
  readonly #isOutput: (id: string) => boolean;
  /** Node id → number of sources that have not run yet; in order of discovery. */
  readonly #waiting = new Map<string, number>();
  readonly #blocks = new Map<string, Set<string>>();
  /** Ids of the nodes that will run. */
  readonly uncached: readonly string[];

  constructor(
    graph: Graph,
    outputs: readonly string[],
    isOutput: (id: string) => boolean,
    isCached: (id: string) => boolean,
  ) {
    this.#graph = graph;
    this.#isOutput = isOutput;
    for (const output of outputs) this.#add(output, isCached);
    this.uncached = [...this.#waiting.keys()].filter((id) => !isCached(id));
  }

  #add(start: string, isCached: (id: string) => boolean): void {
    const pending = [start];
    for (let id = pending.pop(); id !== undefined; id = pending.pop()) {
      if (this.#waiting.has(id)) continue;
      const node = this.#graph[id];
      // A cached output is reported, but its sources are not visited.
      const sources = node && !isCached(id) ? new Set(listLinks(node).map(({ link }) => link[0])) : new Set<string>();
      const needed = [...sources].filter((from) => !isCached(from));
      this.#waiting.set(id, needed.length);
      for (const from of needed) {
        const blocked = this.#blocks.get(from) ?? new Set();
        this.#blocks.set(from, blocked.add(id));
        pending.push(from);
      }
    }
  }

  /** Returns the next node to run, or undefined when all have run. */
  next(): string | undefined {
    const ready = [...this.#waiting].filter(([, sources]) => sources === 0).map(([id]) => id);
    const listConsumers = (id: string) => [...(this.#blocks.get(id) ?? [])];
    return (
      ready.find(this.#isOutput) ??
      ready.find((id) => listConsumers(id).some(this.#isOutput)) ??
      ready.find((id) => listConsumers(id).some((blocked) => listConsumers(blocked).some(this.#isOutput))) ??
      ready[0]
    );
  }

  /** Marks a node as run, which may make its consumers ready. */
  markDone(id: string): void {
    this.#waiting.delete(id);
    for (const blocked of this.#blocks.get(id) ?? []) {
      const sources = this.#waiting.get(blocked);
      if (sources !== undefined) this.#waiting.set(blocked, sources - 1);
    }
  }
}
