import { setTimeout as sleep } from "node:timers/promises";
import { INTENT_TOPIC } from "@pegbar/core/ledger";
import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { cosign } from "@pegbar/core/ledger/witness.ts";
import { connection, asPlatform, log, ports } from "../ports.ts";
import { Beside } from "./beside.ts";
import { mirroring } from "./mirror.ts";
import { sealing, witnesses } from "./sealing.ts";

/** Looks for intents at least this often; a signal wakes it at once. */
const TICK_MS = 500;
/** Events that come together become one batch under one signature; and whoever waits for a result goes first. */
const BATCH_WINDOW_MS = 20;
/** What is under way at the end may be given up: the next sequencer does it again. */
const STOP_MS = 1000;

/** The sequencer as a process of its own: turns intents into leaves until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = ports(connection("SequencerDatabase", 2));
  const keys = sealing();
  const cosigners = witnesses();
  const mirror = mirroring();
  const witnessing = new Beside(
    () => asPlatform(adapters, "sequencer", () => cosign(cosigners)),
    (error) => log("warn", "the witnesses were not asked", { error: String(error) }),
  );
  // Says itself what fails, and says it once.
  const keeping =
    mirror &&
    new Beside(
      () => asPlatform(adapters, "sequencer", mirror),
      () => undefined,
    );
  // What was left undone before the start is not known either.
  let failed = true;
  while (!signal.aborted) {
    const woken = adapters.signals.wait(INTENT_TOPIC, TICK_MS, signal);
    const before = failed;
    let added = 0;
    try {
      added = await asPlatform(adapters, "sequencer", () => sequence(keys));
      failed = false;
      witnessing.begin(true);
    } catch (error) {
      failed = true;
      log("error", "sequencing failed, trying again", { error: String(error) });
      await sleep(TICK_MS);
    }
    // A head that could not be signed is signed without a new record.
    keeping?.begin(added > 0 || before || failed);
    if (await woken) await sleep(BATCH_WINDOW_MS);
  }
  await Promise.race([
    Promise.all([witnessing.settled(), keeping?.settled()]),
    sleep(STOP_MS, undefined, { ref: false }),
  ]);
  await adapters.database.end();
}
