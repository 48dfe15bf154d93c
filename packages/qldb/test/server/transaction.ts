import { isEqual } from "@pegbar/verify";
import { dom, dumpBinary, load } from "ion-js";
import { dot, hashIon } from "../../src/verify/index.ts";
import { newId } from "./id.ts";
import { dependencies, type Draft, type Ledger } from "./ledger.ts";
import { badRequest } from "./refusal.ts";
import { parse, type Statement } from "./statement.ts";
import { keyOf, type Table } from "./tables.ts";

/** QLDB's limits per transaction. */
const MAX_DOCUMENTS = 40;
const MAX_DOCUMENT_BYTES = 128 * 1024;

/** A transaction: sees committed data and its own changes, and records what it has read. */
export class Transaction {
  readonly id = newId();
  readonly #ledger: Ledger;
  readonly #since: number;
  readonly #read = new Set<string>();
  readonly #drafts = new Map<string, Draft>();
  readonly #statements: { statement: string; startTime: Date; statementDigest: Uint8Array }[] = [];
  #digest = hashIon(ionText(this.id));

  constructor(ledger: Ledger) {
    this.#ledger = ledger;
    this.#since = ledger.commits;
  }

  execute(text: string, parameters: readonly Uint8Array[]): unknown[] {
    const statementDigest = parameters.map((one) => hashIon(one)).reduce(dot, hashIon(ionText(text)));
    const statement = parse(text, parameters.length);
    this.#digest = dot(this.#digest, statementDigest);
    this.#statements.push({ statement: text, startTime: new Date(), statementDigest });
    return this.#run(
      statement,
      parameters.map((one) => ionOf(one)),
    );
  }

  /** Commits if client and server saw the same statements. */
  commit(digest: Uint8Array): Uint8Array {
    if (!isEqual(digest, this.#digest))
      throw badRequest("the commit digest is not that of the transaction's statements");
    const transaction = { id: this.id, since: this.#since, read: this.#read };
    this.#ledger.commit(transaction, [...this.#drafts.values()], this.#statements);
    return this.#digest;
  }

  #run(statement: Statement, parameters: readonly dom.Value[]): unknown[] {
    const [first, second] = parameters;
    switch (statement.type) {
      case "create table":
        this.#ledger.create(statement.table);
        return [{ tableId: this.#ledger.table(statement.table).id }];
      case "create index":
        this.#ledger.table(statement.table).createIndex(statement.field);
        return [{ tableId: this.#ledger.table(statement.table).id }];
      case "tables":
        this.#read.add("tables");
        return this.#ledger.tables.map((name) => ({ name }));
      case "select": {
        const table = this.#ledger.table(statement.table);
        if (statement.committed) return this.#committed(table, statement.field, parameters);
        return this.#current(table, statement.field, parameters).map(({ data }) => data);
      }
      case "insert": {
        if (!first) throw badRequest("a document is missing");
        const table = this.#ledger.table(statement.table);
        const documents = first instanceof dom.List ? first.elements() : [first];
        return documents.map((data) => this.#keep({ table, id: newId(), version: 0, data, statements: [] }));
      }
      case "update": {
        if (!first || !second) throw badRequest("a value is missing");
        const table = this.#ledger.table(statement.table);
        return this.#current(table, statement.field, [second]).map((draft) => {
          const others = draft.data.fields().filter(([name]) => name !== statement.set);
          const own = this.#drafts.has(draft.id);
          const data = new dom.Struct([...others, [statement.set, first]]);
          return this.#keep({ ...draft, version: own ? draft.version : draft.version + 1, data });
        });
      }
    }
  }

  #committed(table: Table, field: string, parameters: readonly dom.Value[]) {
    const keys = new Set(parameters.map(keyOf));
    for (const key of dependencies(table, field, keys)) this.#read.add(key);
    return table.where(field, keys);
  }

  /** Documents as this transaction sees them. */
  #current(table: Table, field: string, parameters: readonly dom.Value[]): Draft[] {
    const keys = new Set(parameters.map(keyOf));
    const committed = this.#committed(table, field, parameters).filter(
      ({ metadata }) => !this.#drafts.has(metadata.id),
    );
    const own = [...this.#drafts.values()].filter(
      (draft) => draft.table === table && keys.has(keyOf(draft.data.get(field))),
    );
    return [
      ...committed.map(({ data, metadata: { id, version } }) => ({ table, id, version, data, statements: [] })),
      ...own,
    ];
  }

  #keep(draft: Draft): { documentId: string } {
    if (!(draft.data instanceof dom.Struct)) throw badRequest("a document is a struct");
    if (dumpBinary(draft.data).length > MAX_DOCUMENT_BYTES) throw badRequest("a document is larger than 128 KB");
    this.#drafts.set(draft.id, { ...draft, statements: [...draft.statements, this.#statements.length - 1] });
    if (this.#drafts.size > MAX_DOCUMENTS) throw badRequest(`a transaction changes ${MAX_DOCUMENTS} documents at most`);
    return { documentId: draft.id };
  }
}

/** Encodes any text as Ion. */
const ionText = (text: string): Uint8Array => dumpBinary(text);

function ionOf(binary: Uint8Array): dom.Value {
  const value = load(binary);
  if (!value) throw badRequest("a parameter is empty");
  return value;
}
