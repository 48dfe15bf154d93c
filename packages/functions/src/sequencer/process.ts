import { setTimeout as sleep } from "node:timers/promises";
import { INTENT_TOPIC } from "@pegbar/core/ledger";
import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { connection, asPlatform, log, ports } from "../ports.ts";
import { sealing } from "./sealing.ts";

/** Looks for intents at least this often; a signal wakes it at once. */
const TICK_MS = 500;
/** Events that come together become one batch under one signature; and whoever waits for a result goes first. */
const BATCH_WINDOW_MS = 20;

/** The sequencer as a process of its own: turns intents into leaves until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = ports(connection("SequencerDatabase", 2));
  const keys = sealing();
  while (!signal.aborted) {
    const woken = adapters.signals.wait(INTENT_TOPIC, TICK_MS, signal);
    try {
      await asPlatform(adapters, "sequencer", () => sequence(keys));
    } catch (error) {
      log("error", "sequencing failed, trying again", { error: String(error) });
      await sleep(TICK_MS);
    }
    if (await woken) await sleep(BATCH_WINDOW_MS);
  }
  await adapters.database.end();
}
