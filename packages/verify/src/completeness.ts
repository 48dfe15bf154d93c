import { toHex } from "./bytes.ts";
import type { Proven } from "./proof.ts";
import { isObject } from "./record.ts";

/**
 * Checks that the records are all generations of a shot. Each generation has its number in the shot and the hash of the
 * previous one; the last record has their number at the time when it was written.
 * @returns why they are incomplete; undefined if they are complete
 */
export function findIncompleteness(all: readonly Proven[]): string | undefined {
  // Records of later erasures follow the list.
  const told = all.filter(({ record }) => record["type"] !== "redacted");
  const listing = told.at(-1);
  const records = told.slice(0, -1);
  if (listing?.record["type"] !== "shot.listed") return "the certificate does not end with the shot's list of results";
  const { shotId, count, last } = listing.record;
  if (typeof shotId !== "string") return "the shot's list of results names no shot";
  const generated = records.filter(({ record }) => record["type"] === "asset.generated");
  let previous: string | null = null;
  for (const [at, { record, leaf }] of generated.entries()) {
    const chain = record["chain"];
    if (typeof record["assetId"] !== "string") return "a generation names no asset";
    if (!isObject(chain) || chain["shotId"] !== shotId) return "a record belongs to another shot";
    if (chain["number"] !== at + 1) return `generation ${at + 1} of the shot is missing`;
    if (chain["previous"] !== previous) return `generation ${at + 1} does not follow the previous one`;
    previous = toHex(leaf);
  }
  if (count !== generated.length)
    return `the shot has ${String(count)} generations, the certificate ${generated.length}`;
  if (last !== previous) return "the last generation is not the shot's last";
  const assets = new Set(generated.map(({ record }) => record["assetId"]));
  if (!records.every(({ record }) => assets.has(record["assetId"]))) return "a record belongs to another shot's result";
  return undefined;
}
