import type { dom } from "ion-js";
import { Journal } from "./journal.ts";
import { badRequest, Refusal } from "./refusal.ts";
import { keyOf, Table } from "./tables.ts";

/** A document that a transaction has created or changed. */
export interface Draft {
  table: Table;
  id: string;
  version: number;
  data: dom.Value;
  /** Numbers of its statements. */
  statements: number[];
}

/** A ledger in memory: its journal and tables. */
export class Ledger {
  readonly journal = new Journal();
  readonly #tables = new Map<string, Table>();
  /** Number of commits so far, and the last one that changed each key. */
  #commits = 0;
  readonly #touched = new Map<string, number>();

  /** Start of a transaction: later commits may conflict with it. */
  get commits(): number {
    return this.#commits;
  }

  get tables(): string[] {
    return [...this.#tables.keys()];
  }

  table(name: string): Table {
    const table = this.#tables.get(name);
    if (!table) throw badRequest(`No such variable named '${name}'`);
    return table;
  }

  /** Immediately, even if the transaction is aborted. */
  create(name: string): void {
    if (this.#tables.has(name)) throw badRequest(`Table with name '${name}' already exists`);
    this.#tables.set(name, new Table(name));
    this.#touch(["tables"]);
  }

  /**
   * Adds a block for a transaction, unless another one has committed changes of what it read or changed.
   * @throws OccConflictException
   */
  commit(
    { id, since, read }: { id: string; since: number; read: ReadonlySet<string> },
    drafts: readonly Draft[],
    statements: readonly unknown[],
  ): void {
    for (const key of read)
      if ((this.#touched.get(key) ?? 0) > since)
        throw new Refusal("OccConflictException", "Optimistic concurrency control failure");
    if (drafts.length === 0) return;
    const documents = Object.fromEntries(
      drafts.map(({ id: document, table, statements: by }) => [
        document,
        { tableName: table.name, tableId: table.id, statements: by },
      ]),
    );
    const revisions = this.journal.append({
      transactionId: id,
      info: { statements, documents },
      documents: [...drafts],
    });
    const keys = drafts.flatMap(({ table }, at) => {
      const revision = revisions[at];
      const before = revision && table.put(revision);
      return [revision, before].flatMap((one) => (one ? keysOf(table, one.data) : []));
    });
    this.#touch(keys);
  }

  #touch(keys: readonly string[]): void {
    this.#commits++;
    for (const key of keys) this.#touched.set(key, this.#commits);
  }
}

const wholeTable = (table: Table): string => table.name;
const keysOf = (table: Table, data: dom.Value): string[] => [
  wholeTable(table),
  ...[...table.indexes.keys()].map((field) => keyIn(table, field, keyOf(data.get(field)))),
];
const keyIn = (table: Table, field: string, key: string): string => `${table.name}.${field}=${key}`;

/** Keys that a query depends on: without an index, the whole table. */
export const dependencies = (table: Table, field: string, keys: ReadonlySet<string>): string[] =>
  table.indexes.has(field) ? [...keys].map((key) => keyIn(table, field, key)) : [wholeTable(table)];
