import { MAX_NODE_TIMES, type Execution, type Lease, type Timeline } from "@pegbar/core/contract";
import type { Metrics } from "@pegbar/telemetry/metric/metrics.ts";
import { processTracer, type Span } from "@pegbar/telemetry/trace/tracer.ts";
import type { NodeSpan } from "./comfyui/node-times.ts";

/** When ComfyUI ran the prompt, in milliseconds of `performance.now()`. */
interface Rendered {
  startedAt: number | undefined;
  nodes: readonly NodeSpan[];
  execution: Execution | null;
}

/** What happened when in an attempt: as a timeline for the platform, as spans for traces, and as metrics of nodes. */
export class AttemptTrace {
  readonly #lease: Lease;
  readonly #metrics: Metrics;
  readonly #span: Span;
  /** The lease's arrival by both clocks. */
  readonly #arrival = { now: performance.now(), date: Date.now() };
  #fetchedAt: number | undefined;
  #rendered: (Rendered & { endedAt: number }) | undefined;

  /** @param claim `traceparent` of the claim, which belongs to the trace of the ticket */
  constructor(lease: Lease, metrics: Metrics, claim: string | undefined) {
    this.#lease = lease;
    this.#metrics = metrics;
    this.#span = processTracer.start("attempt", {
      parent: lease.traceparent,
      kind: "consumer",
      links: [claim],
      attributes: {
        "pegbar.job.id": lease.jobId,
        "pegbar.attempt.id": lease.attemptId,
        "pegbar.attempt.number": lease.fence,
      },
    });
  }

  /** W3C `traceparent` of the attempt, for what it calls. */
  get traceparent(): string | undefined {
    return this.#span.traceparent;
  }

  /** All inputs are on this machine. */
  markFetched(): void {
    this.#fetchedAt = performance.now();
    this.#record("fetch inputs", this.#arrival.now, this.#fetchedAt, {
      "pegbar.input.count": this.#lease.inputs.length,
    });
  }

  /** ComfyUI has ended the prompt, or the attempt has stopped waiting for it. */
  markRendered(rendered: Rendered): void {
    if (this.#rendered) return;
    const endedAt = performance.now();
    this.#rendered = { ...rendered, endedAt };
    const { startedAt, nodes, execution } = rendered;
    if (startedAt === undefined) return;
    if (this.#fetchedAt !== undefined) this.#record("wait for ComfyUI", this.#fetchedAt, startedAt);
    const prompt = this.#record("prompt", startedAt, endedAt);
    const getClass = (id: string): string => this.#lease.graph[id]?.class_type ?? "unknown";
    for (const { id, start, end } of nodes) {
      const node_class = getClass(id);
      this.#record(node_class, start, end, { "pegbar.node.id": id, "pegbar.node.cached": false }, prompt);
      this.#metrics.count("pegbar_worker_nodes_total", { node_class, from: "executed" });
      this.#metrics.count("pegbar_worker_node_seconds_total", { node_class }, (end - start) / 1000);
    }
    for (const id of execution?.cached ?? []) {
      const node_class = getClass(id);
      this.#record(node_class, startedAt, startedAt, { "pegbar.node.id": id, "pegbar.node.cached": true }, prompt);
      this.#metrics.count("pegbar_worker_nodes_total", { node_class, from: "cache" });
    }
  }

  /** The outputs are stored and the job's end is recorded. */
  markDelivered(): void {
    if (this.#rendered) this.#record("deliver", this.#rendered.endedAt, performance.now());
  }

  /** Ends its span with an outcome such as `succeeded` or `node_error`. */
  end(outcome: string): void {
    this.#span.set({ "pegbar.attempt.outcome": outcome });
    this.#span.end(outcome === "succeeded" ? {} : { error: outcome });
  }

  /** The timeline so far, for the platform. */
  read(): Timeline {
    const { startedAt, endedAt, nodes = [] } = this.#rendered ?? {};
    const toOffset = (at: number) => Math.max(0, Math.round(at - this.#arrival.now));
    const times = nodes.map(({ id, start, end }) => ({ id, startMs: toOffset(start), ms: Math.round(end - start) }));
    return {
      ...(this.#fetchedAt === undefined ? {} : { fetchedMs: toOffset(this.#fetchedAt) }),
      ...(startedAt === undefined ? {} : { startedMs: toOffset(startedAt) }),
      ...(startedAt === undefined || endedAt === undefined ? {} : { renderedMs: toOffset(endedAt) }),
      nodes: keepLongest(times),
    };
  }

  /** Records a span of the past. @returns its `traceparent` */
  #record(
    name: string,
    start: number,
    end: number,
    attributes: Record<string, string | number | boolean> = {},
    parent: string | undefined = this.traceparent,
  ): string | undefined {
    const toTime = (at: number) => this.#arrival.date + (at - this.#arrival.now);
    const span = processTracer.start(name, { parent, attributes, startTime: toTime(start) });
    span.end({ at: toTime(end) });
    return span.traceparent;
  }
}

/** The longest ones of too many, in their order. */
function keepLongest<T extends { ms: number }>(times: readonly T[]): T[] {
  if (times.length <= MAX_NODE_TIMES) return [...times];
  const kept = new Set(times.toSorted((a, b) => b.ms - a.ms).slice(0, MAX_NODE_TIMES));
  return times.filter((one) => kept.has(one));
}
