import { collect } from "@pegbar/core/result/ledger/collect.ts";
import { flushTelemetry } from "../lambda-telemetry.ts";
import { openConnection, createLedgerPorts, runAsPlatform, waitForBackground } from "../ports.ts";
import { run } from "./loop.ts";
import { createMirror } from "./mirror.ts";
import { RUN_MS } from "./run-time.ts";
import { createSealing, createWitnesses } from "./sealing.ts";

/** Time reserved at the end for the last batch and background work. */
const MARGIN_MS = 15_000;
const TICK_MS = 1000;
const STOP_MS = 5000;

const options = {
  adapters: createLedgerPorts(openConnection("SequencerDatabase", 1)),
  keys: await createSealing(),
  cosigners: createWitnesses(),
  mirror: createMirror(),
  tickMs: TICK_MS,
  retryMs: TICK_MS,
  stopMs: STOP_MS,
};

/** Starts every minute and runs slightly longer: appends the records of all tenants as they arrive. */
export async function handler(
  _event: unknown,
  context: { getRemainingTimeInMillis: () => number },
): Promise<{ leaves: number }> {
  const milliseconds = Math.max(0, Math.min(RUN_MS, context.getRemainingTimeInMillis() - MARGIN_MS));
  const { leaves, failure } = await run(options, AbortSignal.timeout(milliseconds));
  await runAsPlatform(options.adapters, "sequencer", collect);
  await waitForBackground();
  await flushTelemetry();
  // Only the last error counts for the alarm, because earlier ones were followed by a successful run.
  if (failure !== undefined) throw new Error("the sequencer ended with a failure", { cause: failure });
  return { leaves };
}
