import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";

export interface QueueOptions {
  folder: string;
  /** Called with one body after the other, never with two at once. */
  handle: (body: string) => Promise<void>;
  log: (message: string) => void;
  /** Wait after the first failure, in milliseconds; doubled after each further one. Default: 5 s. */
  firstWaitMs?: number;
}

const LONGEST_WAIT_MS = 3_600_000;
/** After this time an event is moved to `failed`. */
const GIVE_UP_MS = 48 * 3_600_000;

/**
 * Events that are not handled yet, a file each, so that a restart loses none. A failed one is tried again for two days
 * while others continue, and is then moved to `failed`: move it back to try it again.
 */
export class EventQueue {
  readonly #options: QueueOptions;
  readonly #failures = new Map<string, { count: number; nextMs: number }>();
  #running: Promise<void> | undefined;
  #timer: NodeJS.Timeout | undefined;
  #added = false;
  #stopped = false;

  constructor(options: QueueOptions) {
    this.#options = options;
  }

  /** Stores an event, durably, before its delivery is acknowledged. The same id is the same event. */
  async add(id: string, body: string): Promise<void> {
    const { folder } = this.#options;
    await mkdir(path.join(folder, "failed"), { recursive: true });
    const file = path.join(folder, `${id.replaceAll(/[^\w-]/g, "_")}.json`);
    await writeFile(`${file}.part`, body, { flush: true });
    await rename(`${file}.part`, file);
    this.run();
  }

  /** Handles what is due. Called after a start; later calls happen by themselves. */
  run(): void {
    this.#added = true;
    clearTimeout(this.#timer);
    if (this.#stopped || this.#running) return;
    this.#running = this.#drain()
      .catch((error: unknown) =>
        this.#options.log(`The queue ${this.#options.folder} cannot be read: ${String(error)}`),
      )
      .finally(() => {
        this.#running = undefined;
        if (this.#stopped) return;
        if (this.#added) return this.run();
        const next = Math.min(...[...this.#failures.values()].map(({ nextMs }) => nextMs));
        if (Number.isFinite(next)) this.#timer = setTimeout(() => this.run(), Math.max(0, next - Date.now()));
      });
  }

  /** Waits for the event that is being handled. */
  async stop(): Promise<void> {
    this.#stopped = true;
    clearTimeout(this.#timer);
    await this.#running;
  }

  async #drain(): Promise<void> {
    this.#added = false;
    const { folder } = this.#options;
    await mkdir(path.join(folder, "failed"), { recursive: true });
    for (const name of (await readdir(folder)).filter((one) => one.endsWith(".json")).sort()) {
      if (this.#stopped) return;
      if ((this.#failures.get(name)?.nextMs ?? 0) <= Date.now()) await this.#handle(path.join(folder, name), name);
    }
  }

  async #handle(file: string, name: string): Promise<void> {
    const { handle, log, folder, firstWaitMs = 5000 } = this.#options;
    try {
      await handle(await readFile(file, "utf8"));
      await rm(file);
      this.#failures.delete(name);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      const count = (this.#failures.get(name)?.count ?? 0) + 1;
      const wait = Math.min(firstWaitMs * 2 ** (count - 1), LONGEST_WAIT_MS);
      if (Date.now() - (await stat(file)).mtimeMs > GIVE_UP_MS) {
        await rename(file, path.join(folder, "failed", name));
        this.#failures.delete(name);
        return log(`${name} is given up: ${message}`);
      }
      this.#failures.set(name, { count, nextMs: Date.now() + wait });
      log(`${name} failed, next attempt in ${Math.round(wait / 1000)} s: ${message}`);
    }
  }
}
