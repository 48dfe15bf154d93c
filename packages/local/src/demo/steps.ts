import { SingleBar } from "cli-progress";

// The components write what they print with `console` to their log.
const { log: print } = console;

/** Prints each step with its duration: a live line with a progress bar on a terminal, plain lines otherwise. */
export class Steps {
  #current: { name: string; began: number } | undefined;
  #bar: SingleBar | undefined;
  #lastPlain = -1;
  readonly #live = process.stdout.isTTY;

  /** Ends the current step and begins the next one. */
  begin(name: string): void {
    if (this.#current) this.end();
    this.#current = { name, began: performance.now() };
    this.#lastPlain = -1;
    if (this.#live) process.stdout.write(`  … ${name}`);
  }

  /** @param fraction completed share of the step, 0 to 1 */
  showProgress(fraction: number, previews: number): void {
    const percent = Math.round(fraction * 100);
    if (!this.#live) {
      if (percent < this.#lastPlain + 20) return;
      this.#lastPlain = percent;
      print(`      ${percent} %`);
      return;
    }
    if (!this.#bar) {
      process.stdout.write("\r\u001b[K");
      this.#bar = new SingleBar({
        format: "  … {name} {bar} {percentage} %  {previews} previews",
        clearOnComplete: true,
        barsize: 32,
        barCompleteChar: "█",
        barIncompleteChar: "░",
      });
      this.#bar.start(100, percent, { name: this.#current?.name ?? "", previews });
    }
    this.#bar.update(percent, { previews });
  }

  end(detail = ""): void {
    const step = this.#current;
    if (!step) return;
    this.#current = undefined;
    this.#bar?.stop();
    this.#bar = undefined;
    if (this.#live) process.stdout.write("\r\u001b[K");
    const seconds = ((performance.now() - step.began) / 1000).toFixed(2).padStart(6);
    print(`${seconds} s  ${step.name}${detail ? `  (${detail})` : ""}`);
  }

  async run<T>(name: string, work: () => Promise<T>): Promise<T> {
    this.begin(name);
    const result = await work();
    this.end();
    return result;
  }

  printNote(text: string): void {
    if (this.#live && this.#current && !this.#bar) process.stdout.write("\r\u001b[K");
    print(`          ${text}`);
    if (this.#live && this.#current && !this.#bar) process.stdout.write(`  … ${this.#current.name}`);
  }

  printSummary(rows: readonly (readonly [string, string])[]): void {
    print("");
    for (const [name, value] of rows) print(`  ${name.padEnd(12)}${value}`);
    print("");
  }
}
