import { fileSigner } from "@pegbar/core/adapter";
import { sequence } from "@pegbar/core/ledger/sequence.ts";
import { asPlatform, connection, ports, settled } from "../ports.ts";
import { resource } from "../resource.ts";

const adapters = ports(connection("SequencerDatabase", 1));
const { name, file } = resource("LogKey");

/** Runs once: turns the waiting intents of all tenants into leaves and signs the new heads. */
export async function handler(): Promise<{ leaves: number }> {
  if (file === undefined) throw new Error("SST_RESOURCE_LogKey names no key file");
  const leaves = await asPlatform(adapters, "sequencer", () => sequence(fileSigner(name, file)));
  await settled();
  return { leaves };
}
