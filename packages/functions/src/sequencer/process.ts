import { collect } from "@pegbar/core/result/ledger/collect.ts";
import { processCollectors } from "@pegbar/telemetry/metric/collect.ts";
import { openConnection, createLedgerPorts, runAsPlatform } from "../ports.ts";
import { run } from "./loop.ts";
import { createMirror } from "./mirror.ts";
import { createSealing, createWitnesses } from "./sealing.ts";

/** Pending records send a signal. Witnesses and second ledgers that failed are tried again at this interval. */
const [TICK_MS, RETRY_MS] = [10_000, 500];
const STOP_MS = 1000;

/** Runs the sequencer as a process: appends pending records until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = createLedgerPorts(openConnection("SequencerDatabase", 2));
  const keys = await createSealing();
  const [cosigners, mirror] = [createWitnesses(), createMirror()];
  const tickMs = cosigners.length > 0 || mirror ? RETRY_MS : TICK_MS;
  const options = {
    adapters,
    keys,
    cosigners,
    mirror,
    tickMs,
    retryMs: RETRY_MS,
    stopMs: STOP_MS,
  };
  const removeCollector = processCollectors.add("ledger", () => runAsPlatform(adapters, "sequencer", collect));
  await run(options, signal);
  removeCollector();
  await adapters.database.end();
}
