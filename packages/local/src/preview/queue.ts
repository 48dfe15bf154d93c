import type { HistoryEntry, JobSource, QueueItem } from "@pegbar/comfyui";

const maxHistory = 10_000;

/** ComfyUI's queue: ordered by number, one prompt at a time; history in memory; `/free` takes effect between prompts. */
export class PromptQueue {
  #pending: QueueItem[] = [];
  #running: QueueItem | undefined;
  readonly history = new Map<string, HistoryEntry>();
  readonly #onChange: () => void;
  #flags: { unload_models?: boolean; free_memory?: boolean } = {};
  #wake: (() => void) | undefined;
  #closed = false;

  /** @param onChange called when the number of prompts changes, to notify all sockets */
  constructor(changed: () => void) {
    this.#onChange = changed;
  }

  get remaining(): number {
    return this.#pending.length + (this.#running ? 1 : 0);
  }

  get running(): QueueItem | undefined {
    return this.#running;
  }

  get pending(): readonly QueueItem[] {
    return this.#pending;
  }

  /** All prompts, for the jobs API. */
  get jobs(): JobSource {
    const running = this.#running ? [this.#running] : [];
    return { running, pending: this.#pending, history: [...this.history.values()] };
  }

  put(item: QueueItem): void {
    const at = this.#pending.findIndex((other) => other.number > item.number);
    this.#pending.splice(at < 0 ? this.#pending.length : at, 0, item);
    this.#onChange();
    this.#wake?.();
  }

  /** Waits for the next prompt. Undefined when flags were set or the queue was closed. */
  async take(): Promise<QueueItem | undefined> {
    if (this.#pending.length === 0 && !this.#closed) await new Promise<void>((resolve) => (this.#wake = resolve));
    this.#wake = undefined;
    const item = this.#closed ? undefined : this.#pending.shift();
    if (!item) return undefined;
    this.#running = item;
    this.#onChange();
    return item;
  }

  /** Writes the history, then reports the shorter queue. */
  finish(entry: HistoryEntry): void {
    const [oldest] = this.history.keys();
    if (oldest !== undefined && this.history.size >= maxHistory) this.history.delete(oldest);
    this.history.set(entry.item.promptId, entry);
    this.#running = undefined;
    this.#onChange();
  }

  remove(promptId: string): void {
    const at = this.#pending.findIndex((item) => item.promptId === promptId);
    if (at < 0) return;
    this.#pending.splice(at, 1);
    this.#onChange();
  }

  clear(): void {
    this.#pending = [];
    this.#onChange();
  }

  free(flags: { unload_models?: boolean; free_memory?: boolean }): void {
    this.#flags = { ...this.#flags, ...flags };
    this.#wake?.();
  }

  takeFlags() {
    const flags = this.#flags;
    this.#flags = {};
    return flags;
  }

  close(): void {
    this.#closed = true;
    this.#wake?.();
  }

  get closed(): boolean {
    return this.#closed;
  }
}
