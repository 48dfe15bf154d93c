import { rm } from "node:fs/promises";
import path from "node:path";
import { ComfyUnavailable, listModelNames } from "@pegbar/comfyui";
import type { Execution, HeartbeatRequest, Lease, Timeline } from "@pegbar/core/contract";
import type { ComfyUIManager } from "./comfyui/comfyui-manager.ts";
import type { Exchange } from "./comfyui/exchange.ts";
import { ForeignFile, prepare } from "./comfyui/prepare.ts";
import { ProgressMeter } from "./comfyui/progress.ts";
import { render, type RenderResult, type Timeouts } from "./comfyui/render.ts";
import type { Session } from "./comfyui/session.ts";
import { takeTurn } from "./comfyui/take-turn.ts";
import { AttemptLifecycle, type AttemptState } from "./attempt-state.ts";
import { AttemptTrace } from "./attempt-trace.ts";
import { reportDeliveryFailure, reportResult, type AttemptResult } from "./attempt-result.ts";
import { BadOutput } from "./bad-output.ts";
import { deliver, type Result } from "./deliver.ts";
import { Heartbeat } from "./heartbeat.ts";
import { chooseExtension } from "./input-extension.ts";
import { InputUnavailable, type InputCache, type PinnedInput } from "./input-cache.ts";
import type { Log } from "./log.ts";
import type { RunningJob } from "./output/output-log.ts";
import { parseTraceparent } from "@pegbar/telemetry/trace/traceparent.ts";
import type { Metrics } from "@pegbar/telemetry/metric/metrics.ts";
import type { Queue } from "./queue.ts";
import { LeaseLost, type WorkApi } from "./work-api.ts";

export interface AttemptDependencies {
  manager: ComfyUIManager;
  exchange: Exchange;
  timeouts: Timeouts;
  workApi: WorkApi;
  queue: Queue;
  cache: InputCache;
  /** Folder for outputs that are not in ComfyUI's output folder. */
  spool: string;
  /** Attempts that this worker runs; their files must not be removed. */
  attempts(): ReadonlySet<string>;
  metrics: Metrics;
  log: Log;
}

type StopReason = "cancelled" | "lease_lost" | "stopping";

/** How often a prompt that ComfyUI lost before it started is resubmitted. */
const MAX_RESUBMITS = 5;

const phases: Partial<Record<AttemptState, HeartbeatRequest["phase"]>> = {
  prompted: "rendering",
  delivering: "delivering",
};

/** Runs one claimed job on this worker: fetches its inputs, renders it with ComfyUI, delivers and reports the result. */
export class AttemptRunner {
  readonly lease: Lease;
  /** Resolves once the end is reported and the message deleted. Never rejects. */
  readonly done: Promise<void>;
  executionMs: number | undefined;
  /** Time to fetch its inputs, in milliseconds. */
  fetchMs: number | undefined;
  readonly #dependencies: AttemptDependencies;
  readonly #receipt: string;
  readonly #requestId: string | undefined;
  readonly #lifecycle = new AttemptLifecycle();
  readonly #stop = new AbortController();
  readonly #heartbeat: Heartbeat;
  readonly #meter: ProgressMeter;
  readonly #pinned: PinnedInput[] = [];
  readonly #trace: AttemptTrace;
  #stopReason: StopReason | undefined;
  /** Whether the end has been sent to the platform. */
  #isCompleting = false;

  /** @param claim `traceparent` of the claim; `requestId`: the request that the job was submitted with, if it is known */
  constructor(
    dependencies: AttemptDependencies,
    lease: Lease,
    { receipt, claim, requestId }: { receipt: string; claim: string | undefined; requestId: string | undefined },
    before: AttemptRunner | undefined,
  ) {
    this.#trace = new AttemptTrace(lease, dependencies.metrics, claim);
    const { traceparent } = this.#trace;
    // What it calls belongs to its span.
    this.lease = { ...lease, ...(traceparent === undefined ? {} : { traceparent }) };
    this.#dependencies = dependencies;
    this.#receipt = receipt;
    this.#requestId = requestId;
    this.#meter = new ProgressMeter(lease.graph);
    this.#heartbeat = new Heartbeat({
      ...dependencies,
      lease: this.lease,
      receipt,
      hasStarted: () => this.#meter.hasStarted,
      onEnd: (reason) => this.stop(reason),
    });
    this.done = this.#run(before);
  }

  /** Stops the attempt. Once its outputs are being delivered, only a lost lease stops it; then not even that. */
  stop(reason: StopReason): void {
    const { state } = this.#lifecycle;
    // A heartbeat that crosses the report of the end finds no lease. Whether there was one says the report's answer.
    if (this.#isCompleting) return;
    const isTooLate = state === "delivering" || state === "reporting" || state === "ended";
    if (isTooLate && reason !== "lease_lost") return;
    this.#stopReason ??= reason;
    this.#stop.abort(new Error(reason));
  }

  /** Resolves when ComfyUI has accepted the prompt, or the attempt ended before that. */
  get prompted(): Promise<void> {
    return this.#lifecycle.waitUntil("prompted");
  }

  /** Resolves when ComfyUI has finished the prompt. */
  get rendered(): Promise<void> {
    return this.#lifecycle.waitUntil("delivering");
  }

  get isRendering(): boolean {
    return this.#meter.hasStarted;
  }

  get isDelivering(): boolean {
    return this.#lifecycle.state === "delivering";
  }

  /** Estimates the milliseconds until ComfyUI is idle again. */
  remainingMs(): number | undefined {
    return this.isDelivering ? 0 : this.#meter.remainingMs();
  }

  #enter(state: AttemptState): void {
    this.#lifecycle.enter(state);
    this.#heartbeat.phase = phases[state] ?? this.#heartbeat.phase;
  }

  async #run(before: AttemptRunner | undefined): Promise<void> {
    const { log, metrics } = this.#dependencies;
    const about = this.#ids;
    try {
      const outcome = await this.#renderAndReport(before);
      metrics.count("pegbar_worker_attempts_total", { outcome });
      this.#trace.end(outcome);
      log("info", "worker finished an attempt", { ...about, outcome, executionMs: this.executionMs });
    } catch (error) {
      metrics.count("pegbar_worker_attempts_total", { outcome: "lost" });
      this.#trace.end("lost");
      // The lease expires and the job goes to another worker, so nothing is lost here.
      if (error instanceof LeaseLost || this.#stopReason === "lease_lost") log("warn", "lease lost", about);
      else await this.#giveUp(error);
    }
    this.#heartbeat.stop();
    if (this.#lifecycle.state !== "reporting") this.#enter("reporting");
    await this.#cleanUp();
    this.#enter("ended");
  }

  /** Runs the attempt and reports its end. @returns the outcome */
  async #renderAndReport(before: AttemptRunner | undefined): Promise<string> {
    const result = await this.#renderOrRelease(before);
    this.#trace.markRendered({
      startedAt: this.#meter.startedAt,
      nodes: this.#meter.nodeTimes.read(),
      execution: this.#meter.execution.read(),
    });
    this.#enter(result.result === "success" ? "delivering" : "reporting");
    if (this.#stopReason === "lease_lost") throw new LeaseLost();
    if (result.result === "success") return this.#deliver(result);
    const { log, workApi } = this.#dependencies;
    const { lease } = this;
    if (result.result === "lost" || result.result === "released")
      log("warn", `attempt ${result.result}`, { ...this.#ids, reason: result.reason });
    const interruptedAs = this.#stopReason === "cancelled" ? "cancelled" : "stopping";
    return reportResult(result, interruptedAs, { workApi, lease, ...this.#executionFacts });
  }

  /** For lines of the log. */
  get #ids(): RunningJob {
    const { jobId, attemptId, traceparent } = this.lease;
    return { jobId, attemptId, requestId: this.#requestId, traceId: parseTraceparent(traceparent)?.traceId };
  }

  get #executionFacts(): { elapsedMs: number | undefined; execution: Execution | null; timeline: Timeline } {
    return {
      elapsedMs: this.#meter.hasStarted ? this.#meter.elapsedMs : undefined,
      execution: this.#meter.execution.read(),
      timeline: this.#trace.read(),
    };
  }

  async #renderOrRelease(before: AttemptRunner | undefined): Promise<AttemptResult> {
    const { log } = this.#dependencies;
    const ids = this.#ids;
    try {
      return await this.#render(before);
    } catch (error) {
      if (this.#stop.signal.aborted && this.#stopReason !== "lease_lost") return { result: "interrupted" };
      if (this.#stopReason === "lease_lost") throw error;
      if (error instanceof InputUnavailable)
        return { result: "released", reason: "input_unavailable", why: error.message };
      if (error instanceof ForeignFile) {
        log("warn", "foreign file name refused", { ...ids, node: error.nodeId });
        const node = { id: error.nodeId, classType: error.classType };
        return { result: "failed", failure: { kind: "invalid", message: error.message, node, traceback: [] } };
      }
      log("error", "the worker failed", { ...ids, error });
      return { result: "released", reason: "worker_error", why: "the worker failed" };
    }
  }

  async #render(before: AttemptRunner | undefined): Promise<AttemptResult> {
    const { log, manager, exchange, attempts } = this.#dependencies;
    const { signal } = this.#stop;
    const { tenantId } = this.lease;
    const inputs = await this.#fetchInputs();
    this.#enter("waiting");
    for (let tries = 0; ; tries++) {
      const session = await takeTurn({ manager, exchange, tenantId, before, attempts, signal });
      if (!session) return { result: "released", reason: "comfyui_unavailable", why: "ComfyUI was not ready in time" };
      const result = await this.#runPrompt(session, inputs);
      // A prompt that ComfyUI lost before it started has cost nothing: resubmit it.
      const isSpent = this.#meter.hasStarted || tries >= MAX_RESUBMITS;
      if (result.result === "lost" && result.isBusy && (isSpent || !manager.canRestart))
        return { result: "released", reason: "comfyui_busy", why: result.reason };
      if (result.result !== "lost" || isSpent || signal.aborted) return result;
      log("warn", "resubmitting the prompt", { ...this.#ids, reason: result.reason });
      if (this.#lifecycle.state === "prompted") this.#enter("waiting");
    }
  }

  /** Submits the prompt to ComfyUI once and follows it to its end. */
  async #runPrompt(session: Session, inputs: ReadonlyMap<string, PinnedInput>): Promise<RenderResult> {
    const { manager, exchange, timeouts } = this.#dependencies;
    const { lease } = this;
    let result: RenderResult;
    try {
      const names = await this.#provideInputs(inputs);
      const models = listModelNames(lease.graph, session.objectInfo);
      await exchange.provideEmbeddings(models.flatMap(({ kind, name }) => (kind === "embedding" ? [name] : [])));
      result = await render({
        session,
        graph: prepare(lease.graph, session.objectInfo, lease.attemptId, names),
        meter: this.#meter,
        timeLimitSeconds: lease.timeLimitSeconds,
        stallSeconds: lease.stallSeconds,
        timeouts,
        signal: this.#stop.signal,
        onQueued: () => this.#enter("prompted"),
        onStart: () => manager.markStart(this.#ids),
        onProgress: () => this.#heartbeat.setProgress(this.#meter.read()),
        onPreview: (picture) => this.#heartbeat.setPreview(picture),
      });
    } catch (error) {
      if (!(error instanceof ComfyUnavailable)) throw error;
      result = { result: "lost", reason: error.message, ...(error.refused ? { failedBy: error.message } : {}) };
    }
    if (result.result === "success") manager.reportSuccess(session);
    if ("failedBy" in result && result.failedBy !== undefined) manager.reportFailure(session, result.failedBy);
    return result;
  }

  async #fetchInputs(): Promise<Map<string, PinnedInput>> {
    const { cache, metrics } = this.#dependencies;
    const began = performance.now();
    const pinned = await Promise.all(
      this.lease.inputs.map(async (input) => {
        const one = await cache.pin(input, this.#stop.signal);
        this.#pinned.push(one);
        metrics.count("pegbar_worker_inputs_total", { from: one.hit ? "cache" : "store" });
        return [input.id, one] as const;
      }),
    );
    this.fetchMs = performance.now() - began;
    this.#trace.markFetched();
    metrics.observe("pegbar_worker_fetch_seconds", {}, this.fetchMs / 1000);
    return new Map(pinned);
  }

  /** Puts the inputs into ComfyUI's input folder under names that only this attempt uses. */
  async #provideInputs(inputs: ReadonlyMap<string, PinnedInput>): Promise<Map<string, string>> {
    const { exchange } = this.#dependencies;
    const names = await Promise.all(
      this.lease.inputs.map(async ({ id, contentType }) => {
        const file = inputs.get(id)?.file;
        if (file === undefined) throw new Error(`input ${id} was not fetched`);
        const name = `${this.lease.attemptId}-${id}.${chooseExtension(contentType)}`;
        return [id, await exchange.provide(name, file, this.#stop.signal)] as const;
      }),
    );
    return new Map(names);
  }

  async #deliver(result: Omit<Result, "execution" | "timeline">): Promise<string> {
    const { exchange, workApi, spool, log, metrics } = this.#dependencies;
    const { executionMs } = result;
    const { lease } = this;
    this.executionMs = executionMs;
    metrics.observe("pegbar_worker_execution_seconds", {}, executionMs / 1000);
    const began = performance.now();
    try {
      await deliver(
        lease,
        { ...result, execution: this.#meter.execution.read(), timeline: this.#trace.read() },
        { exchange, workApi, spool, signal: this.#stop.signal, onComplete: () => (this.#isCompleting = true) },
      );
      metrics.observe("pegbar_worker_deliver_seconds", {}, (performance.now() - began) / 1000);
      this.#trace.markDelivered();
      this.#enter("reporting");
      return "succeeded";
    } catch (error) {
      if (this.#stop.signal.aborted) throw error;
      const level = error instanceof BadOutput ? "info" : "error";
      log(level, "outputs not delivered", { ...this.#ids, error });
      this.#enter("reporting");
      return reportDeliveryFailure(error, executionMs, { workApi, lease, ...this.#executionFacts });
    }
  }

  /** Releases the attempt after its end could not be reported, which saves the wait until the lease expires. */
  async #giveUp(cause: unknown): Promise<void> {
    const { workApi, log } = this.#dependencies;
    const { elapsedMs, execution, timeline } = this.#executionFacts;
    log("error", "attempt given up", { ...this.#ids, error: cause });
    await workApi
      .release(this.lease, { reason: "worker_error", executionMs: elapsedMs ?? 0, execution, timeline })
      .catch((error: unknown) => log("warn", "attempt not released", { ...this.#ids, error }));
  }

  /** Removes the attempt's files from this machine and its message from the queue. */
  async #cleanUp(): Promise<void> {
    const { exchange, queue, spool, log } = this.#dependencies;
    const { attemptId } = this.lease;
    for (const input of this.#pinned) input.release();
    const warn = (what: string) => (error: unknown) => log("warn", what, { ...this.#ids, error });
    await exchange.clear(attemptId).catch(warn("files not removed"));
    await rm(path.join(spool, attemptId), { recursive: true, force: true }).catch(warn("files not removed"));
    await queue.remove(this.#receipt).catch(warn("message not removed"));
  }
}
