import { setTimeout as sleep } from "node:timers/promises";
import { INTENT_TOPIC } from "@pegbar/core/ledger";
import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { cosign } from "@pegbar/core/ledger/witness.ts";
import { connection, asPlatform, log, ports } from "../ports.ts";
import { sealing, witnesses } from "./sealing.ts";

/** Looks for intents at least this often; a signal wakes it at once. */
const TICK_MS = 500;
/** Events that come together become one batch under one signature; and whoever waits for a result goes first. */
const BATCH_WINDOW_MS = 20;

/** The sequencer as a process of its own: turns intents into leaves until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = ports(connection("SequencerDatabase", 2));
  const keys = sealing();
  const cosigners = witnesses();
  // Beside the loop: a witness that is slow holds up no record.
  let cosigning: Promise<void> | undefined;
  const askWitnesses = () => {
    cosigning ??= asPlatform(adapters, "sequencer", () => cosign(cosigners))
      .catch((error: unknown) => log("warn", "the witnesses were not asked", { error: String(error) }))
      .finally(() => (cosigning = undefined));
  };
  while (!signal.aborted) {
    const woken = adapters.signals.wait(INTENT_TOPIC, TICK_MS, signal);
    try {
      await asPlatform(adapters, "sequencer", () => sequence(keys));
      askWitnesses();
    } catch (error) {
      log("error", "sequencing failed, trying again", { error: String(error) });
      await sleep(TICK_MS);
    }
    if (await woken) await sleep(BATCH_WINDOW_MS);
  }
  await cosigning;
  await adapters.database.end();
}
