import { dumpText, load, type dom } from "ion-js";
import { dot, hashIon, computeLevels, computeMerkleRoot } from "../../src/verify/index.ts";
import { newId } from "./id.ts";
import { Refusal } from "./refusal.ts";

export interface Address {
  strandId: string;
  sequenceNo: number;
}

/** A document in a block of the journal. */
export interface Revision {
  blockAddress: Address;
  hash: Uint8Array;
  data: dom.Value;
  metadata: { id: string; version: number; txTime: Date; txId: string };
}

interface Block {
  content: Record<string, unknown>;
  hash: Uint8Array;
  entries: Uint8Array[];
  previous: Uint8Array;
  revisions: Revision[];
}

/** Changes of a transaction. */
export interface Commit {
  transactionId: string;
  info: unknown;
  documents: { id: string; version: number; data: dom.Value }[];
}

/** The blocks of a ledger, each with the hash of the previous one. */
export class Journal {
  readonly #strandId = newId();
  readonly #blocks: Block[] = [];

  append({ transactionId, info, documents }: Commit): Revision[] {
    const txTime = new Date();
    const blockAddress = { strandId: this.#strandId, sequenceNo: this.#blocks.length };
    const revisions = documents.map(({ id, version, data }): Revision => {
      const metadata = { id, version, txTime, txId: transactionId };
      return { blockAddress, hash: dot(hashOf(metadata), hashIon(data)), data, metadata };
    });
    const previous = this.#blocks.at(-1)?.hash ?? new Uint8Array();
    const entries = [hashOf(info), computeMerkleRoot(revisions.map((one) => one.hash))];
    const entriesHash = computeMerkleRoot(entries);
    const hash = dot(entriesHash, previous);
    const content = {
      blockAddress,
      transactionId,
      blockTimestamp: txTime,
      blockHash: hash,
      entriesHash,
      previousBlockHash: previous,
      entriesHashList: entries,
      transactionInfo: info,
      revisions,
    };
    this.#blocks.push({ content, hash, entries, previous, revisions });
    return revisions;
  }

  /** Root over the blocks' hashes, and the last of them. */
  digest(): { digest: Uint8Array; tip: Address } {
    if (this.#blocks.length === 0) throw new Refusal("InvalidParameterException", "the journal is empty");
    const tip = { strandId: this.#strandId, sequenceNo: this.#blocks.length - 1 };
    return { digest: computeMerkleRoot(this.#blocks.map(({ hash }) => hash)), tip };
  }

  /** A revision, and the hashes from its own to the digest at a tip. */
  prove(address: Address, documentId: string, tip: Address): { revision: Revision; path: Uint8Array[] } {
    const block = this.#blocks[address.sequenceNo];
    const at = block?.revisions.findIndex(({ metadata }) => metadata.id === documentId) ?? -1;
    const revision = block?.revisions[at];
    const known = [address, tip].every(({ strandId }) => strandId === this.#strandId);
    if (!block || !revision || !known || tip.sequenceNo < address.sequenceNo || tip.sequenceNo >= this.#blocks.length)
      throw new Refusal("InvalidParameterException", "there is no such revision under that tip");
    const blocks = this.#blocks.slice(0, tip.sequenceNo + 1).map(({ hash }) => hash);
    return {
      revision,
      path: [
        ...siblings(
          block.revisions.map(({ hash }) => hash),
          at,
        ),
        ...siblings(block.entries, 1),
        ...(block.previous.length > 0 ? [block.previous] : []),
        ...siblings(blocks, address.sequenceNo),
      ],
    };
  }

  /** All blocks as in an export, one per line. */
  exported(): string {
    return this.#blocks.map(({ content }) => `${dumpText(content)}\n`).join("");
  }
}

const hashOf = (value: unknown): Uint8Array => hashIon(ionOf(value));

/** Parsed again, because the serialized form is what is hashed. */
function ionOf(value: unknown): dom.Value {
  const made = load(dumpText(value));
  if (!made) throw new TypeError("this has no form in Ion");
  return made;
}

function siblings(leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return computeLevels(leaves).flatMap((level, depth) => {
    const sibling = level[Math.floor(index / 2 ** depth) ^ 1];
    return sibling ? [sibling] : [];
  });
}
