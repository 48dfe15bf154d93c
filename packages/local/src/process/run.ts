import { once } from "node:events";

/**
 * Runs a process of the platform: notifies the parent when it is ready, stops on SIGTERM, and exits with the parent, even
 * if that was killed.
 */
export async function runProcess(start: (signal: AbortSignal, ready: () => void) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort());
  process.once("SIGINT", () => stopping.abort());
  process.once("disconnect", () => stopping.abort());
  await start(stopping.signal, () => process.send?.({ type: "ready" }));
  process.exit(0);
}

/** Resolves when `signal` aborts. */
export async function waitForAbort(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** Reads an environment variable that the parent sets. @throws Error if it is missing */
export function readSetting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set.`);
  return value;
}
