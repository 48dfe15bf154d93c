import { setTimeout as sleep } from "node:timers/promises";
import { randomUUID } from "node:crypto";
import {
  ComfyUnavailable,
  describeError,
  describeRefusal,
  type Ending,
  type Failure,
  type Graph,
  type Message,
  type OutputRef,
} from "@pegbar/comfyui";
import type { ProgressMeter } from "./progress.ts";
import type { Session } from "./session.ts";

export type Rendered =
  | { result: "success"; outputs: OutputRef[]; executionMs: number }
  | { result: "failed"; failure: Failure | { kind: "timed_out"; message: string; traceback: string[] } }
  | { result: "interrupted" }
  /** ComfyUI went away, or forgot the prompt: nothing is known of it any more. */
  | { result: "lost"; reason: string };

interface Options {
  session: Session;
  graph: Graph;
  meter: ProgressMeter;
  timeLimitSeconds: number;
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
/** ComfyUI may be silent for this long before the prompt counts as lost. */
const SILENCE_MS = 10_000;
const INTERRUPT_PATIENCE_MS = 15_000;
const INTERRUPT_RETRY_MS = 250;

/** Runs one prompt to its end: listens, always polls as well, and believes the history alone. */
export async function render(options: Options): Promise<Rendered> {
  const { session, graph, meter, signal } = options;
  const promptId = randomUUID();
  const waker = new Waker();
  const stopListening = session.listen(promptId, (message) => hear(message, options, waker));
  const onAbort = () => waker.wake();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    const clientId = await session.open();
    if (signal.aborted) return { result: "interrupted" };
    const submitted = await session.client.submit(graph, promptId, clientId);
    if (!submitted.accepted) return { result: "failed", failure: describeRefusal(submitted.body) };
    options.onQueued();
    return await follow(promptId, options, waker, meter);
  } catch (error) {
    if (error instanceof ComfyUnavailable) return { result: "lost", reason: error.message };
    throw error;
  } finally {
    stopListening();
    signal.removeEventListener("abort", onAbort);
  }
}

function hear(message: Message, { meter, onProgress, onPreview }: Options, waker: Waker): void {
  waker.heard();
  if (meter.hear(message)) onProgress();
  if (message.type === "preview") onPreview(message);
  if (message.type === "execution_success") waker.ended();
  if (message.type === "execution_error" || message.type === "execution_interrupted") waker.ended();
  if (message.type === "executing" && message.node === undefined) waker.ended();
}

async function follow(promptId: string, options: Options, waker: Waker, meter: ProgressMeter): Promise<Rendered> {
  const { client } = options.session;
  let heardOf = performance.now();
  let absent = 0;
  for (;;) {
    await waker.wait(POLL_MS);
    if (options.signal.aborted) return stop(promptId, options);
    if (meter.elapsedMs > options.timeLimitSeconds * 1000) {
      const end = await stop(promptId, options);
      if (end.result !== "interrupted") return end;
      const message = `The job took longer than its limit of ${options.timeLimitSeconds} seconds.`;
      return { result: "failed", failure: { kind: "timed_out", message, traceback: [] } };
    }
    try {
      const ending = waker.hasEnded ? await soon(() => client.history(promptId)) : await client.history(promptId);
      waker.reset();
      heardOf = performance.now();
      if (ending) return conclude(ending);
      absent = (await client.whereabouts(promptId)) === "absent" ? absent + 1 : 0;
      // Between queue and history a prompt is in neither for a moment.
      if (absent >= 3) return { result: "lost", reason: "ComfyUI has forgotten the prompt; it was started again" };
    } catch (error) {
      if (!(error instanceof ComfyUnavailable)) throw error;
      if (performance.now() - heardOf > SILENCE_MS) return { result: "lost", reason: error.message };
    }
  }
}

async function soon<T>(look: () => Promise<T | undefined>): Promise<T | undefined> {
  for (const pause of HISTORY_RETRY_MS) {
    const found = await look();
    if (found !== undefined) return found;
    await sleep(pause);
  }
  return undefined;
}

function conclude(ending: Ending): Rendered {
  switch (ending.result) {
    case "success":
      return ending;
    case "interrupted":
      return ending;
    case "error":
      return { result: "failed", failure: describeError(ending.data) };
  }
}

/** Takes the prompt out of the queue or interrupts it, and again until it is gone: one request alone can be lost. */
async function stop(promptId: string, { session }: Options): Promise<Rendered> {
  const { client } = session;
  const end = performance.now() + INTERRUPT_PATIENCE_MS;
  while (performance.now() < end) {
    const ending = await client.history(promptId);
    if (ending) return ending.result === "success" ? ending : { result: "interrupted" };
    const place = await client.whereabouts(promptId);
    if (place === "pending") await client.deleteFromQueue(promptId);
    if (place === "running") await client.interrupt(promptId);
    if (place === "absent" && !(await soon(() => client.history(promptId)))) return { result: "interrupted" };
    await sleep(INTERRUPT_RETRY_MS);
  }
  return { result: "lost", reason: "ComfyUI does not stop the prompt" };
}

/** Lets the loop sleep until something happens. */
class Waker {
  hasEnded = false;
  #heardAt = 0;
  #wake: (() => void) | undefined;

  wake(): void {
    this.#wake?.();
  }

  ended(): void {
    this.hasEnded = true;
    this.wake();
  }

  reset(): void {
    this.hasEnded = false;
  }

  /** Something was heard: the silence begins anew. */
  heard(): void {
    this.#heardAt = performance.now();
  }

  /** Sleeps until something ends, or nothing has been heard for so long; never longer than {@link LONGEST_WAIT_MS}. */
  async wait(silenceMs: number): Promise<void> {
    if (this.hasEnded) return;
    this.heard();
    const longest = performance.now() + LONGEST_WAIT_MS;
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout;
      const look = () => {
        const left = Math.min(this.#heardAt + silenceMs, longest) - performance.now();
        if (left < 1) return resolve();
        timer = setTimeout(look, left);
      };
      look();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
    this.#wake = undefined;
  }
}
