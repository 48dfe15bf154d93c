import { PegbarError, type Pegbar } from "@pegbar/sdk";
import { CliError } from "../exit.ts";
import type { Outage } from "./outage.ts";

/** Delays between tries while Pegbar cannot be reached, in milliseconds. */
const FIRST_DELAY_MS = 500;
const LONGEST_DELAY_MS = 15_000;

/** A connection to Pegbar that outlasts network loss, a sleeping laptop and an expired sign-in. */
export interface Connection {
  readonly client: Pegbar;
  readonly signal: AbortSignal;
  readonly outage: Outage;
  /** Prints a line for the artist. */
  readonly note: (text: string) => void;
}

/** Whether a later try may succeed. */
export const isPassing = (error: unknown): boolean => {
  if (error instanceof CliError) return error.exit === "signedOut";
  if (!(error instanceof PegbarError)) return false;
  return (
    ["network", "unexpected_answer"].includes(error.code) ||
    [0, 401, 408, 429].includes(error.status) ||
    error.status >= 500
  );
};

/** Waits; rejects when the signal fires. */
export function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason as Error);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}

/**
 * Repeats an idempotent call until Pegbar has answered it, however long that takes. Tells the first failure only.
 * @throws what Pegbar refused, or the signal's reason
 */
export async function persist<T>({ signal, outage }: Connection, call: () => Promise<T>): Promise<T> {
  for (let failures = 0; ; failures++) {
    try {
      const result = await call();
      if (failures > 0) outage.end();
      return result;
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      if (!isPassing(error)) throw error;
      if (failures === 0) outage.report(error);
      await pause(Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(failures, 10)), signal);
    }
  }
}
