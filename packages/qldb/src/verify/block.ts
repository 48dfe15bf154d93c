import { isEqual } from "@pegbar/verify";
import type { dom } from "ion-js";
import { dot, hashIon, computeMerkleRoot } from "./hash.ts";
import { getField, hash, listItems, readText, readInteger } from "./ion.ts";
import { readRevision, type Revision } from "./revision.ts";

export interface Block {
  strandId: string;
  sequenceNo: number;
  transactionId: string;
  previous: Uint8Array;
  hash: Uint8Array;
  revisions: Revision[];
}

export const parseAddress = (value: dom.Value) => {
  const address = getField(value, "blockAddress");
  return {
    strandId: readText(getField(address, "strandId")),
    sequenceNo: readInteger(getField(address, "sequenceNo")),
  };
};

/**
 * Reads a journal block of an export or of a stream's BLOCK_SUMMARY, and verifies its hashes. Does not check that the
 * previous block is the one that it names.
 */
export function readBlock(value: dom.Value): Block {
  const address = parseAddress(value);
  const transactionId = readText(getField(value, "transactionId"));
  const list = listItems(getField(value, "entriesHashList")).map(hash);
  const isListed = (entry: Uint8Array) => list.some((one) => isEqual(one, entry));
  const revisions = [
    ...listItems(value.get("revisions")).map((one) => {
      const revision = readRevision(one);
      if (revision.kind !== "hidden") assertPlace(revision, parseAddress(one), { ...address, transactionId });
      return revision;
    }),
    // A stream contains the revisions separately; these are their hashes.
    ...listItems(value.get("revisionSummaries")).map((summary): Revision => ({
      hash: hash(getField(summary, "hash")),
      kind: "hidden",
      txId: undefined,
    })),
  ];
  for (const name of ["transactionInfo", "redactionInfo"]) {
    const info = value.get(name);
    if (info && !isListed(hashIon(info))) throw new TypeError(`${name} is not in entriesHashList`);
  }
  if (revisions.length > 0 && !isListed(computeMerkleRoot(revisions.map((one) => one.hash))))
    throw new TypeError("the revisions are not in entriesHashList");
  const entries = hash(getField(value, "entriesHash"));
  if (!isEqual(computeMerkleRoot(list), entries)) throw new TypeError("entriesHash is not that of entriesHashList");
  const previous = hash(getField(value, "previousBlockHash"));
  const own = hash(getField(value, "blockHash"));
  if (!isEqual(dot(entries, previous), own)) throw new TypeError("blockHash is not that of the block");
  return { ...address, transactionId, previous, hash: own, revisions };
}

/** Checks address and transaction id against the revision, because the block's hash covers neither. */
export function assertPlace(
  { txId }: Revision,
  at: ReturnType<typeof parseAddress>,
  block: Pick<Block, "strandId" | "sequenceNo" | "transactionId">,
): void {
  if (at.strandId !== block.strandId || at.sequenceNo !== block.sequenceNo)
    throw new TypeError("a revision belongs to another block");
  if (txId !== block.transactionId) throw new TypeError("a revision is of another transaction");
}
