import { type Graph, linksOf } from "@pegbar/comfyui";

/**
 * The order in which ComfyUI runs a graph's nodes: what its outputs need and is not cached; of what is ready, outputs
 * first, then what feeds an output directly or at one remove, then whatever was found first.
 */
export class ExecutionOrder {
  readonly #graph: Graph;
  readonly #isOutput: (id: string) => boolean;
  /** Node → how many of its sources have not run yet; in the order of discovery. */
  readonly #waiting = new Map<string, number>();
  readonly #blocks = new Map<string, Set<string>>();
  /** The nodes that will really run. */
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
      // A cached output is told of, but what it was made from is not looked at.
      const sources = node && !isCached(id) ? new Set(linksOf(node).map(({ link }) => link[0])) : new Set<string>();
      const needed = [...sources].filter((from) => !isCached(from));
      this.#waiting.set(id, needed.length);
      for (const from of needed) {
        const blocked = this.#blocks.get(from) ?? new Set();
        this.#blocks.set(from, blocked.add(id));
        pending.push(from);
      }
    }
  }

  /** The node to run now, or undefined when all have run. */
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

  /** Marks a node as run, so that what waits for it may. */
  markDone(id: string): void {
    this.#waiting.delete(id);
    for (const blocked of this.#blocks.get(id) ?? []) {
      const sources = this.#waiting.get(blocked);
      if (sources !== undefined) this.#waiting.set(blocked, sources - 1);
    }
  }
}
