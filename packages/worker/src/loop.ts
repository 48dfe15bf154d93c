import { setTimeout as sleep } from "node:timers/promises";
import { Demand, IMAGE_MISMATCH, type Lease } from "@pegbar/core/contract";
import type { Keeper } from "./comfyui/keeper.ts";
import type { Config } from "./config.ts";
import type { Message } from "./queue.ts";
import { Lead, Pace } from "./pace.ts";
import type { Registration } from "./registration.ts";
import { Slot, type Parts } from "./slot.ts";
import { Refused } from "./work-api.ts";

interface Options extends Omit<Parts, "attempts"> {
  config: Pick<Config, "class" | "workerId" | "stopSeconds" | "prefetchSeconds" | "imageDigest">;
  registration: Registration;
  /** Called when the first message may be received. */
  onReady?(): void;
  /** What the last claimed job loads: ComfyUI will hold it. */
  onModels?(models: string[]): void;
}

const BACK_OFF_MS = 1000;
const LOOK_MS = 50;
/** Jobs whose outputs are still on their way. More would mean that storage is slower than the GPU. */
const MAX_DELIVERIES = 4;
/** A stopping worker is gone by then, whatever ComfyUI does. */
const LAST_WORD_MS = 15_000;

/**
 * Receives, claims and works until `signal` fires, then ends in order. The next job is claimed while one renders, as
 * soon as that one's remaining time falls under what a fetch may need; it waits in ComfyUI's own queue. Nothing is
 * received while ComfyUI is not ready, or the platform wants no job from this worker.
 */
export async function loop(options: Options, signal: AbortSignal): Promise<void> {
  const { config, keeper, registration, metrics, onReady, onModels } = options;
  const slots = new Set<Slot>();
  const attempts = () => new Set([...slots].map(({ lease }) => lease.attemptId));
  const pace = new Pace();
  const lead = new Lead(config.prefetchSeconds * 1000);
  let last: Slot | undefined;
  /** What ComfyUI holds when the last job is done: dispatch may prefer jobs that use it too. */
  let loaded: string[] = [];
  let isFirst = true;
  while (!signal.aborted) {
    if (last) await nearlyDone(last, pace, lead.ms, signal);
    while (rendered(slots) > MAX_DELIVERIES) await Promise.race([...slots].map((slot) => slot.done));
    if (keeper.isTired) await rest(keeper, [...slots]);
    if (!(await keeper.ready(signal))) continue;
    await registration.fit(signal);
    if (signal.aborted) break;
    registration.enter(slots.size > 0 ? "working" : "ready");
    if (isFirst) onReady?.();
    isFirst = false;
    const claimed = await next(options, loaded, signal);
    if (!claimed) continue;
    const slot: Slot = new Slot({ ...options, attempts }, claimed.lease, claimed.message.receipt, last);
    slots.add(slot);
    metrics.busy.set(slots.size);
    registration.enter("working");
    last = slot;
    loaded = claimed.lease.models;
    onModels?.(loaded);
    void slot.done.then(() => {
      slots.delete(slot);
      metrics.busy.set(slots.size);
      if (slot.executionMs !== undefined) pace.saw(slot.executionMs);
      if (slot.fetchMs !== undefined) lead.saw(claimed.claimMs + slot.fetchMs);
      if (last === slot) last = undefined;
      if (slots.size === 0 && !signal.aborted) registration.enter("ready");
    });
  }
  registration.enter("draining");
  await finish([...slots], config.stopSeconds * 1000);
}

const rendered = (slots: ReadonlySet<Slot>): number => [...slots].filter((slot) => slot.isDelivering).length;

/** ComfyUI is started again between two jobs. */
async function rest(keeper: Keeper, slots: readonly Slot[]): Promise<void> {
  await Promise.all(slots.map((slot) => slot.rendered));
  keeper.recycle();
}

/** One received message turned into a lease; undefined when there was none to have. */
async function next(
  options: Options,
  loaded: string[],
  signal: AbortSignal,
): Promise<{ lease: Lease; message: Message; claimMs: number } | undefined> {
  const { queue, log } = options;
  try {
    const message = await queue.receive(signal);
    if (!message) return undefined;
    const began = performance.now();
    const lease = await claim(message, options, loaded, signal);
    return lease && { lease, message, claimMs: performance.now() - began };
  } catch (error) {
    if (signal.aborted) return undefined;
    log("warn", "nothing claimed", { error: String(error) });
    await sleep(BACK_OFF_MS, undefined, { signal }).catch(() => undefined);
    return undefined;
  }
}

async function claim(
  message: Message,
  options: Options,
  loaded: string[],
  signal: AbortSignal,
): Promise<Lease | undefined> {
  const { queue, workApi, config, keeper, registration, metrics, log } = options;
  const demand = parseDemand(message.body);
  if (!demand) {
    log("error", "a message that is not ours was removed", {});
    await queue.remove(message.receipt);
    return undefined;
  }
  const { facts } = keeper;
  if (signal.aborted || !facts) {
    await queue.extend(message.receipt, 0);
    return undefined;
  }
  try {
    const answer = await workApi.claim(
      {
        workerId: config.workerId,
        class: config.class,
        nonce: demand.nonce,
        models: loaded,
        runtime: {
          comfyuiVersion: facts.comfyuiVersion.slice(0, 64),
          imageDigest: config.imageDigest,
          objectInfoDigest: facts.objectInfoDigest,
          gpu: facts.gpu.slice(0, 128),
        },
      },
      signal,
    );
    metrics.claims.inc({ answer: answer.result });
    if (answer.result === "granted") return answer.lease;
    if (answer.result === "wait") await queue.extend(message.receipt, Math.ceil(answer.seconds));
    else await queue.remove(message.receipt);
    return undefined;
  } catch (error) {
    if (error instanceof Refused && error.code === "nonce_unknown") await queue.remove(message.receipt);
    if (error instanceof Refused && error.code === IMAGE_MISMATCH) {
      registration.doubt();
      await queue.extend(message.receipt, 0);
    }
    throw error;
  }
}

function parseDemand(body: string): Demand | undefined {
  try {
    return Demand.parse(JSON.parse(body));
  } catch {
    return undefined;
  }
}

/** Resolves when ComfyUI will soon be free again, so that the next job may be claimed. */
async function nearlyDone(slot: Slot, pace: Pace, prefetchMs: number, signal: AbortSignal): Promise<void> {
  let free = false;
  void slot.rendered.then(() => (free = true));
  while (!free && !signal.aborted) {
    const remaining = slot.remainingMs() ?? pace.expectedMs;
    if (slot.isRendering && remaining !== undefined && remaining < prefetchMs) return;
    await Promise.race([slot.rendered, sleep(LOOK_MS)]);
  }
}

/** Jobs that have not started are given back at once; the running one is finished if that does not take long. */
async function finish(slots: readonly Slot[], stopMs: number): Promise<void> {
  const everything = Promise.all(slots.map((slot) => slot.done));
  for (const slot of slots) {
    const remaining = slot.isRendering ? slot.remainingMs() : undefined;
    if (remaining === undefined || remaining > stopMs) slot.end("stopping");
  }
  if (await within(everything, stopMs)) return;
  slots.forEach((slot) => slot.end("stopping"));
  await within(everything, LAST_WORD_MS);
}

async function within(work: Promise<unknown>, milliseconds: number): Promise<boolean> {
  const enough = new AbortController();
  const done = await Promise.race([
    work.then(() => true),
    sleep(milliseconds, false, { signal: enough.signal }).catch(() => false),
  ]);
  enough.abort();
  return done;
}
