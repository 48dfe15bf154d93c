import { SIGNAL_CHANNEL, type Connection } from "../database/index.ts";
import type { Log, Signals } from "../port/index.ts";

/**
 * Waits for PostgreSQL's notifications, on one listening connection that the first wait opens. While it cannot be opened,
 * every wait lasts its full time.
 */
export function postgresSignals(connection: Pick<Connection, "listen">, log: Log): Signals {
  const waiters = new Map<string, Set<() => void>>();
  let listening: Promise<unknown> | undefined;
  const wake = (topic: string) => waiters.get(topic)?.forEach((waiter) => waiter());
  return {
    async wait(topic, milliseconds, signal) {
      listening ??= connection.listen(SIGNAL_CHANNEL, wake).catch((error: unknown) => {
        log("warn", "cannot listen to notifications, trying again", { error: String(error) });
        listening = undefined;
      });
      return new Promise((resolve) => {
        const finish = (woken: boolean) => {
          clearTimeout(timer);
          signal?.removeEventListener("abort", onAbort);
          const group = waiters.get(topic);
          group?.delete(onSignal);
          if (group?.size === 0) waiters.delete(topic);
          resolve(woken);
        };
        const onSignal = () => finish(true);
        const onAbort = () => finish(false);
        const timer = setTimeout(() => finish(false), milliseconds);
        waiters.set(topic, (waiters.get(topic) ?? new Set()).add(onSignal));
        signal?.addEventListener("abort", onAbort, { once: true });
        if (signal?.aborted) finish(false);
      });
    },
  };
}
