import { openConnection, createLedgerPorts } from "../ports.ts";
import { run } from "./loop.ts";
import { createMirror } from "./mirror.ts";
import { createSealing, createWitnesses } from "./sealing.ts";

const TICK_MS = 500;
const STOP_MS = 1000;

/** The sequencer as a process of its own: appends pending records until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = createLedgerPorts(openConnection("SequencerDatabase", 2));
  const keys = await createSealing();
  const options = {
    adapters,
    keys,
    cosigners: createWitnesses(),
    mirror: createMirror(),
    tickMs: TICK_MS,
    stopMs: STOP_MS,
  };
  await run(options, signal);
  await adapters.database.end();
}
