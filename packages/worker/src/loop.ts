import { setTimeout as sleep } from "node:timers/promises";
import { sleepUnlessAborted } from "@pegbar/comfyui";
import { DispatchTicket, IMAGE_MISMATCH, type Lease } from "@pegbar/core/contract";
import { parseTraceparent } from "@pegbar/telemetry/trace/traceparent.ts";
import { withSpan } from "@pegbar/telemetry/trace/tracer.ts";
import type * as z from "zod";
import type { ComfyUIManager } from "./comfyui/comfyui-manager.ts";
import type { Config } from "./config.ts";
import type { Log } from "./log.ts";
import type { Message } from "./queue.ts";
import { PrefetchLead, AverageDuration } from "./job-times.ts";
import type { Registration } from "./registration.ts";
import { AttemptRunner, type AttemptDependencies } from "./attempt-runner.ts";
import { Refused } from "./work-api.ts";

interface Options extends Omit<AttemptDependencies, "attempts"> {
  config: Pick<Config, "class" | "workerId" | "stopSeconds" | "prefetchSeconds" | "imageDigest">;
  registration: Registration;
  /** Called when the first message may be received. */
  onReady?(): void;
  /** Called with the models of the last claimed job, which ComfyUI will have loaded. */
  onModels?(models: string[]): void;
}

const BACK_OFF_MS = 1000;
const POLL_MS = 50;
/** Maximum number of jobs with outputs still uploading. More would mean that storage is slower than the GPU. */
const MAX_DELIVERIES = 4;
/** Time for interrupting jobs on a stop, in milliseconds, whatever ComfyUI does. */
const FINAL_STOP_MS = 15_000;

/**
 * Receives, claims and runs jobs until `signal` aborts, then shuts down in order. The next job is claimed while one
 * renders, as soon as the remaining time falls below the time to fetch inputs; it waits in ComfyUI's queue. Receives
 * nothing while ComfyUI is not ready or the platform gives this worker no jobs.
 */
export async function runLoop(options: Options, signal: AbortSignal): Promise<void> {
  const { config, manager, registration, metrics, onReady, onModels } = options;
  const runners = new Set<AttemptRunner>();
  const listAttempts = () => new Set([...runners].map(({ lease }) => lease.attemptId));
  const averageDuration = new AverageDuration();
  const prefetchLead = new PrefetchLead(config.prefetchSeconds * 1000);
  let last: AttemptRunner | undefined;
  /** Models that ComfyUI has loaded after the last job; dispatch may prefer jobs that use them. */
  let loaded: string[] = [];
  let isFirst = true;
  while (!signal.aborted) {
    if (last) await waitUntilNearlyDone(last, averageDuration, prefetchLead.ms, signal);
    while (countRendered(runners) > MAX_DELIVERIES) await Promise.race([...runners].map((runner) => runner.done));
    if (manager.needsRestart) await restartBetweenJobs(manager, [...runners]);
    if (!(await manager.waitUntilReady(signal))) continue;
    await registration.waitUntilFit(signal);
    if (signal.aborted) break;
    registration.setState(runners.size > 0 ? "working" : "ready");
    if (isFirst) onReady?.();
    isFirst = false;
    const claimed = await receiveLease(options, loaded, signal);
    if (!claimed) continue;
    const runner: AttemptRunner = new AttemptRunner(
      { ...options, attempts: listAttempts },
      claimed.lease,
      { receipt: claimed.message.receipt, claim: claimed.traceparent, requestId: claimed.requestId },
      last,
    );
    runners.add(runner);
    metrics.set("pegbar_worker_attempts_in_progress", [{ labels: {}, value: runners.size }]);
    registration.setState("working");
    last = runner;
    loaded = claimed.lease.models;
    onModels?.(loaded);
    void runner.done.then(() => {
      runners.delete(runner);
      metrics.set("pegbar_worker_attempts_in_progress", [{ labels: {}, value: runners.size }]);
      if (runner.executionMs !== undefined) averageDuration.record(runner.executionMs);
      if (runner.fetchMs !== undefined) prefetchLead.record(claimed.claimMs + runner.fetchMs);
      if (last === runner) last = undefined;
      if (runners.size === 0 && !signal.aborted) registration.setState("ready");
    });
  }
  registration.setState("draining");
  await finish([...runners], config.stopSeconds * 1000);
}

const countRendered = (runners: ReadonlySet<AttemptRunner>): number =>
  [...runners].filter((runner) => runner.isDelivering).length;

/** Restarts ComfyUI between two jobs. */
async function restartBetweenJobs(manager: ComfyUIManager, runners: readonly AttemptRunner[]): Promise<void> {
  await Promise.all(runners.map((runner) => runner.rendered));
  manager.restartForMemory();
}

interface Claimed {
  lease: Lease;
  message: Message;
  claimMs: number;
  traceparent: string | undefined;
  /** Of the request that the job was submitted with, if the ticket was issued for this job. */
  requestId: string | undefined;
}

/** Receives a message and claims a lease with it; undefined if there was none. */
async function receiveLease(options: Options, loaded: string[], signal: AbortSignal): Promise<Claimed | undefined> {
  const { queue, log } = options;
  try {
    const message = await queue.receive(signal);
    if (!message) return undefined;
    const began = performance.now();
    const ticket = parseTicket(message.body);
    return await withSpan(
      "claim",
      { parent: ticket?.traceparent, kind: "consumer", attributes: { "messaging.system": "aws_sqs" } },
      async ({ traceparent }) => {
        const lease = await claim(message, ticket, options, loaded, signal, traceparent);
        const requestId = ticket?.causedByJobId === lease?.jobId ? ticket?.requestId : undefined;
        return lease && { lease, message, claimMs: performance.now() - began, traceparent, requestId };
      },
    );
  } catch (error) {
    if (signal.aborted) return undefined;
    log("warn", "claim failed", { error });
    await sleepUnlessAborted(BACK_OFF_MS, signal);
    return undefined;
  }
}

async function claim(
  message: Message,
  ticket: Ticket | undefined,
  options: Options,
  loaded: string[],
  signal: AbortSignal,
  traceparent: string | undefined,
): Promise<Lease | undefined> {
  const { queue, workApi, config, manager, registration, metrics, log } = options;
  if (!ticket) {
    log("error", "Unknown dispatch ticket: message deleted", {});
    await queue.remove(message.receipt);
    return undefined;
  }
  const { facts } = manager;
  if (signal.aborted || !facts) {
    await queue.extend(message.receipt, 0);
    return undefined;
  }
  try {
    const answer = await workApi.claim(
      {
        workerId: config.workerId,
        class: config.class,
        nonce: ticket.nonce,
        models: loaded,
        runtime: {
          comfyuiVersion: facts.comfyuiVersion.slice(0, 64),
          imageDigest: config.imageDigest,
          objectInfoDigest: facts.objectInfoDigest,
          gpu: facts.gpu.slice(0, 128),
          software: facts.software,
        },
      },
      signal,
      traceparent,
    );
    metrics.count("pegbar_worker_claims_total", { answer: answer.result });
    if (answer.result === "granted") {
      logClaim(log, ticket, answer.lease);
      return answer.lease;
    }
    if (answer.result === "wait") await queue.extend(message.receipt, Math.ceil(answer.seconds));
    else await queue.remove(message.receipt);
    return undefined;
  } catch (error) {
    if (error instanceof Refused && error.code === "nonce_unknown") await queue.remove(message.receipt);
    if (error instanceof Refused && error.code === IMAGE_MISMATCH) {
      registration.registerAgain();
      await queue.extend(message.receipt, 0);
    }
    throw error;
  }
}

/** Only the fields that a claim needs, so that messages of an earlier version stay valid during an upgrade. */
const Ticket = DispatchTicket.pick({
  class: true,
  nonce: true,
  causedByJobId: true,
  requestId: true,
  traceparent: true,
})
  .partial({ causedByJobId: true })
  .loose();
type Ticket = z.infer<typeof Ticket>;

/** Connects a ticket with the job that was claimed with it, which need not be the one that the ticket was issued for. */
function logClaim(log: Log, { requestId, causedByJobId }: Ticket, { jobId, attemptId, traceparent }: Lease): void {
  const isSame = causedByJobId === jobId;
  log("info", "job claimed", {
    ...(isSame ? { requestId } : { causedByJobId, causedByRequestId: requestId }),
    traceId: parseTraceparent(traceparent)?.traceId,
    jobId,
    attemptId,
  });
}

function parseTicket(body: string): Ticket | undefined {
  try {
    return Ticket.parse(JSON.parse(body));
  } catch {
    // Not JSON, so not a ticket.
    return undefined;
  }
}

/** Resolves when ComfyUI will soon be idle, so that the next job may be claimed. */
async function waitUntilNearlyDone(
  runner: AttemptRunner,
  averageDuration: AverageDuration,
  prefetchMs: number,
  signal: AbortSignal,
): Promise<void> {
  let free = false;
  void runner.rendered.then(() => (free = true));
  while (!free && !signal.aborted) {
    const remaining = runner.remainingMs() ?? averageDuration.expectedMs;
    if (runner.isRendering && remaining !== undefined && remaining < prefetchMs) return;
    await Promise.race([runner.rendered, sleep(POLL_MS)]);
  }
}

/** Releases jobs that have not started; finishes the running one if it takes less than `stopMs`. */
async function finish(runners: readonly AttemptRunner[], stopMs: number): Promise<void> {
  const everything = Promise.all(runners.map((runner) => runner.done));
  for (const runner of runners) {
    const remaining = runner.isRendering ? runner.remainingMs() : undefined;
    if (remaining === undefined || remaining > stopMs) runner.stop("stopping");
  }
  if (await waitAtMost(everything, stopMs)) return;
  runners.forEach((runner) => runner.stop("stopping"));
  await waitAtMost(everything, FINAL_STOP_MS);
}

async function waitAtMost(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const enough = new AbortController();
  const done = await Promise.race([
    work.then(() => true),
    sleepUnlessAborted(milliseconds, enough.signal).then(() => false),
  ]);
  enough.abort();
  return done;
}
