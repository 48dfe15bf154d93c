import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { openCheckpoint, type Checkpoint, type VerifierKey } from "@pegbar/verify";
import { writeDurably } from "./durable.ts";

/** The stored state is damaged. The witness signs nothing for that log until an operator repairs it. */
class DamagedState extends Error {
  override name = "DamagedState";
}

/**
 * The newest cosigned checkpoint of each log, in one file per log, with the signatures of the log and the witness. A
 * file without the witness's signatures was not written here.
 */
export class State {
  readonly #dir: string;
  readonly #keys: readonly VerifierKey[];
  /** Checkpoints that were written, or read and verified, by file. */
  readonly #good = new Map<string, { note: string; checkpoint: Checkpoint }>();

  constructor(dir: string, keys: readonly VerifierKey[]) {
    this.#dir = join(dir, "checkpoints");
    this.#keys = keys;
    if (!existsSync(this.#dir)) mkdirSync(this.#dir, { mode: 0o700 });
  }

  /** Throws for the first file that is damaged. */
  demandWhole(): void {
    for (const name of readdirSync(this.#dir).filter((one) => /^[0-9a-f]{64}$/.test(one))) this.#read(name);
  }

  /** The note by the hash of the log's origin. */
  note(hash: string): string | undefined {
    return this.#read(hash)?.note;
  }

  /** Throws for a damaged file. Treating it as missing would forget what was signed. */
  newest(origin: string): Checkpoint | undefined {
    return this.#read(hashOf(origin))?.checkpoint;
  }

  keep(checkpoint: Checkpoint, note: string): void {
    const hash = hashOf(checkpoint.origin);
    writeDurably(join(this.#dir, hash), note, 0o600);
    this.#good.set(hash, { note, checkpoint });
  }

  #read(hash: string): { note: string; checkpoint: Checkpoint } | undefined {
    const note = readText(join(this.#dir, hash));
    if (note === undefined) {
      if (this.#good.has(hash)) throw this.#damaged(hash, "it is gone");
      return undefined;
    }
    const known = this.#good.get(hash);
    if (known?.note === note) return known;
    const opened = openCheckpoint(note, this.#keys);
    if ("reason" in opened) throw this.#damaged(hash, opened.reason);
    if (opened.signedBy.length < this.#keys.length)
      throw this.#damaged(hash, "it does not carry the cosignatures of this directory's keys");
    const { checkpoint } = opened;
    if (hashOf(checkpoint.origin) !== hash) throw this.#damaged(hash, `it is of another log, ${checkpoint.origin}`);
    const good = { note, checkpoint };
    this.#good.set(hash, good);
    return good;
  }

  #damaged(hash: string, why: string): DamagedState {
    return new DamagedState(
      `${join(this.#dir, hash)} cannot be relied on: ${why}. Nothing is signed. ` +
        "Without an equally new copy, start an empty directory with a new name",
    );
  }
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}

const hashOf = (origin: string): string => createHash("sha256").update(origin).digest("hex");
