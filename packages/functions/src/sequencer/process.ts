import { connection, ledgerPorts } from "../ports.ts";
import { run } from "./loop.ts";
import { mirroring } from "./mirror.ts";
import { sealing, witnesses } from "./sealing.ts";

const TICK_MS = 500;
const STOP_MS = 1000;

/** The sequencer as a process of its own: appends pending records until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = ledgerPorts(connection("SequencerDatabase", 2));
  const keys = await sealing();
  const options = { adapters, keys, cosigners: witnesses(), mirror: mirroring(), tickMs: TICK_MS, stopMs: STOP_MS };
  await run(options, signal);
  await adapters.database.end();
}
