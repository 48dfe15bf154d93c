import { parseVerifierKey } from "@pegbar/verify";
import type { Ledger } from "./queries.ts";

export interface WitnessRow {
  name: string;
  /** Records of the platform's log that all of its keys have cosigned. */
  size: number;
  /** Records that it has not cosigned yet. */
  behind: number;
  /** When it last signed. */
  at: string;
}

/** Witnesses by name: one has a cosignature for each of its keys, and the oldest of them counts. */
export function listWitnesses({ platform, witnesses }: Pick<Ledger, "platform" | "witnesses">): WitnessRow[] {
  const rows = new Map<string, WitnessRow>();
  for (const { key, size, at } of witnesses) {
    const name = parseVerifierKey(key)?.name ?? key;
    const other = rows.get(name);
    if (other && other.size <= size) continue;
    rows.set(name, { name, size, at, behind: Math.max(0, (platform?.size ?? size) - size) });
  }
  return [...rows.values()].toSorted((a, b) => a.name.localeCompare(b.name));
}
