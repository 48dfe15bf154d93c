import type { Graph, Message } from "@pegbar/comfyui";
import type { Progress } from "@pegbar/core/contract";
import { ExecutionLog } from "./execution-log.ts";
import { NodeTimes } from "./node-times.ts";

const MAX_STEPS = 100_000;
/** Most nodes that are listed in each progress report, which is sent and stored every second. */
const MAX_LISTED_NODES = 200;

/** Computes a prompt's progress from its events. A node has weight 1, a sampler one per step. */
export class ProgressMeter {
  readonly execution: ExecutionLog;
  readonly nodeTimes: NodeTimes;
  readonly #graph: Graph;
  readonly #done = new Set<string>();
  #node: string | undefined;
  #step = 0;
  #steps = 0;
  #started: number | undefined;

  constructor(graph: Graph) {
    this.#graph = graph;
    this.execution = new ExecutionLog(graph);
    this.nodeTimes = new NodeTimes(graph);
  }

  /** Processes an event. @returns whether the progress changed */
  update(message: Message): boolean {
    this.execution.update(message);
    this.nodeTimes.update(message);
    switch (message.type) {
      case "execution_start":
        this.markStarted();
        return true;
      case "execution_cached":
        message.nodes.forEach((id) => this.#done.add(id));
        return message.nodes.length > 0;
      case "executing":
        if (this.#node !== undefined) this.#done.add(this.#node);
        [this.#node, this.#step, this.#steps] = [message.displayNode, 0, 0];
        return true;
      case "progress":
        // Custom nodes may report any values.
        this.#steps = Math.min(MAX_STEPS, Math.max(0, message.max));
        this.#step = Math.min(this.#steps, Math.max(0, message.value));
        return true;
      default:
        return false;
    }
  }

  /** Marks the prompt as running without an event. */
  markStarted(): void {
    this.#started ??= performance.now();
  }

  get hasStarted(): boolean {
    return this.#started !== undefined;
  }

  /** Start time in milliseconds of `performance.now()`. */
  get startedAt(): number | undefined {
    return this.#started;
  }

  get elapsedMs(): number {
    return this.#started === undefined ? 0 : performance.now() - this.#started;
  }

  #has = (id: string): boolean => Object.hasOwn(this.#graph, id);

  read(): Progress {
    const weigh = (id: string) => {
      const steps = this.#graph[id]?.inputs["steps"];
      return typeof steps === "number" && steps > 1 ? Math.min(steps, MAX_STEPS) : 1;
    };
    const sum = (ids: Iterable<string>) => [...ids].reduce((total, id) => total + (this.#has(id) ? weigh(id) : 0), 0);
    const within =
      this.#node !== undefined && this.#steps > 0 && this.#has(this.#node) && !this.#done.has(this.#node)
        ? weigh(this.#node) * (this.#step / this.#steps)
        : 0;
    const total = sum(Object.keys(this.#graph));
    const classType =
      this.#node !== undefined && this.#has(this.#node) ? this.#graph[this.#node]?.class_type : undefined;
    const execution = Object.keys(this.#graph).length <= MAX_LISTED_NODES ? this.execution.readCurrent() : undefined;
    return {
      fraction: total === 0 ? 0 : Math.min(1, Math.max(0, (sum(this.#done) + within) / total)),
      ...(this.#node === undefined ? {} : { node: this.#node.slice(0, 128) }),
      ...(classType === undefined ? {} : { classType: classType.slice(0, 256) }),
      ...(this.#steps > 0 ? { step: Math.round(this.#step), steps: Math.round(this.#steps) } : {}),
      ...(execution ? { execution } : {}),
    };
  }

  /** Estimates the remaining milliseconds of the prompt. */
  remainingMs(): number | undefined {
    const { fraction } = this.read();
    if (fraction < 0.05) return undefined;
    return (this.elapsedMs / fraction) * (1 - fraction);
  }
}
