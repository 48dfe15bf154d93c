/** Lets a loop sleep until something happens. */
export class WakeSignal {
  hasEnded = false;
  /** Time of the last activity, by `performance.now()`. */
  lastActivityAt = performance.now();
  #quietSince = 0;
  #wake: (() => void) | undefined;

  wake(): void {
    this.#wake?.();
  }

  markEnded(): void {
    this.hasEnded = true;
    this.wake();
  }

  reset(): void {
    this.hasEnded = false;
  }

  /** Records activity, which restarts the silence timeout. */
  markActivity(): void {
    this.lastActivityAt = performance.now();
    this.#quietSince = this.lastActivityAt;
  }

  /** Sleeps until something ends or there was no activity for `silenceMs`, at most `longestMs`. */
  async wait(silenceMs: number, longestMs: number): Promise<void> {
    if (this.hasEnded) return;
    this.#quietSince = performance.now();
    const longest = performance.now() + longestMs;
    await new Promise<void>((resolve) => {
      let timer: NodeJS.Timeout;
      const look = () => {
        const left = Math.min(this.#quietSince + silenceMs, longest) - performance.now();
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
