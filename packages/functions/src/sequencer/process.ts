import { connection, ledgerPorts } from "../ports.ts";
import { run } from "./loop.ts";
import { mirroring } from "./mirror.ts";
import { sealing, witnesses } from "./sealing.ts";

/** Pending records send a signal. Witnesses and second ledgers that failed are tried again at this interval. */
const [TICK_MS, RETRY_MS] = [10_000, 500];
const STOP_MS = 1000;

/** The sequencer as a process of its own: appends pending records until aborted. */
export async function main(signal: AbortSignal): Promise<void> {
  const adapters = ledgerPorts(connection("SequencerDatabase", 2));
  const keys = await sealing();
  const [cosigners, mirror] = [witnesses(), mirroring()];
  const tickMs = cosigners.length > 0 || mirror ? RETRY_MS : TICK_MS;
  const options = { adapters, keys, cosigners, mirror, tickMs, retryMs: RETRY_MS, stopMs: STOP_MS };
  await run(options, signal);
  await adapters.database.end();
}
