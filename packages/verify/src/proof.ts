import { encodeUtf8 } from "./bytes.ts";
import { renameKey, type VerifierKey } from "./key.ts";
import { hashLeaf, verifyInclusion } from "./merkle.ts";
import { openCheckpoint, type Opened } from "./note.ts";
import { isObject, parseCanonical, type LogRecord } from "./record.ts";
import { parseTlogProof } from "./tlog-proof.ts";

/** A record that is proven to be in a signed log. */
export interface Proven extends Opened {
  record: LogRecord;
  index: number;
  leaf: Uint8Array;
}

/** Verifies proofs, and caches their checkpoints, because many records share one. */
export class Prover {
  readonly #log: readonly VerifierKey[];
  readonly #witnesses: readonly VerifierKey[];
  readonly #opened = new Map<string, Opened | { reason: string }>();

  constructor(log: readonly VerifierKey[], witnesses: readonly VerifierKey[]) {
    this.#log = log;
    this.#witnesses = witnesses;
  }

  /** Verifies that a record is in the log of the proof's checkpoint, and that all keys of the log signed that checkpoint. */
  prove(text: string, proofText: string): Proven | { reason: string } {
    const parsed = parseCanonical(text);
    if ("reason" in parsed) return { reason: `a record ${parsed.reason}` };
    if (!isObject(parsed.value)) return { reason: "a record is not an object" };
    const proof = parseTlogProof(proofText);
    if (!proof) return { reason: "a proof is malformed" };
    const known = this.#opened.get(proof.checkpoint) ?? this.#open(proof.checkpoint);
    this.#opened.set(proof.checkpoint, known);
    if ("reason" in known) return known;
    const leaf = hashLeaf(encodeUtf8(text));
    const { size, root } = known.checkpoint;
    if (!verifyInclusion(leaf, proof.index, size, proof.hashes, root))
      return { reason: "the record is not in the signed log" };
    return { ...known, record: parsed.value, index: proof.index, leaf };
  }

  #open(checkpoint: string): Opened | { reason: string } {
    const origin = checkpoint.slice(0, checkpoint.indexOf("\n"));
    const keys = this.#log.map((key) => renameKey(key, origin));
    if (!keys.every((key) => key !== undefined))
      return { reason: "the checkpoint belongs to another log than the key" };
    const opened = openCheckpoint(checkpoint, [...keys, ...this.#witnesses]);
    if ("reason" in opened) return opened;
    const missing = keys.find((key) => !opened.signedBy.some((one) => one.key === key));
    if (missing) return { reason: `the checkpoint is not signed by ${missing.name} (${missing.algorithm})` };
    return opened;
  }
}
