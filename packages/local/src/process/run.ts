import { once } from "node:events";

/**
 * Runs one process of the platform: tells the parent when it is ready, stops on SIGTERM, and goes with the parent even
 * when that was killed.
 */
export async function runProcess(start: (signal: AbortSignal, ready: () => void) => Promise<void>): Promise<void> {
  const stopping = new AbortController();
  process.once("SIGTERM", () => stopping.abort());
  process.once("SIGINT", () => stopping.abort());
  process.once("disconnect", () => stopping.abort());
  await start(stopping.signal, () => process.send?.({ type: "ready" }));
  process.exit(0);
}

/** Resolves when the process is asked to stop. */
export async function waitForAbort(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) await once(signal, "abort");
}

/** A setting that the parent passes; throws with its name when it is missing. */
export function readSetting(name: string): string {
  const value = process.env[name];
  if (value === undefined) throw new Error(`${name} is not set`);
  return value;
}
