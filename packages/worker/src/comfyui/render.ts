import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import {
  ComfyUnavailable,
  describeError,
  describeRefusal,
  isRecord,
  type Ending,
  type Failure,
  type Graph,
  type Message,
  type OutputRef,
  type OutputText,
} from "@pegbar/comfyui";
import type { ProgressMeter } from "./progress.ts";
import type { Session } from "./session.ts";
import { WakeSignal } from "./wake-signal.ts";

export type RenderResult =
  | { result: "success"; outputs: OutputRef[]; texts: OutputText[]; executionMs: number }
  | {
      result: "failed";
      failure: Failure | { kind: "timed_out"; message: string; traceback: string[] };
      failedBy?: string;
    }
  | { result: "interrupted"; failedBy?: string }
  /** ComfyUI went away, or forgot the prompt: nothing is known of it any more. `failedBy`: why ComfyUI must be started again. */
  | { result: "lost"; reason: string; failedBy?: string };

/** How long what may take. Seconds. */
export interface Timeouts {
  /** A prompt whose turn it is must begin within this time. */
  start: number;
  /** ComfyUI may leave requests unanswered for this long: loading a model keeps it busy. */
  silence: number;
  /** A prompt that is to stop must be gone within this time. */
  stop: number;
}
export const defaultTimeouts: Timeouts = { start: 30, silence: 60, stop: 10 };

interface Options {
  session: Session;
  graph: Graph;
  meter: ProgressMeter;
  timeLimitSeconds: number;
  /** Without any event for this long a running prompt is stuck. */
  stallSeconds: number;
  timeouts: Timeouts;
  /** Aborted: the prompt is taken out of the queue, or stopped. */
  signal: AbortSignal;
  /** Once ComfyUI has accepted the prompt. */
  onQueued(): void;
  onProgress(): void;
  onPreview(picture: { bytes: Uint8Array; format: string }): void;
}

/** The socket is the fast path; after so long a silence the history is asked anyway. */
const POLL_MS = 1000;
/** However much is heard, limits are looked at this often. */
const LONGEST_WAIT_MS = 5000;
/** `execution_success` comes before the history is written: look again, soon at first. */
const HISTORY_RETRY_MS = [0, 1, 2, 3, 5, 8, 13, 20, 30, 50, 100, 200, 400];
/** A port where nobody listens any more: nothing will come. */
const REFUSED_MS = 3000;
const INTERRUPT_RETRY_MS = 250;
/** Between queue and history a prompt is in neither for a moment. */
const MAX_ABSENT = 3;

/**
 * Runs one prompt to its end: listens, always polls as well, and believes the history alone. Deletes the prompt's
 * history entry once it has been read.
 */
export async function render(options: Options): Promise<RenderResult> {
  const { session, signal } = options;
  const promptId = randomUUID();
  const wakeSignal = new WakeSignal();
  const stopListening = session.listen(promptId, (message) => handleMessage(message, options, wakeSignal));
  const wake = () => wakeSignal.wake();
  signal.addEventListener("abort", wake, { once: true });
  session.ended.addEventListener("abort", wake, { once: true });
  session.addPrompt(promptId);
  try {
    const given = await submit(promptId, options);
    if (!("clientId" in given)) return given;
    const following = new PromptFollower(promptId, given.clientId, options, wakeSignal);
    if (given.refusal) {
      // Without the outputs that it refuses, ComfyUI runs the rest for nobody.
      const { failedBy } = { failedBy: undefined, ...(await following.stop()) };
      return { result: "failed", failure: given.refusal, ...(failedBy === undefined ? {} : { failedBy }) };
    }
    options.onQueued();
    return await following.end();
  } finally {
    // Not awaited: the result need not wait. What fails here is deleted before another tenant's prompt is submitted.
    session.deleteHistory([promptId]).catch(() => undefined);
    stopListening();
    signal.removeEventListener("abort", wake);
    session.ended.removeEventListener("abort", wake);
  }
}

/**
 * Gives a prompt to ComfyUI, and again under the same id while it is too busy to answer: but never one that it has
 * already taken, since it would run both.
 */
async function submit(
  promptId: string,
  options: Options,
): Promise<RenderResult | { clientId: string; refusal?: Failure }> {
  const { session, graph, signal, timeouts } = options;
  const { client, ended } = session;
  const silence = new Silence(timeouts.silence);
  let clientId = "";
  for (let isAgain = false; ; isAgain = true) {
    if (signal.aborted && !isAgain) return { result: "interrupted" };
    try {
      if (isAgain) {
        const isTaken = (await client.whereabouts(promptId)) !== "absent" || (await client.history(promptId, ended));
        if (isTaken) return { clientId };
        if (signal.aborted) return { result: "interrupted" };
      }
      clientId = await session.open();
      const submitted = await client.submit(graph, promptId, clientId, ended);
      if (submitted.accepted) return { clientId };
      const refusal = describeRefusal(submitted.body);
      const isQueued = isRecord(submitted.body) && submitted.body["prompt_id"] === promptId;
      return isQueued ? { clientId, refusal } : { result: "failed", failure: refusal };
    } catch (error) {
      if (ended.aborted) return { result: "lost", reason: getEndReason(session) };
      if (!(error instanceof ComfyUnavailable)) throw error;
      if (silence.isTooLong(error)) return createLostResult(error.message);
      await sleep(POLL_MS, undefined, { ref: false });
    }
  }
}

/** For how long ComfyUI has not answered. */
class Silence {
  readonly #limitMs: number;
  #answeredAt = performance.now();
  #refusedSince: number | undefined;

  constructor(limitSeconds: number) {
    this.#limitMs = limitSeconds * 1000;
  }

  markAnswered(): void {
    this.#answeredAt = performance.now();
    this.#refusedSince = undefined;
  }

  isTooLong(error: ComfyUnavailable): boolean {
    const now = performance.now();
    this.#refusedSince = error.refused ? (this.#refusedSince ?? now) : undefined;
    if (this.#refusedSince !== undefined && now - this.#refusedSince > REFUSED_MS) return true;
    return now - this.#answeredAt > this.#limitMs;
  }
}

const getEndReason = ({ ended }: Session): string =>
  ended.reason instanceof Error ? ended.reason.message : "ComfyUI was started again";

function handleMessage(message: Message, { meter, onProgress, onPreview }: Options, wakeSignal: WakeSignal): void {
  wakeSignal.markActivity();
  if (meter.update(message)) onProgress();
  if (message.type === "preview") onPreview(message);
  if (message.type === "execution_success") wakeSignal.markEnded();
  if (message.type === "execution_error" || message.type === "execution_interrupted") wakeSignal.markEnded();
  if (message.type === "executing" && message.node === undefined) wakeSignal.markEnded();
}

/** A prompt that ComfyUI has accepted. */
class PromptFollower {
  readonly #promptId: string;
  readonly #clientId: string;
  readonly #options: Options;
  readonly #wakeSignal: WakeSignal;
  readonly #silence: Silence;
  #absent = 0;
  #idleSince: number | undefined;

  constructor(promptId: string, clientId: string, options: Options, wakeSignal: WakeSignal) {
    this.#promptId = promptId;
    this.#clientId = clientId;
    this.#options = options;
    this.#wakeSignal = wakeSignal;
    this.#silence = new Silence(options.timeouts.silence);
  }

  async end(): Promise<RenderResult> {
    const { session, signal } = this.#options;
    for (;;) {
      await this.#wakeSignal.wait(POLL_MS, LONGEST_WAIT_MS);
      if (session.ended.aborted) return { result: "lost", reason: getEndReason(session) };
      if (signal.aborted) return this.stop();
      const late = await this.#checkLimits();
      if (late) return late;
      try {
        const found = await this.#poll();
        if (found) return found;
      } catch (error) {
        if (session.ended.aborted) continue;
        if (!(error instanceof ComfyUnavailable)) throw error;
        if (this.#silence.isTooLong(error)) return createLostResult(error.message);
      }
    }
  }

  /** Asks history and queue. */
  async #poll(): Promise<RenderResult | undefined> {
    const { session, meter, timeouts } = this.#options;
    const { client, ended } = session;
    const readHistory = () => client.history(this.#promptId, ended);
    const ending = this.#wakeSignal.hasEnded ? await retrySoon(readHistory) : await readHistory();
    this.#wakeSignal.reset();
    this.#silence.markAnswered();
    if (ending) return conclude(ending);
    const place = await client.whereabouts(this.#promptId);
    // Events may have been lost with the socket: the queue knows as well that it runs.
    if (place === "running") meter.markStarted();
    this.#absent = place === "absent" ? this.#absent + 1 : 0;
    if (this.#absent >= MAX_ABSENT) return createLostResult("ComfyUI has forgotten the prompt; it was started again");
    if (place !== "waiting") this.#idleSince = undefined;
    else if (performance.now() - (this.#idleSince ??= performance.now()) > timeouts.start * 1000)
      return createLostResult("ComfyUI accepted the prompt and never began it");
    return undefined;
  }

  /** Over its time limit, or stuck in a step. */
  async #checkLimits(): Promise<RenderResult | undefined> {
    const { meter, timeLimitSeconds, stallSeconds, session } = this.#options;
    if (meter.elapsedMs > timeLimitSeconds * 1000) {
      const end = await this.stop();
      if (end.result !== "interrupted") return end;
      const message = `The job took longer than its limit of ${timeLimitSeconds} seconds.`;
      return { ...end, result: "failed", failure: { kind: "timed_out", message, traceback: [] } };
    }
    const quietMs = performance.now() - Math.max(this.#wakeSignal.lastActivityAt, meter.startedAt ?? Infinity);
    // Without its socket a prompt is always quiet.
    if (quietMs <= stallSeconds * 1000 || !session.receivesEventsFor(this.#clientId)) return undefined;
    // A ComfyUI that does not answer is as stuck as one without progress.
    if (await session.client.history(this.#promptId).catch(() => undefined)) return undefined;
    return createLostResult(`ComfyUI gave no sign of progress for ${Math.round(quietMs / 1000)} seconds`);
  }

  /**
   * Takes the prompt out of the queue or interrupts it, and again until it is gone: one request alone can be lost. What
   * does not stop makes ComfyUI a fault: with its end the prompt has stopped too.
   */
  async stop(): Promise<RenderResult> {
    const { session, timeouts } = this.#options;
    const { client } = session;
    const end = performance.now() + timeouts.stop * 1000;
    while (performance.now() < end) {
      try {
        const ending = await client.history(this.#promptId, session.ended);
        if (ending) return ending.result === "success" ? ending : { result: "interrupted" };
        const place = await client.whereabouts(this.#promptId);
        if (place === "running") await client.interrupt(this.#promptId);
        else if (place !== "absent") await client.deleteFromQueue(this.#promptId);
        else if (!(await retrySoon(() => client.history(this.#promptId)))) return { result: "interrupted" };
      } catch (error) {
        if (session.ended.aborted) return { result: "interrupted" };
        if (!(error instanceof ComfyUnavailable)) throw error;
      }
      await sleep(INTERRUPT_RETRY_MS);
    }
    return { result: "interrupted", failedBy: "ComfyUI does not stop a prompt" };
  }
}

const createLostResult = (reason: string): RenderResult => ({ result: "lost", reason, failedBy: reason });

async function retrySoon<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const pause of HISTORY_RETRY_MS) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(pause);
  }
  return undefined;
}

function conclude(ending: Ending): RenderResult {
  return ending.result === "error" ? { result: "failed", failure: describeError(ending.data) } : ending;
}
