import type { Tx } from "../port/database.ts";
import { readRow } from "./index.ts";

type Param =
  | string
  | number
  | boolean
  | Date
  | null
  | Uint8Array
  | readonly string[]
  | readonly number[]
  | readonly Uint8Array[];

/**
 * Creates a prepared statement from SQL, for paths where Drizzle takes longer to build a statement than PostgreSQL to run
 * it. It is sent immediately, so that several can be pipelined. Values of type bigint are returned as text.
 *
 * Parameters are named: `:tenantId` in the text is `tenantId` in the values. A name may occur more than once.
 * @throws Error if a value is missing or has no parameter
 * @example
 * const findJob = createStatement<{ state: string }>("select state from job where id = :id");
 * const [row] = await findJob(tx, { id });
 */
export function createStatement<Row extends object>(text: string) {
  const { positional, names } = numberParameters(text);
  return async (tx: Tx, values: Values): Promise<Row[]> => {
    const rows: unknown = await tx.driver.unsafe(positional, listParameters(names, values) as never[]).execute();
    return rows as Row[];
  };
}

/**
 * Creates a statement of the same form that reads at most one row as the context's actor, in one round trip.
 * @example
 * const readJob = createRead<{ state: string }>("select state from job where id = :id");
 * const row = await readJob({ id });
 */
export function createRead<Row extends object>(text: string) {
  const { positional, names } = numberParameters(text);
  return async (values: Values): Promise<Row | undefined> => {
    const row = await readRow(positional, listParameters(names, values));
    return row as Row | undefined;
  };
}

type Values = Readonly<Record<string, Param>>;

function listParameters(names: readonly string[], values: Values): Param[] {
  const unknown = Object.keys(values).find((name) => !names.includes(name));
  if (unknown !== undefined) throw new Error(`the statement has no parameter :${unknown}`);
  return names.map((name) => {
    const value = values[name];
    if (value === undefined) throw new Error(`the statement has no value for :${name}`);
    return value;
  });
}

/** `:name` outside of quotes, and not a cast (`::text`). */
const PARAMETER = /'(?:[^']|'')*'|::|:([a-zA-Z]\w*)/g;

/** PostgreSQL's own form of a statement with named parameters, and the names in the order of their numbers. */
export function numberParameters(text: string): { positional: string; names: string[] } {
  const names: string[] = [];
  const positional = text.replaceAll(PARAMETER, (found, name: string | undefined) => {
    if (name === undefined) return found;
    if (!names.includes(name)) names.push(name);
    return `$${names.indexOf(name) + 1}`;
  });
  return { positional, names };
}
