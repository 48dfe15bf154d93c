import { setTimeout as sleep } from "node:timers/promises";
import { reportRun } from "@pegbar/core/platform/health";
import { PENDING_TOPIC } from "@pegbar/core/platform/record";
import { sequence } from "@pegbar/core/result/ledger/sequence.ts";
import { ForkedLog } from "@pegbar/core/result/ledger/anchor.ts";
import { SigningFailed, type Sealing } from "@pegbar/core/result/ledger/sign.ts";
import { cosign } from "@pegbar/core/result/ledger/witness.ts";
import type { ProcessPorts, Witness } from "@pegbar/core/platform/port";
import { runAsPlatform } from "../ports.ts";
import { BackgroundTask } from "./background-task.ts";

/** Delay to collect events into one batch with one signature, and to let requests for results go first. */
const BATCH_WINDOW_MS = 20;

interface Options {
  adapters: ProcessPorts;
  keys: Sealing;
  cosigners: Witness[];
  /** Copies missing records to a second ledger. */
  mirror: (() => Promise<void>) | undefined;
  /** Maximum time between two checks for pending records, in milliseconds; a signal wakes the loop immediately. */
  tickMs: number;
  /** Delay after a failure, in milliseconds. */
  retryMs: number;
  /**
   * Time at the end to wait for witnesses and the second ledger, in milliseconds. The next sequencer repeats what was
   * aborted.
   */
  stopMs: number;
}

/**
 * Appends pending records until aborted. Several may run at once, because appending locks the head of a log. Returns
 * the number of leaves, and the error of the last run if it failed.
 */
export async function run(
  { adapters, keys, cosigners, mirror, tickMs, retryMs, stopMs }: Options,
  signal: AbortSignal,
): Promise<{ leaves: number; failure: unknown }> {
  const { log, metrics } = adapters;
  const witnessing = new BackgroundTask(
    () => runAsPlatform(adapters, "sequencer", () => cosign(cosigners)),
    (error) => log("warn", "cosigning failed", { error }),
  );
  // Logs its own errors, once.
  const keeping =
    mirror &&
    new BackgroundTask(
      () => runAsPlatform(adapters, "sequencer", mirror),
      () => undefined,
    );
  let leaves = 0;
  let failure: unknown;
  // True at the start, because earlier processes may have left work.
  let failed = true;
  while (!signal.aborted) {
    const woken = adapters.signals.wait(PENDING_TOPIC, tickMs, signal);
    const before = failed;
    let added = 0;
    const began = performance.now();
    try {
      added = await runAsPlatform(adapters, "sequencer", () => sequence(keys));
      if (added > 0) {
        metrics.count("pegbar_ledger_records_total", {}, added);
        metrics.observe("pegbar_ledger_sequence_seconds", {}, (performance.now() - began) / 1000);
      }
      leaves += added;
      failed = false;
      failure = undefined;
      await runAsPlatform(adapters, "sequencer", () => reportRun("sequencer"));
      witnessing.start(true);
    } catch (error) {
      failed = true;
      failure = error;
      metrics.count("pegbar_ledger_errors_total", { reason: classify(error) });
      log("error", "sequencing failed, trying again", { error });
      await sleep(retryMs);
    }
    // A head that could not be signed is signed without new records.
    keeping?.start(added > 0 || before || failed);
    if (await woken) await sleep(BATCH_WINDOW_MS);
  }
  await Promise.race([
    Promise.all([witnessing.waitUntilIdle(), keeping?.waitUntilIdle()]),
    sleep(stopMs, undefined, { ref: false }),
  ]);
  return { leaves, failure };
}

const classify = (error: unknown): "anchor_mismatch" | "signing" | "other" => {
  if (error instanceof ForkedLog) return "anchor_mismatch";
  return error instanceof SigningFailed ? "signing" : "other";
};
