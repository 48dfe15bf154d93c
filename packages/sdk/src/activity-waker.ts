import type { Pegbar } from "./client.ts";
import type { JobEvent } from "./events.ts";
import { pause } from "./pause.ts";

/** Events that arrive within this time, in milliseconds, wake once. */
const BUNDLE_MS = 300;

/**
 * Wakes a caller that polls when something happens in the studio, so that it can poll rarely. Without a working event
 * stream, each wait takes its full time.
 */
export class ActivityWaker {
  readonly #closing = new AbortController();
  readonly #signal: AbortSignal;
  #isAwake = false;
  #wake: (() => void) | undefined;

  constructor(
    client: Pick<Pegbar, "activity">,
    isRelevant: (event: JobEvent) => boolean,
    signal: AbortSignal | undefined,
  ) {
    this.#signal = AbortSignal.any(signal ? [signal, this.#closing.signal] : [this.#closing.signal]);
    // Ignored, because the caller polls anyway, and reports its own errors.
    void this.#listen(client, isRelevant).catch(() => undefined);
  }

  async #listen(client: Pick<Pegbar, "activity">, isRelevant: (event: JobEvent) => boolean): Promise<void> {
    for await (const event of client.activity({ signal: this.#signal, onRetry: () => undefined })) {
      if (!isRelevant(event)) continue;
      this.#isAwake = true;
      this.#wake?.();
    }
  }

  /** Waits for a relevant event, at most `ms`. Events since the last wait count. */
  async wait(ms: number): Promise<void> {
    if (!this.#isAwake) {
      const over = new AbortController();
      this.#wake = () => over.abort(over);
      await pause(ms, AbortSignal.any([this.#signal, over.signal])).catch((error: unknown) => {
        if (error !== over) throw error;
      });
      this.#wake = undefined;
    }
    if (this.#isAwake) await pause(BUNDLE_MS, this.#signal);
    this.#isAwake = false;
  }

  close(): void {
    this.#closing.abort();
  }
}
