import { ComfyUnavailable, type OutputRef } from "@pegbar/comfyui";
import type { Lease } from "@pegbar/core/contract";
import { ForeignFile, prepare } from "./comfyui/prepare.ts";
import { ProgressMeter } from "./comfyui/progress.ts";
import { render, type Rendered } from "./comfyui/render.ts";
import type { Exchange } from "./comfyui/exchange.ts";
import type { Session } from "./comfyui/session.ts";
import { BadOutput, deliver } from "./deliver.ts";
import { Heartbeat } from "./heartbeat.ts";
import { InputUnavailable, type InputCache } from "./input-cache.ts";
import type { Log } from "./log.ts";
import type { Queue } from "./queue.ts";
import { LeaseLost, type WorkApi } from "./work-api.ts";

export interface Parts {
  session: Session;
  exchange: Exchange;
  workApi: WorkApi;
  queue: Queue;
  cache: InputCache;
  log: Log;
}

type Why = "cancelled" | "lease_lost" | "stopping";

/** One claimed job on its way through this worker: fetch, queue in ComfyUI, render, deliver, end. */
export class Slot {
  readonly lease: Lease;
  /** ComfyUI has the prompt, or never will. */
  readonly queued: Promise<void>;
  /** ComfyUI is done with it; what is left is to deliver. */
  readonly rendered: Promise<void>;
  /** The end is recorded and the message gone. Never rejects. */
  readonly done: Promise<void>;
  executionMs: number | undefined;
  /** How long its inputs took to arrive. */
  fetchMs: number | undefined;
  readonly #parts: Parts;
  readonly #receipt: string;
  readonly #stop = new AbortController();
  readonly #heartbeat: Heartbeat;
  readonly #meter: ProgressMeter;
  #why: Why | undefined;
  #markQueued: () => void = () => undefined;
  #markRendered: () => void = () => undefined;
  #delivering = false;

  constructor(parts: Parts, lease: Lease, receipt: string, before: Slot | undefined) {
    this.lease = lease;
    this.#parts = parts;
    this.#receipt = receipt;
    this.#meter = new ProgressMeter(lease.graph);
    this.queued = new Promise((resolve) => (this.#markQueued = resolve));
    this.rendered = new Promise((resolve) => (this.#markRendered = resolve));
    this.#heartbeat = new Heartbeat({ ...parts, lease, receipt, onEnd: (reason) => this.end(reason) });
    this.done = this.#work(before).finally(() => {
      this.#heartbeat.stop();
      this.#markQueued();
      this.#markRendered();
    });
  }

  /** Stops the attempt. One that is being delivered is finished unless the lease is lost. */
  end(why: Why): void {
    if (this.#delivering && why !== "lease_lost") return;
    this.#why ??= why;
    this.#stop.abort(new Error(why));
  }

  get isRendering(): boolean {
    return this.#meter.hasStarted;
  }

  /** Milliseconds until ComfyUI is free again, as far as it can be told. */
  remainingMs(): number | undefined {
    return this.#delivering ? 0 : this.#meter.remainingMs();
  }

  async #work(before: Slot | undefined): Promise<void> {
    const { log, queue, exchange } = this.#parts;
    const about = { attempt: this.lease.attemptId, job: this.lease.jobId };
    try {
      await this.#end(await this.#render(before));
      log("info", "attempt ended", { ...about, executionMs: this.executionMs });
    } catch (error) {
      // The lease runs out and the job goes to another worker: nothing is lost by giving up here.
      if (error instanceof LeaseLost || this.#why === "lease_lost") log("warn", "lease lost", about);
      else
        log("error", "attempt given up", {
          ...about,
          error: error instanceof Error ? (error.stack ?? error.message) : String(error),
        });
    }
    await exchange
      .clear(this.lease.attemptId)
      .catch((error: unknown) => log("warn", "files not removed", { ...about, error: String(error) }));
    await queue
      .remove(this.#receipt)
      .catch((error: unknown) => log("warn", "message not removed", { ...about, error: String(error) }));
  }

  async #render(before: Slot | undefined): Promise<Rendered | { result: "no_input"; reason: string }> {
    const { session, log } = this.#parts;
    const { lease } = this;
    try {
      const began = performance.now();
      const names = await this.#provideInputs();
      this.fetchMs = performance.now() - began;
      const graph = prepare(lease.graph, session.objectInfo, lease.attemptId, names);
      await this.#takeTurn(before);
      this.#heartbeat.phase = "rendering";
      return await render({
        session,
        graph,
        meter: this.#meter,
        timeLimitSeconds: lease.timeLimitSeconds,
        signal: this.#stop.signal,
        onQueued: this.#markQueued,
        onProgress: () => this.#heartbeat.progress(this.#meter.read()),
        onPreview: (picture) => this.#heartbeat.preview(picture),
      });
    } catch (error) {
      if (this.#stop.signal.aborted) return { result: "interrupted" };
      if (error instanceof InputUnavailable) return { result: "no_input", reason: error.message };
      if (error instanceof ComfyUnavailable) return { result: "lost", reason: error.message };
      if (!(error instanceof ForeignFile)) throw error;
      log("warn", "foreign file name refused", { attempt: lease.attemptId, node: error.nodeId });
      const node = { id: error.nodeId, classType: error.classType };
      return { result: "failed", failure: { kind: "invalid", message: error.message, node, traceback: [] } };
    }
  }

  /** Puts the inputs into ComfyUI's input folder under names of this attempt alone. */
  async #provideInputs(): Promise<Map<string, string>> {
    const { cache, exchange } = this.#parts;
    const { signal } = this.#stop;
    const names = await Promise.all(
      this.lease.inputs.map(async (input) => {
        const bytes = await cache.get(input, signal);
        const extension = input.contentType.split("/")[1] ?? "bin";
        const name = `${this.lease.attemptId}-${input.id}.${extension}`;
        return [input.id, await exchange.provide(name, bytes, signal)] as const;
      }),
    );
    return new Map(names);
  }

  /** Queues behind the job before. When the tenant changes: only once ComfyUI is idle, and with its cache emptied. */
  async #takeTurn(before: Slot | undefined): Promise<void> {
    const { session } = this.#parts;
    await before?.queued;
    if (session.tenantId !== this.lease.tenantId) {
      await before?.rendered;
      this.#stop.signal.throwIfAborted();
      await session.client.free();
      session.tenantId = this.lease.tenantId;
    }
    this.#stop.signal.throwIfAborted();
  }

  async #end(rendered: Rendered | { result: "no_input"; reason: string }): Promise<void> {
    const { workApi, log } = this.#parts;
    const { lease } = this;
    this.#delivering = rendered.result === "success";
    this.#markRendered();
    if (this.#why === "lease_lost") throw new LeaseLost();
    switch (rendered.result) {
      case "success":
        return this.#succeed(rendered);
      case "failed": {
        const { node, ...failure } = { node: undefined, ...rendered.failure };
        const title = node && lease.graph[node.id]?._meta?.title;
        return workApi.fail(lease, {
          ...failure,
          executionMs: this.#meter.elapsedMs,
          ...(node ? { node: { ...node, ...(title === undefined ? {} : { title }) } } : {}),
        });
      }
      case "interrupted":
        return workApi.release(lease, {
          reason: this.#why === "cancelled" ? "cancelled" : "stopping",
          executionMs: this.#meter.elapsedMs,
        });
      case "lost":
        log("warn", "ComfyUI lost the prompt", { attempt: lease.attemptId, reason: rendered.reason });
        return workApi.fail(lease, {
          kind: "comfyui_crashed",
          message: rendered.reason,
          executionMs: this.#meter.elapsedMs,
        });
      case "no_input":
        log("warn", "input not available", { attempt: lease.attemptId, reason: rendered.reason });
        return workApi.release(lease, { reason: "input_unavailable", executionMs: 0 });
    }
  }

  async #succeed(rendered: { outputs: OutputRef[]; executionMs: number }): Promise<void> {
    const { exchange, workApi } = this.#parts;
    this.executionMs = rendered.executionMs;
    this.#heartbeat.phase = "delivering";
    try {
      await deliver(this.lease, rendered, exchange, workApi, this.#stop.signal);
    } catch (error) {
      if (!(error instanceof BadOutput)) throw error;
      await workApi.fail(this.lease, {
        kind: "node_error",
        message: error.message,
        executionMs: rendered.executionMs,
      });
    }
  }
}
