import { mkdtempSync, chmodSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

/** Scopes that have not ended. */
const open = new Set<Scope>();

/** Runs deferred tasks once, newest first, when a benchmark ends or is interrupted. */
export class Scope {
  readonly #tasks: (() => unknown)[] = [];
  #ended: Promise<void> | undefined;
  constructor() {
    open.add(this);
  }
  defer(task: () => unknown): void {
    this.#tasks.push(task);
  }
  end(): Promise<void> {
    this.#ended ??= this.#run();
    return this.#ended;
  }
  async #run(): Promise<void> {
    try {
      for (let task = this.#tasks.pop(); task; task = this.#tasks.pop()) await task();
    } finally {
      open.delete(this);
    }
  }
  [Symbol.asyncDispose](): Promise<void> {
    return this.end();
  }
}

/** Creates a folder that is removed when the scope ends. */
export function createTemporaryFolder(scope: Scope, prefix: string): string {
  const dir = mkdtempSync(path.join(tmpdir(), prefix));
  scope.defer(() => rmSync(dir, { recursive: true, force: true }));
  // PostgreSQL runs as another user when the benchmark runs as root.
  chmodSync(dir, 0o755);
  return dir;
}

/** On Ctrl-C and SIGTERM, ends all open scopes before the process exits. */
export function endScopesOnSignal(): void {
  let stopping = false;
  const stop = (signal: NodeJS.Signals, code: number) => {
    if (stopping) return;
    stopping = true;
    console.error(`${signal}: cleaning up …`);
    void (async () => {
      for (const scope of [...open].toReversed())
        await scope.end().catch((error: unknown) => console.error(String(error)));
      process.exit(code);
    })();
  };
  process.on("SIGINT", () => stop("SIGINT", 130));
  process.on("SIGTERM", () => stop("SIGTERM", 143));
}
