import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { asPlatform, connection, ports, settled } from "../ports.ts";
import { sealing } from "./sealing.ts";

const adapters = ports(connection("SequencerDatabase", 1));
const keys = sealing();

/** Runs once: turns the waiting intents of all tenants into leaves and signs the new heads. */
export async function handler(): Promise<{ leaves: number }> {
  const leaves = await asPlatform(adapters, "sequencer", () => sequence(keys));
  await settled();
  return { leaves };
}
