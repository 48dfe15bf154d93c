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
      failure: Failure | { kind: "timed_out" | "comfyui_unresponsive"; message: string; traceback: string[] };
      failedBy?: string;
    }
  | { result: "interrupted"; failedBy?: string }
  /**
   * ComfyUI exited or lost the prompt, so its state is unknown. `failedBy`: why ComfyUI must be restarted. `isBusy`: it
   * runs a prompt of somebody else, and has not begun this one.
   */
  | { result: "lost"; reason: string; failedBy?: string; isBusy?: true };

/** Timeouts in seconds. */
export interface Timeouts {
  /** Time within which the next prompt must start. */
  start: number;
  /** Time that ComfyUI may leave requests unanswered, for example while it loads a model. */
  silence: number;
  /** Time within which a prompt must stop. */
  stop: number;
  /** Time that a prompt waits for one that this worker has not submitted. */
  busy: number;
}
export const defaultTimeouts: Timeouts = { start: 30, silence: 60, stop: 10, busy: 120 };

interface Options {
  session: Session;
  graph: Graph;
  meter: ProgressMeter;
  timeLimitSeconds: number;
  /** Time without an event after which a running prompt counts as stuck, in seconds. */
  stallSeconds: number;
  timeouts: Timeouts;
  /** On abort, the prompt is removed from the queue or interrupted. */
  signal: AbortSignal;
  /** Called once ComfyUI has accepted the prompt. */
  onQueued(): void;
  /** Called once ComfyUI has said that the prompt starts, if it does. */
  onStart(): void;
  onProgress(): void;
  onPreview(picture: { bytes: Uint8Array; format: string }): void;
}

/** Time without an event after which the history is polled, in case the socket lost one. */
const POLL_MS = 1000;
/** How often limits are checked, even while events arrive. */
const LONGEST_WAIT_MS = 5000;
/** `execution_success` is sent before the history is written: delays between retries, short at first. */
const HISTORY_RETRY_MS = [0, 1, 2, 3, 5, 8, 13, 20, 30, 50, 100, 200, 400];
/** Time for which connections may be refused before ComfyUI counts as gone. */
const REFUSED_MS = 3000;
const INTERRUPT_RETRY_MS = 250;
/** Delays while the last event is awaited after the history has the result, short at first. */
const LAST_EVENT_MS = [1, 2, 5, 10, 20, 50, 100, 200];
/** Polls in which a prompt may be absent: between queue and history it is in neither for a moment. */
const MAX_ABSENT = 3;

/**
 * Runs a prompt to its end: listens to events, polls as well, and takes the result from the history only. Deletes the
 * prompt's history entry after reading it.
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
      // ComfyUI rejected some outputs but runs the others, which are not needed.
      const { failedBy } = { failedBy: undefined, ...(await following.stop()) };
      return { result: "failed", failure: given.refusal, ...(failedBy === undefined ? {} : { failedBy }) };
    }
    options.onQueued();
    return await following.end();
  } finally {
    // Not awaited, so that the result is not delayed. If it fails, the entry is deleted before another tenant's prompt.
    session.deleteHistory([promptId]).catch(() => undefined);
    stopListening();
    signal.removeEventListener("abort", wake);
    session.ended.removeEventListener("abort", wake);
  }
}

/**
 * Submits a prompt, and retries with the same id while ComfyUI does not answer; but never one that ComfyUI has already
 * accepted, since it would run twice.
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
        const isTaken = (await client.locate(promptId)).place !== "absent" || (await client.history(promptId, ended));
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

/** Measures how long ComfyUI has not answered. */
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

function handleMessage(
  message: Message,
  { meter, onStart, onProgress, onPreview }: Options,
  wakeSignal: WakeSignal,
): void {
  wakeSignal.markActivity();
  if (message.type === "execution_start") onStart();
  if (meter.update(message)) onProgress();
  if (message.type === "preview") onPreview(message);
  if (message.type === "execution_success") wakeSignal.markEnded();
  if (message.type === "execution_error" || message.type === "execution_interrupted") wakeSignal.markEnded();
  if (message.type === "executing" && message.node === undefined) wakeSignal.markEnded();
}

/** Follows a prompt that ComfyUI has accepted. */
class PromptFollower {
  readonly #promptId: string;
  readonly #clientId: string;
  readonly #options: Options;
  readonly #wakeSignal: WakeSignal;
  readonly #silence: Silence;
  #absent = 0;
  #idleSince: number | undefined;
  #foreignSince: number | undefined;

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
      await this.#wakeSignal.wait(POLL_MS, Math.min(LONGEST_WAIT_MS, this.#computeTimeLeftMs()));
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
        if (!this.#silence.isTooLong(error)) continue;
        const isStuck = error.unanswered && this.#options.meter.hasStarted;
        return isStuck ? this.#createUnresponsiveResult(error.message) : createLostResult(error.message);
      }
    }
  }

  /**
   * ComfyUI must be restarted, and the graph is the likely cause: Python runs nothing else while it evaluates a regular
   * expression or an arithmetic expression. The node is not known for sure, because its event may not have been sent.
   */
  #createUnresponsiveResult(reason: string): RenderResult {
    const { node, classType } = this.#options.meter.read();
    const last =
      node === undefined ? "" : ` The last node that it began is ${node}${classType ? ` (${classType})` : ""}.`;
    const message = `ComfyUI stopped responding while it ran this graph.${last} Check this node and the next ones for texts, expressions and sizes that take very long.`;
    return { result: "failed", failure: { kind: "comfyui_unresponsive", message, traceback: [] }, failedBy: reason };
  }

  /** Polls history and queue. */
  async #poll(): Promise<RenderResult | undefined> {
    const { session, meter, timeouts } = this.#options;
    const { client, ended } = session;
    const readHistory = () => client.history(this.#promptId, ended);
    const ending = this.#wakeSignal.hasEnded ? await retrySoon(readHistory) : await readHistory();
    this.#wakeSignal.reset();
    this.#silence.markAnswered();
    if (ending) {
      await this.#waitForLastEvent();
      return conclude(ending);
    }
    const { place, running } = await client.locate(this.#promptId);
    // The event may have been lost with the socket; the queue also shows that the prompt runs.
    if (place === "running") meter.markStarted();
    this.#absent = place === "absent" ? this.#absent + 1 : 0;
    if (this.#absent >= MAX_ABSENT) return createLostResult("ComfyUI has forgotten the prompt; it was started again");
    if (place !== "waiting") this.#idleSince = undefined;
    else if (performance.now() - (this.#idleSince ??= performance.now()) > timeouts.start * 1000)
      return createLostResult("ComfyUI accepted the prompt and never began it");
    const isBehindForeign = place === "pending" && !running.some((id) => session.hasSubmitted(id));
    if (!isBehindForeign) this.#foreignSince = undefined;
    else if (performance.now() - (this.#foreignSince ??= performance.now()) > timeouts.busy * 1000)
      return this.#leaveQueue();
    return undefined;
  }

  /**
   * Withdraws a prompt that waits for one of somebody else: of another user of this ComfyUI, or of one whose thread has
   * died, which runs for ever.
   */
  async #leaveQueue(): Promise<RenderResult> {
    const reason = "ComfyUI is busy with a prompt that this worker did not submit";
    const end = await this.stop();
    return end.result === "interrupted" ? { ...createLostResult(reason), isBusy: true } : end;
  }

  /** Waits for events that arrive after the history on another connection, unless the socket was lost. */
  async #waitForLastEvent(): Promise<void> {
    const { meter, session } = this.#options;
    for (const pause of LAST_EVENT_MS) {
      if (meter.execution.isComplete || !session.receivesEventsFor(this.#clientId)) return;
      await sleep(pause);
    }
  }

  /** Until the prompt is over its time limit; at least 2 ms. */
  #computeTimeLeftMs(): number {
    const { meter, timeLimitSeconds } = this.#options;
    return Math.max(timeLimitSeconds * 1000 - meter.elapsedMs, 0) + 2;
  }

  /** Stops the prompt if it is over its time limit or stuck. */
  async #checkLimits(): Promise<RenderResult | undefined> {
    const { meter, timeLimitSeconds, stallSeconds, session } = this.#options;
    if (meter.elapsedMs > timeLimitSeconds * 1000) {
      const end = await this.stop();
      if (end.result !== "interrupted") return end;
      const message = `The job took longer than its limit of ${timeLimitSeconds} seconds.`;
      return { ...end, result: "failed", failure: { kind: "timed_out", message, traceback: [] } };
    }
    const quietMs = performance.now() - Math.max(this.#wakeSignal.lastActivityAt, meter.startedAt ?? Infinity);
    // Without a socket no event arrives, so silence means nothing.
    if (quietMs <= stallSeconds * 1000 || !session.receivesEventsFor(this.#clientId)) return undefined;
    // If ComfyUI does not answer either, it counts as stuck.
    if (await session.client.history(this.#promptId).catch(() => undefined)) return undefined;
    return this.#createUnresponsiveResult(`ComfyUI gave no sign of progress for ${Math.round(quietMs / 1000)} seconds`);
  }

  /**
   * Removes the prompt from the queue or interrupts it, and repeats that until it is gone, because a request can get lost.
   * If it does not stop, ComfyUI must be restarted, which also ends the prompt.
   */
  async stop(): Promise<RenderResult> {
    const { session, timeouts } = this.#options;
    const { client } = session;
    const end = performance.now() + timeouts.stop * 1000;
    while (performance.now() < end) {
      try {
        const ending = await client.history(this.#promptId, session.ended);
        if (ending) return ending.result === "success" ? ending : { result: "interrupted" };
        const { place } = await client.locate(this.#promptId);
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

const createLostResult = (reason: string) => ({ result: "lost", reason, failedBy: reason }) as const;

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
