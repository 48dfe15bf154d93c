import { badRequest } from "./refusal.ts";

/** The PartiQL statements that this server supports. Values are parameters only. */
export type Statement =
  | { type: "create table"; table: string }
  | { type: "create index"; table: string; field: string }
  | { type: "tables" }
  | { type: "select"; committed: boolean; table: string; field: string }
  | { type: "insert"; table: string }
  | { type: "update"; table: string; set: string; field: string };

const FORMS: readonly [RegExp, (groups: Record<string, string | undefined>) => Statement][] = [
  [/^CREATE TABLE (?<table>\w+)$/i, ({ table = "" }) => ({ type: "create table", table })],
  [
    /^CREATE INDEX ON (?<table>\w+) ?\((?<field>\w+)\)$/i,
    ({ table = "", field = "" }) => ({ type: "create index", table, field }),
  ],
  [/^SELECT name FROM information_schema\.user_tables WHERE status = 'ACTIVE'$/i, () => ({ type: "tables" })],
  [
    /^SELECT \* FROM _ql_committed_(?<table>\w+) WHERE data\.(?<field>\w+) (?:= \?|IN \(\?(?:, \?)*\))$/i,
    ({ table = "", field = "" }) => ({ type: "select", committed: true, table, field }),
  ],
  [
    /^SELECT \* FROM (?<table>\w+) WHERE (?<field>\w+) (?:= \?|IN \(\?(?:, \?)*\))$/i,
    ({ table = "", field = "" }) => ({ type: "select", committed: false, table, field }),
  ],
  [/^INSERT INTO (?<table>\w+) \?$/i, ({ table = "" }) => ({ type: "insert", table })],
  [
    /^UPDATE (?<table>\w+) SET (?<set>\w+) = \? WHERE (?<field>\w+) = \?$/i,
    ({ table = "", set = "", field = "" }) => ({ type: "update", table, set, field }),
  ],
];

/** Parses a statement, which must have one question mark per parameter. */
export function parse(text: string, parameters: number): Statement {
  const plain = text.trim().replaceAll(/\s+/g, " ");
  for (const [form, make] of FORMS) {
    const match = form.exec(plain);
    if (!match) continue;
    if ((plain.match(/\?/g) ?? []).length !== parameters)
      throw badRequest("parameters and placeholders differ in number");
    return make(match.groups ?? {});
  }
  throw badRequest(`this server does not know the statement: ${plain}`);
}
