import type { Graph, Message } from "@pegbar/comfyui";
import type { Progress } from "@pegbar/core/contract";

/** How far a prompt is, from its events. A node weighs one, a sampler as much as it has steps. */
export class ProgressMeter {
  readonly #graph: Graph;
  readonly #done = new Set<string>();
  #node: string | undefined;
  #step = 0;
  #steps = 0;
  #started: number | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
  }

  /** Takes in one event; true if it moved anything. */
  hear(message: Message): boolean {
    switch (message.type) {
      case "execution_start":
        this.#started = performance.now();
        return true;
      case "execution_cached":
        message.nodes.forEach((id) => this.#done.add(id));
        return message.nodes.length > 0;
      case "executing":
        if (this.#node !== undefined) this.#done.add(this.#node);
        [this.#node, this.#step, this.#steps] = [message.node, 0, 0];
        return true;
      case "progress":
        [this.#step, this.#steps] = [message.value, message.max];
        return true;
      default:
        return false;
    }
  }

  get hasStarted(): boolean {
    return this.#started !== undefined;
  }

  get elapsedMs(): number {
    return this.#started === undefined ? 0 : performance.now() - this.#started;
  }

  read(): Progress {
    const weight = (id: string) => {
      const steps = this.#graph[id]?.inputs["steps"];
      return typeof steps === "number" && steps > 1 ? steps : 1;
    };
    const sum = (ids: Iterable<string>) =>
      [...ids].reduce((total, id) => total + (id in this.#graph ? weight(id) : 0), 0);
    const within = this.#node !== undefined && this.#steps > 0 ? weight(this.#node) * (this.#step / this.#steps) : 0;
    const total = sum(Object.keys(this.#graph));
    const classType = this.#node === undefined ? undefined : this.#graph[this.#node]?.class_type;
    return {
      fraction: total === 0 ? 0 : Math.min(1, Math.max(0, (sum(this.#done) + within) / total)),
      ...(this.#node === undefined ? {} : { node: this.#node }),
      ...(classType === undefined ? {} : { classType }),
      ...(this.#steps > 0 ? { step: Math.round(this.#step), steps: Math.round(this.#steps) } : {}),
    };
  }

  /** Milliseconds that the prompt still needs, as far as it can be told. */
  remainingMs(): number | undefined {
    const { fraction } = this.read();
    if (fraction < 0.05) return undefined;
    return (this.elapsedMs / fraction) * (1 - fraction);
  }
}
