import { createHash } from "node:crypto";
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseCheckpoint, parseNote, type Checkpoint } from "@pegbar/verify";
import { writeDurably } from "./durable.ts";

/** The newest checkpoint that was cosigned of each log, a file each. */
export class State {
  readonly #dir: string;

  constructor(dir: string) {
    this.#dir = join(dir, "checkpoints");
    mkdirSync(this.#dir, { recursive: true, mode: 0o700 });
  }

  /** The note, by the hash of the log's origin. */
  note(hash: string): string | undefined {
    try {
      return readFileSync(join(this.#dir, hash), "utf8");
    } catch (error) {
      if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
      throw error;
    }
  }

  /** Throws for a damaged file: to take it for an absent one would forget what was signed. */
  newest(origin: string): Checkpoint | undefined {
    const note = this.note(hashOf(origin));
    if (note === undefined) return undefined;
    const parsed = parseNote(note);
    const checkpoint = "reason" in parsed ? undefined : parseCheckpoint(parsed.text);
    if (checkpoint?.origin !== origin) throw new Error(`the stored checkpoint of ${origin} is damaged`);
    return checkpoint;
  }

  keep(origin: string, note: string): void {
    writeDurably(join(this.#dir, hashOf(origin)), note, 0o600);
  }
}

const hashOf = (origin: string): string => createHash("sha256").update(origin).digest("hex");
