import { SIGNAL_CHANNEL, type Connection } from "../database/index.ts";
import type { Log, Signals } from "../port/index.ts";

/** Maximum wait while the listening connection is lost, in milliseconds. */
const MAX_DEAF_MS = 500;

/**
 * Waits for PostgreSQL notifications on one listening connection, which the first wait opens. If the connection is
 * lost, every waiter is woken, since it may have missed a notification, and waits are short until it is back.
 */
export function createPostgresSignals(connection: Pick<Connection, "listen">, log: Log): Signals {
  const waiters = new Map<string, Set<() => void>>();
  let listening: Promise<unknown> | undefined;
  let isListening = false;
  const wake = (topic: string) => waiters.get(topic)?.forEach((waiter) => waiter());
  const wakeAll = () => [...waiters.keys()].forEach(wake);
  const onLost = () => {
    log("warn", "the listening connection was lost, reconnecting", {});
    listening = undefined;
    isListening = false;
    wakeAll();
  };
  const listen = () =>
    connection.listen(SIGNAL_CHANNEL, wake, onLost).then(
      () => {
        isListening = true;
        // Notifications that were sent before may have been missed.
        wakeAll();
      },
      (error: unknown) => {
        log("warn", "cannot listen for notifications, trying again", { error });
        listening = undefined;
      },
    );
  return {
    wait(topic, milliseconds, signal) {
      listening ??= listen();
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
        const timer = setTimeout(() => finish(false), isListening ? milliseconds : Math.min(milliseconds, MAX_DEAF_MS));
        waiters.set(topic, (waiters.get(topic) ?? new Set()).add(onSignal));
        signal?.addEventListener("abort", onAbort, { once: true });
        if (signal?.aborted) finish(false);
      });
    },
  };
}
