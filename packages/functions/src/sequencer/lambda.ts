import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { cosign } from "@pegbar/core/ledger/witness.ts";
import { asPlatform, connection, ports, settled } from "../ports.ts";
import { mirroring } from "./mirror.ts";
import { sealing, witnesses } from "./sealing.ts";

const adapters = ports(connection("SequencerDatabase", 1));
const keys = sealing();
const cosigners = witnesses();
const mirror = mirroring();

/**
 * Runs once: turns the waiting intents of all tenants into leaves and signs the new heads, which witnesses cosign. A second
 * ledger that is away says so itself, and fails nothing.
 */
export async function handler(): Promise<{ leaves: number }> {
  const leaves = await asPlatform(adapters, "sequencer", async () => {
    const added = await sequence(keys);
    await Promise.allSettled([cosign(cosigners), mirror?.()]);
    return added;
  });
  await settled();
  return { leaves };
}
