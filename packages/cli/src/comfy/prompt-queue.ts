import { type HistoryEntry, type JobSource, toItemTuple } from "@pegbar/comfyui";
import { PegbarError } from "@pegbar/sdk";
import { type Connection, pause, persist } from "./persist.ts";
import { isWaiting, type Prompt, toHistoryEntry } from "./prompt.ts";
import { PromptReporter, type ReporterParts } from "./prompt-reporter.ts";
import type { PromptStore } from "./prompt-store.ts";
import { QueuePlaces } from "./queue-places.ts";

/** How often the places in Pegbar's queue are read by default, in milliseconds. */
const PLACES_MS = 10_000;
/** How often the order of the prompts is checked, in milliseconds. */
const CHECK_MS = 250;
/** How long a client's prompts wait after an unexpected error, in milliseconds. */
const ERROR_MS = 5000;

/**
 * The prompts of all tools. Pegbar may run them at the same time; each tool is told about its own one after the other, in
 * the order of a single ComfyUI.
 */
export class PromptQueue {
  readonly #parts: ReporterParts;
  readonly #store: PromptStore;
  readonly #connection: Connection;
  /** By client. A client's prompts are told by one task. */
  readonly #tasks = new Map<string | null, Promise<void>>();
  readonly #reporters = new Map<string | null, PromptReporter>();
  readonly #places: QueuePlaces;
  readonly #onError: (error: unknown) => void;

  /** @param placesMs how often the places in Pegbar's queue are read while prompts wait, in milliseconds */
  constructor(parts: ReporterParts, onError: (error: unknown) => void, placesMs = PLACES_MS) {
    this.#parts = parts;
    this.#store = parts.store;
    this.#connection = parts.connection;
    this.#onError = onError;
    this.#places = new QueuePlaces(parts.connection, {
      everyMs: placesMs,
      listWaiting: () =>
        this.waiting.filter((prompt) => !prompt.started || this.#isHeld(prompt)).map(({ pegbar }) => pegbar.job_id),
      onChange: parts.onQueueChange,
      onHeld: (jobId, reason) => this.#noteHold(jobId, reason),
    });
  }

  /** Goes on with the prompts of an earlier run of the proxy. */
  resume(): void {
    const { signal } = this.#connection;
    this.#places.watch().catch((error: unknown) => signal.aborted || this.#onError(error));
    for (const prompt of this.#store.all) {
      if (prompt.end) continue;
      if (prompt.cancel) this.#cancelJob(prompt);
      if (isWaiting(prompt)) this.#startTask(prompt.clientId);
    }
  }

  add(prompt: Prompt): void {
    this.#parts.onQueueChange();
    this.#startTask(prompt.clientId);
  }

  get waiting(): readonly Prompt[] {
    return this.#store.all.filter(isWaiting).sort((a, b) => a.number - b.number);
  }

  get running(): readonly Prompt[] {
    const running = new Set([...this.#reporters.values()].map(({ prompt }) => prompt));
    return this.waiting.filter((prompt) => prompt.started && running.has(prompt));
  }

  get pending(): readonly Prompt[] {
    const running = new Set(this.running);
    return this.waiting.filter((prompt) => !running.has(prompt));
  }

  /** Oldest first. Of prompts with the same id, the later one, in the place of the earlier one as in ComfyUI. */
  get history(): ReadonlyMap<string, HistoryEntry & { readonly prompt: Prompt }> {
    const found = new Map<string, HistoryEntry & { prompt: Prompt }>();
    for (const prompt of this.#store.all) {
      const entry = toHistoryEntry(prompt);
      if (entry && !prompt.hidden) found.set(prompt.promptId, { ...entry, prompt });
    }
    return found;
  }

  get jobs(): JobSource {
    return { running: this.running, pending: this.pending, history: [...this.history.values()] };
  }

  /** `/queue`, with what Pegbar adds. */
  describe(): Record<string, unknown> {
    const waiting = this.#describeWaiting();
    return {
      queue_running: this.running.map(toItemTuple),
      queue_pending: this.pending.map(toItemTuple),
      ...(waiting.length > 0 ? { pegbar: waiting } : {}),
    };
  }

  /** Data of the message `status`. */
  describeStatus(): Record<string, unknown> {
    const waiting = this.#describeWaiting();
    const more = waiting.length > 0 ? { pegbar: waiting } : {};
    return { status: { exec_info: { queue_remaining: this.waiting.length } }, ...more };
  }

  #describeWaiting(): Record<string, unknown>[] {
    return this.waiting.map((prompt) => ({ prompt_id: prompt.promptId, ...this.#describePegbar(prompt) }));
  }

  /** What Pegbar says about each prompt of queue and history, by its id, in addition to ComfyUI's fields. */
  describeByPegbar(): ReadonlyMap<string, Record<string, unknown>> {
    const ended = [...this.history.values()].map(({ prompt }) => prompt);
    return new Map([...ended, ...this.waiting].map((prompt) => [prompt.promptId, this.#describePegbar(prompt)]));
  }

  #describePegbar(prompt: Prompt): Record<string, unknown> {
    const { pegbar } = prompt;
    const isPlaced = !prompt.end && (!prompt.started || this.#isHeld(prompt));
    return { ...pegbar, ...(isPlaced ? this.#places.get(pegbar.job_id) : {}) };
  }

  #isHeld = ({ pegbar }: Prompt): boolean => this.#places.isHeld(pegbar.job_id);

  /** The node that runs for a client, for tools that connect again. */
  getCurrentNode(clientId: string): string | undefined {
    return this.#reporters.get(clientId)?.currentNode;
  }

  /** Removes waiting prompts without a trace. Running ones stay. @returns whether there was one */
  remove(isWanted: (prompt: Prompt) => boolean): boolean {
    const removed = this.pending.filter(isWanted);
    for (const prompt of removed) this.#cancel(prompt, "delete");
    if (removed.length > 0) this.#parts.onQueueChange();
    return removed.length > 0;
  }

  /** Stops the running prompt with this id, or all running ones of this proxy. @returns whether there was one */
  interrupt(promptId: string | undefined): boolean {
    const found = this.running.filter((prompt) => promptId === undefined || prompt.promptId === promptId);
    for (const prompt of found) this.#cancel(prompt, "interrupt");
    return found.length > 0;
  }

  async removeHistory(isWanted: (prompt: Prompt) => boolean): Promise<void> {
    for (const prompt of this.#store.all) {
      if (!prompt.end || prompt.hidden || !isWanted(prompt)) continue;
      prompt.hidden = true;
      await this.#store.save(prompt);
    }
  }

  /** Waits for the tasks after the connection's signal has fired. */
  async stop(): Promise<void> {
    await Promise.allSettled(this.#tasks.values());
  }

  #cancel(prompt: Prompt, how: "interrupt" | "delete"): void {
    if (prompt.cancel === "delete") return;
    prompt.cancel = how;
    this.#cancelJob(prompt);
  }

  /** Stores the wish first, so that it outlasts a restart, and repeats the request until Pegbar has it. */
  #cancelJob(prompt: Prompt): void {
    const { client, signal } = this.#connection;
    const params = { path: { id: prompt.pegbar.job_id } };
    const work = async () => {
      await this.#store.save(prompt);
      await persist(this.#connection, () => client.post("/v1/jobs/{id}/cancel", { params, signal })).catch(
        (error: unknown) => {
          // The job has ended, or is no longer there: nothing is left to cancel.
          if (!(error instanceof PegbarError) || signal.aborted) throw error;
        },
      );
      if (prompt.cancel === "delete") await this.#store.remove(prompt);
    };
    work().catch((error: unknown) => signal.aborted || this.#onError(error));
  }

  #startTask(clientId: string | null): void {
    if (this.#tasks.has(clientId)) return;
    const { signal } = this.#connection;
    const task = this.#report(clientId)
      .catch(async (error: unknown) => {
        if (signal.aborted) return;
        this.#onError(error);
        // Rejects only when the server stops.
        await pause(ERROR_MS, signal).catch(() => undefined);
      })
      .finally(() => {
        this.#tasks.delete(clientId);
        // One may have come while the task ended.
        if (!signal.aborted && this.waiting.some((prompt) => prompt.clientId === clientId)) this.#startTask(clientId);
      });
    this.#tasks.set(clientId, task);
  }

  /** The prompt that a client is told about next. Held ones let others pass. */
  #next(clientId: string | null): Prompt | undefined {
    return this.waiting.find((prompt) => prompt.clientId === clientId && !this.#isHeld(prompt));
  }

  /** Tells a client about its prompts, one after the other. */
  async #report(clientId: string | null): Promise<void> {
    const { signal } = this.#connection;
    while (this.waiting.some((prompt) => prompt.clientId === clientId)) {
      signal.throwIfAborted();
      const next = this.#next(clientId);
      if (next) await this.#reportOne(next);
      else await pause(CHECK_MS, signal);
    }
  }

  async #reportOne(prompt: Prompt): Promise<void> {
    const leave = new AbortController();
    const signal = AbortSignal.any([this.#connection.signal, leave.signal]);
    const connection = { ...this.#connection, signal };
    const reporter = new PromptReporter(prompt, { ...this.#parts, connection });
    this.#reporters.set(prompt.clientId, reporter);
    // A prompt that has not started makes room for one in front of it, and for the next one when it is removed.
    const check = setInterval(() => {
      if (!prompt.started && this.#next(prompt.clientId) !== prompt) leave.abort();
    }, CHECK_MS);
    try {
      const held = await reporter.run();
      if (held) this.#places.set(held.id, { state: "held", ...(held.reason === null ? {} : { reason: held.reason }) });
    } catch (error) {
      if (!leave.signal.aborted || this.#connection.signal.aborted) throw error;
    } finally {
      clearInterval(check);
      leave.abort();
      if (this.#reporters.get(prompt.clientId) === reporter) this.#reporters.delete(prompt.clientId);
    }
  }

  #noteHold(jobId: string, reason: string | undefined): void {
    const prompt = this.waiting.find(({ pegbar }) => pegbar.job_id === jobId);
    if (!prompt) return;
    const why = reason === undefined ? "" : ` (${reason})`;
    this.#connection.note(
      `Prompt ${prompt.promptId.slice(0, 8)}: held in Pegbar${why}. It runs when it is released. See: pegbar jobs show ${jobId}`,
    );
  }
}
