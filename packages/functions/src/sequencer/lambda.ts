import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { cosign } from "@pegbar/core/ledger/witness.ts";
import { asPlatform, connection, ports, settled } from "../ports.ts";
import { sealing, witnesses } from "./sealing.ts";

const adapters = ports(connection("SequencerDatabase", 1));
const keys = sealing();
const cosigners = witnesses();

/** Runs once: turns the waiting intents of all tenants into leaves and signs the new heads, which witnesses cosign. */
export async function handler(): Promise<{ leaves: number }> {
  const leaves = await asPlatform(adapters, "sequencer", async () => {
    const added = await sequence(keys);
    await cosign(cosigners);
    return added;
  });
  await settled();
  return { leaves };
}
