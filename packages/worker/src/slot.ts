import { rm } from "node:fs/promises";
import path from "node:path";
import { ComfyUnavailable } from "@pegbar/comfyui";
import type { Lease, ReleaseRequest } from "@pegbar/core/contract";
import type { Keeper } from "./comfyui/keeper.ts";
import { ForeignFile, prepare } from "./comfyui/prepare.ts";
import { persist } from "./comfyui/persist.ts";
import { ProgressMeter } from "./comfyui/progress.ts";
import { render, type Patience, type Rendered } from "./comfyui/render.ts";
import type { Exchange } from "./comfyui/exchange.ts";
import type { Session } from "./comfyui/session.ts";
import { BadOutput } from "./bad-output.ts";
import { deliver, ResultNotRecorded, StorageUnavailable, type Result } from "./deliver.ts";
import { Heartbeat } from "./heartbeat.ts";
import { InputUnavailable, type HeldInput, type InputCache } from "./input-cache.ts";
import type { Log } from "./log.ts";
import type { Metrics } from "./metrics.ts";
import type { Queue } from "./queue.ts";
import { LeaseLost, type WorkApi } from "./work-api.ts";

export interface Parts {
  keeper: Keeper;
  exchange: Exchange;
  patience: Patience;
  workApi: WorkApi;
  queue: Queue;
  cache: InputCache;
  /** Folder for outputs that are not in ComfyUI's own. */
  spool: string;
  /** Attempts that this worker has in hand: their files stay. */
  attempts(): ReadonlySet<string>;
  metrics: Metrics;
  log: Log;
}

type Why = "cancelled" | "lease_lost" | "stopping";
type Reason = ReleaseRequest["reason"];
/** Not rendered, for a reason that is not the graph's. */
interface GivenBack {
  result: "given_back";
  reason: Exclude<Reason, "cancelled" | "stopping">;
  why: string;
}

/** A ComfyUI that has to be started again is waited for, so long: then another worker may be sooner. */
const COMFYUI_WAIT_MS = 60_000;
/** Prompts that ComfyUI lost before it had begun them are given to it again, so often. */
const MAX_RESUBMITS = 5;

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
  readonly #held: HeldInput[] = [];
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
    this.#heartbeat = new Heartbeat({
      ...parts,
      lease,
      receipt,
      hasStarted: () => this.#meter.hasStarted,
      onEnd: (reason) => this.end(reason),
    });
    this.done = this.#work(before);
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

  get isDelivering(): boolean {
    return this.#delivering;
  }

  /** Milliseconds until ComfyUI is free again, as far as it can be told. */
  remainingMs(): number | undefined {
    return this.#delivering ? 0 : this.#meter.remainingMs();
  }

  async #work(before: Slot | undefined): Promise<void> {
    const { log, metrics } = this.#parts;
    const about = { attempt: this.lease.attemptId, job: this.lease.jobId };
    try {
      const outcome = await this.#attempt(before);
      metrics.attempts.inc({ outcome });
      log("info", "attempt ended", { ...about, outcome, executionMs: this.executionMs });
    } catch (error) {
      metrics.attempts.inc({ outcome: "lost" });
      // The lease runs out and the job goes to another worker: nothing is lost by giving up here.
      if (error instanceof LeaseLost || this.#why === "lease_lost") log("warn", "lease lost", about);
      else await this.#giveUp(error);
    }
    this.#heartbeat.stop();
    this.#markQueued();
    this.#markRendered();
    await this.#leave();
  }

  /** Its end could not be reported: at least nobody shall have to wait for the lease to run out. */
  async #giveUp(cause: unknown): Promise<void> {
    const { workApi, log } = this.#parts;
    log("error", "attempt given up", { attempt: this.lease.attemptId, error: wordsOf(cause) });
    const executionMs = this.#meter.elapsedMs;
    await workApi.release(this.lease, { reason: "worker_error", executionMs }).catch(() => undefined);
  }

  /** Takes the attempt to its end and reports it; returns how it ended. */
  async #attempt(before: Slot | undefined): Promise<string> {
    const { log } = this.#parts;
    let rendered: Rendered | GivenBack;
    try {
      rendered = await this.#render(before);
    } catch (error) {
      if (this.#why === "lease_lost") throw error;
      log("error", "the worker failed", { attempt: this.lease.attemptId, error: wordsOf(error) });
      rendered = { result: "given_back", reason: "worker_error", why: "the worker failed" };
    }
    this.#delivering = rendered.result === "success";
    this.#markQueued();
    this.#markRendered();
    if (this.#why === "lease_lost") throw new LeaseLost();
    return this.#end(rendered);
  }

  /** Nothing of the attempt stays here. */
  async #leave(): Promise<void> {
    const { exchange, queue, spool, log } = this.#parts;
    const { attemptId } = this.lease;
    for (const input of this.#held) input.release();
    const tried = (what: string) => (error: unknown) => log("warn", what, { attempt: attemptId, error: String(error) });
    await exchange.clear(attemptId).catch(tried("files not removed"));
    await rm(path.join(spool, attemptId), { recursive: true, force: true }).catch(tried("files not removed"));
    await queue.remove(this.#receipt).catch(tried("message not removed"));
  }

  async #render(before: Slot | undefined): Promise<Rendered | GivenBack> {
    const { log } = this.#parts;
    try {
      const inputs = await this.#fetchInputs();
      for (let tries = 0; ; tries++) {
        const session = await this.#takeTurn(before);
        if (!session) return unready;
        const rendered = await this.#prompt(session, inputs);
        // What ComfyUI lost before it had begun has cost nothing, and is given to it again.
        const isSpent = this.#meter.hasStarted || tries >= MAX_RESUBMITS;
        if (rendered.result !== "lost" || isSpent || this.#stop.signal.aborted) return rendered;
        log("warn", "the prompt goes to ComfyUI again", { attempt: this.lease.attemptId, reason: rendered.reason });
      }
    } catch (error) {
      if (this.#stop.signal.aborted) return { result: "interrupted" };
      if (error instanceof InputUnavailable)
        return { result: "given_back", reason: "input_unavailable", why: error.message };
      if (!(error instanceof ForeignFile)) throw error;
      log("warn", "foreign file name refused", { attempt: this.lease.attemptId, node: error.nodeId });
      const node = { id: error.nodeId, classType: error.classType };
      return { result: "failed", failure: { kind: "invalid", message: error.message, node, traceback: [] } };
    }
  }

  /** One submit to ComfyUI, followed to its end. */
  async #prompt(session: Session, inputs: ReadonlyMap<string, HeldInput>): Promise<Rendered> {
    const { keeper, patience } = this.#parts;
    const { lease } = this;
    let rendered: Rendered;
    try {
      const graph = prepare(lease.graph, session.objectInfo, lease.attemptId, await this.#provide(inputs));
      this.#heartbeat.phase = "rendering";
      rendered = await render({
        session,
        graph,
        meter: this.#meter,
        timeLimitSeconds: lease.timeLimitSeconds,
        stallSeconds: lease.stallSeconds,
        patience,
        signal: this.#stop.signal,
        onQueued: this.#markQueued,
        onProgress: () => this.#heartbeat.progress(this.#meter.read()),
        onPreview: (picture) => this.#heartbeat.preview(picture),
      });
    } catch (error) {
      if (!(error instanceof ComfyUnavailable)) throw error;
      rendered = { result: "lost", reason: error.message, ...(error.refused ? { fault: error.message } : {}) };
    }
    if (rendered.result === "success") keeper.proved(session);
    if ("fault" in rendered && rendered.fault !== undefined) keeper.fault(session, rendered.fault);
    return rendered;
  }

  async #fetchInputs(): Promise<Map<string, HeldInput>> {
    const { cache, metrics } = this.#parts;
    const began = performance.now();
    const held = await Promise.all(
      this.lease.inputs.map(async (input) => {
        const one = await cache.hold(input, this.#stop.signal);
        this.#held.push(one);
        metrics.inputs.inc({ from: one.hit ? "cache" : "store" });
        return [input.id, one] as const;
      }),
    );
    this.fetchMs = performance.now() - began;
    metrics.fetch.observe(this.fetchMs / 1000);
    return new Map(held);
  }

  /** Puts the inputs into ComfyUI's input folder under names of this attempt alone. */
  async #provide(inputs: ReadonlyMap<string, HeldInput>): Promise<Map<string, string>> {
    const { exchange } = this.#parts;
    const names = await Promise.all(
      this.lease.inputs.map(async ({ id, contentType }) => {
        const file = inputs.get(id)?.file;
        if (file === undefined) throw new Error(`input ${id} was not fetched`);
        const name = `${this.lease.attemptId}-${id}.${contentType.split("/")[1] ?? "bin"}`;
        return [id, await exchange.provide(name, file, this.#stop.signal)] as const;
      }),
    );
    return new Map(names);
  }

  /**
   * Queues behind the job before. When the tenant changes: only once ComfyUI is idle, with its cache, its history and its
   * folders emptied. Undefined when no ComfyUI is to be had.
   */
  async #takeTurn(before: Slot | undefined): Promise<Session | undefined> {
    const { keeper, exchange, attempts } = this.#parts;
    const { signal } = this.#stop;
    const deadline = performance.now() + COMFYUI_WAIT_MS;
    await Promise.race([before?.queued, aborted(signal)]);
    for (;;) {
      signal.throwIfAborted();
      const session = await keeper.ready(signal, Math.max(1, deadline - performance.now()));
      signal.throwIfAborted();
      if (!session) return undefined;
      if (session.tenantId === this.lease.tenantId) return session;
      await Promise.race([before?.rendered, aborted(signal)]);
      signal.throwIfAborted();
      if (session !== keeper.session) continue;
      try {
        await persist(() => session.client.free(), signal);
        await persist(() => session.deleteHistory(), signal);
        await exchange.sweep(attempts());
      } catch (error) {
        if (!(error instanceof ComfyUnavailable)) throw error;
        keeper.fault(session, error.message);
        continue;
      }
      if (session.ended.aborted) continue;
      session.tenantId = this.lease.tenantId;
      return session;
    }
  }

  async #end(rendered: Rendered | GivenBack): Promise<string> {
    const { workApi, log } = this.#parts;
    const { lease } = this;
    const release = async (reason: Reason, executionMs: number) => {
      await workApi.release(lease, { reason, executionMs });
      return reason;
    };
    switch (rendered.result) {
      case "success":
        return this.#succeed(rendered);
      case "failed": {
        const { node, ...failure } = { node: undefined, ...rendered.failure };
        const title = node && lease.graph[node.id]?._meta?.title;
        await workApi.fail(lease, {
          ...failure,
          executionMs: this.#meter.elapsedMs,
          ...(node ? { node: { ...node, ...(title === undefined ? {} : { title }) } } : {}),
        });
        return failure.kind;
      }
      case "interrupted":
        return release(this.#why === "cancelled" ? "cancelled" : "stopping", this.#meter.elapsedMs);
      case "lost":
        log("warn", "ComfyUI lost the prompt", { attempt: lease.attemptId, reason: rendered.reason });
        return this.#crashed(rendered.reason);
      case "given_back":
        log("warn", "given back", { attempt: lease.attemptId, reason: rendered.reason, why: rendered.why });
        return release(rendered.reason, 0);
    }
  }

  /** ComfyUI ended with the prompt in it. One that it had not begun was no attempt at all. */
  async #crashed(message: string): Promise<string> {
    const { workApi } = this.#parts;
    if (!this.#meter.hasStarted) {
      await workApi.release(this.lease, { reason: "comfyui_unavailable", executionMs: 0 });
      return "comfyui_unavailable";
    }
    await workApi.fail(this.lease, { kind: "comfyui_crashed", message, executionMs: this.#meter.elapsedMs });
    return "comfyui_crashed";
  }

  async #succeed(result: Result): Promise<string> {
    const { exchange, workApi, spool, log, metrics } = this.#parts;
    const { executionMs } = result;
    const { lease } = this;
    this.executionMs = executionMs;
    this.#heartbeat.phase = "delivering";
    metrics.execution.observe(executionMs / 1000);
    const began = performance.now();
    try {
      await deliver(lease, result, { exchange, workApi, spool, signal: this.#stop.signal });
      metrics.deliver.observe((performance.now() - began) / 1000);
      return "succeeded";
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      if (error instanceof BadOutput) {
        await workApi.fail(lease, { kind: "node_error", message: error.message, executionMs });
        return "node_error";
      }
      if (error instanceof ComfyUnavailable) return this.#crashed(error.message);
      const reason = releaseReasonOf(error);
      if (reason === undefined) throw error;
      log("error", "outputs not delivered", { attempt: lease.attemptId, reason, error: wordsOf(error) });
      await workApi.release(lease, { reason, executionMs });
      return reason;
    }
  }
}

const unready: GivenBack = {
  result: "given_back",
  reason: "comfyui_unavailable",
  why: "no ComfyUI was ready in time",
};

function releaseReasonOf(error: unknown): Reason | undefined {
  if (error instanceof StorageUnavailable) return "storage_unavailable";
  return error instanceof ResultNotRecorded ? "result_not_recorded" : undefined;
}

const wordsOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error));

const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve();
    return signal.addEventListener("abort", () => resolve(), { once: true });
  });
