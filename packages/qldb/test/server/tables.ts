import { dumpText, type dom } from "ion-js";
import { newId } from "./id.ts";
import type { Revision } from "./journal.ts";
import { badRequest } from "./refusal.ts";

/** A value as indexes and comparisons use it. */
export const keyOf = (value: dom.Value | null): string => (value === null ? "" : dumpText(value));

/** The newest revisions of a table's documents. */
export class Table {
  readonly id = newId();
  readonly name: string;
  readonly indexes = new Map<string, Map<string, Set<string>>>();
  readonly #documents = new Map<string, Revision>();

  constructor(name: string) {
    this.name = name;
  }

  createIndex(field: string): void {
    if (this.#documents.size > 0) throw badRequest("this server makes indexes on empty tables alone");
    if (!this.indexes.has(field)) this.indexes.set(field, new Map());
  }

  where(field: string, keys: ReadonlySet<string>): Revision[] {
    const index = this.indexes.get(field);
    return index
      ? [...keys].flatMap((key) => [...(index.get(key) ?? [])].flatMap((id) => this.#documents.get(id) ?? []))
      : [...this.#documents.values()].filter(({ data }) => keys.has(keyOf(data.get(field))));
  }

  /** Replaces a document's newest revision and returns the previous one. */
  put(revision: Revision): Revision | undefined {
    const { id } = revision.metadata;
    const before = this.#documents.get(id);
    for (const [field, index] of this.indexes) {
      index.get(keyOf(before?.data.get(field) ?? null))?.delete(id);
      const key = keyOf(revision.data.get(field));
      index.set(key, (index.get(key) ?? new Set()).add(id));
    }
    this.#documents.set(id, revision);
    return before;
  }
}
