import { equal } from "@pegbar/verify";
import type { dom } from "ion-js";
import { dot, ionHash, merkle } from "./hash.ts";
import { field, hash, items, text, readInteger } from "./ion.ts";
import { readRevision, type Revision } from "./revision.ts";

export interface Block {
  strandId: string;
  sequenceNo: number;
  transactionId: string;
  previous: Uint8Array;
  hash: Uint8Array;
  revisions: Revision[];
}

export const addressOf = (value: dom.Value) => {
  const address = field(value, "blockAddress");
  return { strandId: text(field(address, "strandId")), sequenceNo: readInteger(field(address, "sequenceNo")) };
};

/**
 * Reads a journal block, of an export or of a stream's BLOCK_SUMMARY, whose hashes must follow from what it says. Whether
 * the block before is the one it names is not looked at here.
 */
export function readBlock(value: dom.Value): Block {
  const address = addressOf(value);
  const transactionId = text(field(value, "transactionId"));
  const list = items(field(value, "entriesHashList")).map(hash);
  const listed = (entry: Uint8Array) => list.some((one) => equal(one, entry));
  const revisions = [
    ...items(value.get("revisions")).map((one) => {
      const revision = readRevision(one);
      if (revision.kind !== "hidden") assertPlace(revision, addressOf(one), { ...address, transactionId });
      return revision;
    }),
    // A stream brings the revisions apart; here are their hashes.
    ...items(value.get("revisionSummaries")).map((summary): Revision => ({
      hash: hash(field(summary, "hash")),
      kind: "hidden",
      txId: undefined,
    })),
  ];
  for (const name of ["transactionInfo", "redactionInfo"]) {
    const info = value.get(name);
    if (info && !listed(ionHash(info))) throw new TypeError(`${name} is not in entriesHashList`);
  }
  if (revisions.length > 0 && !listed(merkle(revisions.map((one) => one.hash))))
    throw new TypeError("the revisions are not in entriesHashList");
  const entries = hash(field(value, "entriesHash"));
  if (!equal(merkle(list), entries)) throw new TypeError("entriesHash is not that of entriesHashList");
  const previous = hash(field(value, "previousBlockHash"));
  const own = hash(field(value, "blockHash"));
  if (!equal(dot(entries, previous), own)) throw new TypeError("blockHash is not that of the block");
  return { ...address, transactionId, previous, hash: own, revisions };
}

/** The block's hash covers neither its address nor its transaction's id; what the revision says must be the same. */
export function assertPlace(
  { txId }: Revision,
  at: ReturnType<typeof addressOf>,
  block: Pick<Block, "strandId" | "sequenceNo" | "transactionId">,
): void {
  if (at.strandId !== block.strandId || at.sequenceNo !== block.sequenceNo)
    throw new TypeError("a revision says that it is of another block");
  if (txId !== block.transactionId) throw new TypeError("a revision is of another transaction");
}
