/** Progress of an upload of many files. */
export interface SequenceProgress {
  /** `reading`: sizes are read, nothing is uploaded yet. `uploading`: hashing, sending and checking, several files at once. */
  phase: "reading" | "uploading" | "done";
  files: {
    /** Files that are verified. */
    done: number;
    /** Those of them that the studio had already. */
    known: number;
    total: number;
  };
  bytes: { done: number; total: number };
}

/** Counts files and bytes, and reports each change. */
export class ProgressCounter {
  readonly #report: ((progress: SequenceProgress) => void) | undefined;
  readonly #files: SequenceProgress["files"];
  readonly #bytes = { done: 0, total: 0 };
  /** Bytes of large files that have been sent so far, by name. */
  readonly #sent = new Map<string, number>();
  #phase: SequenceProgress["phase"] = "reading";

  constructor(total: number, report: ((progress: SequenceProgress) => void) | undefined) {
    this.#report = report;
    this.#files = { done: 0, known: 0, total };
  }

  setPhase(phase: SequenceProgress["phase"]): void {
    this.#phase = phase;
    this.#emit();
  }

  /** Adds a file to the bytes that there are. */
  addTotal(bytes: number): void {
    this.#bytes.total += bytes;
  }

  setSent(name: string, bytes: number): void {
    this.#sent.set(name, bytes);
    this.#emit();
  }

  addDone({ name, bytes, isKnown }: { name: string; bytes: number; isKnown: boolean }): void {
    this.#sent.delete(name);
    this.#files.done++;
    if (isKnown) this.#files.known++;
    this.#bytes.done += bytes;
    this.#emit();
  }

  #emit(): void {
    if (!this.#report) return;
    const sent = [...this.#sent.values()].reduce((sum, bytes) => sum + bytes, 0);
    this.#report({
      phase: this.#phase,
      files: { ...this.#files },
      bytes: { done: this.#bytes.done + sent, total: this.#bytes.total },
    });
  }
}
