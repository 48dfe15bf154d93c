import { setTimeout as sleep } from "node:timers/promises";
import { PENDING_TOPIC } from "@pegbar/core/platform/record";
import { sequence } from "@pegbar/core/result/ledger/sequence.ts";
import type { Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { cosign } from "@pegbar/core/result/ledger/witness.ts";
import type { ProcessPorts, Witness } from "@pegbar/core/platform/port";
import { asPlatform, log } from "../ports.ts";
import { BackgroundTask } from "./background-task.ts";

/** Delay to collect events into one batch with one signature, and to let requests for results go first. */
const BATCH_WINDOW_MS = 20;

interface Options {
  adapters: ProcessPorts;
  keys: Sealing;
  cosigners: Witness[];
  /** Hands a second ledger what it lacks. */
  mirror: (() => Promise<void>) | undefined;
  /** Checks for pending records at least this often, in milliseconds; a signal wakes it at once. */
  tickMs: number;
  /** Waits this long after a failure. */
  retryMs: number;
  /** At the end this long is waited for witnesses and second ledger; what is given up, the next sequencer does again. */
  stopMs: number;
}

/**
 * Appends pending records until aborted. Several may run at once: whoever appends to a log holds its head. Answers with the
 * number of leaves, and with the error of the last try if that failed.
 */
export async function run(
  { adapters, keys, cosigners, mirror, tickMs, retryMs, stopMs }: Options,
  signal: AbortSignal,
): Promise<{ leaves: number; failure: unknown }> {
  const witnessing = new BackgroundTask(
    () => asPlatform(adapters, "sequencer", () => cosign(cosigners)),
    (error) => log("warn", "the witnesses were not asked", { error: String(error) }),
  );
  // Logs its own errors, once.
  const keeping =
    mirror &&
    new BackgroundTask(
      () => asPlatform(adapters, "sequencer", mirror),
      () => undefined,
    );
  let leaves = 0;
  let failure: unknown;
  // What was left undone before the start is not known either.
  let failed = true;
  while (!signal.aborted) {
    const woken = adapters.signals.wait(PENDING_TOPIC, tickMs, signal);
    const before = failed;
    let added = 0;
    try {
      added = await asPlatform(adapters, "sequencer", () => sequence(keys));
      leaves += added;
      failed = false;
      failure = undefined;
      witnessing.start(true);
    } catch (error) {
      failed = true;
      failure = error;
      log("error", "sequencing failed, trying again", { error: String(error) });
      await sleep(retryMs);
    }
    // A head that could not be signed is signed without a new record.
    keeping?.start(added > 0 || before || failed);
    if (await woken) await sleep(BATCH_WINDOW_MS);
  }
  await Promise.race([
    Promise.all([witnessing.waitUntilIdle(), keeping?.waitUntilIdle()]),
    sleep(stopMs, undefined, { ref: false }),
  ]);
  return { leaves, failure };
}
