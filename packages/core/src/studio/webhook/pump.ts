import * as Context from "../../platform/context.ts";
import { send, take } from "./send.ts";

interface Pump {
  /** Tries under way at the same time. */
  atOnce: number;
  tickMs: number;
  /** Whether to end when nothing is due and nothing under way. */
  untilIdle: boolean;
  signal: AbortSignal;
}

/**
 * Sends what is due until aborted, and waits for what is under way then. A slow receiver holds its own places alone:
 * whenever one is free, it is filled. Runs as the webhook role; returns how many tries it made.
 */
export async function pump({ atOnce, tickMs, untilIdle, signal }: Pump): Promise<number> {
  const reportFailure = (error: unknown) =>
    Context.ports().log("error", "sending webhooks failed, trying again", { error: String(error) });
  const busy = new Set<Promise<void>>();
  let [tries, wake] = [0, () => {}];
  signal.addEventListener("abort", () => wake(), { once: true });
  while (!signal.aborted) {
    const taken =
      busy.size < atOnce
        ? await take(atOnce - busy.size).catch((error: unknown) => {
            reportFailure(error);
            return [];
          })
        : [];
    for (const one of taken) {
      const sending: Promise<void> = send(one)
        .catch(reportFailure)
        .finally(() => {
          busy.delete(sending);
          wake();
        });
      busy.add(sending);
    }
    tries += taken.length;
    if (untilIdle && busy.size === 0) break;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, tickMs);
      wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
  await Promise.all(busy);
  return tries;
}
