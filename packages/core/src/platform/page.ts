import { asc, desc, eq, sql, type Column, type SQL, type SQLWrapper } from "drizzle-orm";
import * as z from "zod";
import { VisibleError } from "./error/index.ts";
import { queryInteger } from "./query.ts";

/** A sort order: an expression that is never null, and the field of a row that has its value. */
interface Key {
  by: SQLWrapper;
  field: string;
  kind?: "text" | "number" | "time";
  /** What the expression yields for rows without a value. */
  absent?: number;
}

/** What a query must use for one page: exactly these rows, in this order. */
export interface Clause {
  where: SQL | undefined;
  orderBy: SQL[];
  limit: number;
}

export interface Page<Row> {
  items: Row[];
  /** Cursor of the next page; null at the end. */
  next: string | null;
}

const MAX_LIMIT = 200;
const text = z
  .string()
  .max(2000)
  .refine((value) => value.isWellFormed() && !value.includes("\0"));
const values = { text, number: z.number(), time: z.iso.datetime() } as const;

/**
 * Pages a list by the values of the last row, so that rows that are added or removed between pages are neither repeated
 * nor skipped. A cursor is valid for its list, sort and `filter` (if a list is given one), and does not expire.
 * @param usual the default sort; `-` before a name reverses it
 */
export function createPaging<const Sorts extends Record<string, Key>>(
  list: string,
  id: Key,
  sorts: Sorts,
  usual: `${"" | "-"}${keyof Sorts & string}`,
) {
  type Sort = typeof usual;
  const names = Object.keys(sorts).flatMap((name) => [name, `-${name}`]) as [Sort, ...Sort[]];
  const query = z.object({
    sort: z.enum(names).default(usual as never),
    cursor: z.string().max(4000).optional(),
    limit: queryInteger(1, MAX_LIMIT).default(50),
  });
  const getKey = (sort: string): Key => sorts[sort.replace(/^-/, "")] ?? id;

  /** Reads one row more than the page size, to know whether there is another page. */
  async function readPage<Row extends object>(
    {
      sort,
      cursor,
      limit,
      filter,
    }: { sort: string; cursor?: string | undefined; limit: number; filter?: string | undefined },
    read: (clause: Clause) => Promise<Row[]>,
  ): Promise<Page<Row>> {
    const key = getKey(sort);
    const down = sort.startsWith("-");
    const name = filter === undefined ? list : `${list} ${filter}`;
    const after = cursor === undefined ? undefined : decode(cursor, name, sort, key);
    const order = down ? desc : asc;
    const rows = await read({
      where: after && filterBeyond(key, id, down, after),
      orderBy: key.field === id.field ? [order(id.by)] : [order(key.by), order(id.by)],
      limit: limit + 1,
    });
    const items = rows.slice(0, limit);
    const last = items.at(-1);
    const next = last && rows.length > limit ? encode([name, sort, getValue(last, key), getValue(last, id)]) : null;
    return { items, next };
  }

  /** Cursor of the page that begins after this row. */
  const createCursor = (sort: Sort, row: object): string =>
    encode([list, sort, getValue(row, getKey(sort)), getValue(row, id)]);
  return { query, page: readPage, createCursor };
}

/** Conditions that columns equal the given values. Undefined values set no condition. */
export const buildFilters = <Table extends object>(
  table: Table,
  wanted: { [Name in keyof Table & string]?: unknown },
): SQL[] =>
  Object.entries(wanted).flatMap(([name, value]) =>
    value === undefined ? [] : [eq(Reflect.get(table, name) as Column, value)],
  );

const filterBeyond = (key: Key, id: Key, down: boolean, [value, lastId]: readonly [unknown, unknown]): SQL => {
  const than = sql.raw(down ? "<" : ">");
  if (key.field === id.field) return sql`${id.by} ${than} ${lastId}`;
  return sql`(${key.by}, ${id.by}) ${than} (${value}, ${lastId})`;
};

function getValue(row: object, { field, absent }: Key): string | number {
  const value: unknown = Reflect.get(row, field);
  if (value === null && absent !== undefined) return absent;
  if (value instanceof Date) return value.toISOString();
  if (typeof value === "string" || typeof value === "number") return value;
  throw new Error(`rows of this list have no ${field} to page by`);
}

const encode = (parts: readonly unknown[]): string => Buffer.from(JSON.stringify(parts)).toString("base64url");

function decode(cursor: string, list: string, sort: string, key: Key): readonly [string | number, string] {
  const schema = z.tuple([z.literal(list), z.literal(sort), values[key.kind ?? "text"], text]);
  const found = schema.safeParse(parseCursor(cursor));
  if (found.success) return [found.data[2], found.data[3]];
  const [message, remedy] = [
    "This cursor belongs to another list, sort or filter",
    "Send `next` as it came, with the same sort and filter",
  ];
  throw new VisibleError("cursor_invalid", `${message}. ${remedy}.`, {
    errors: [{ code: "cursor_invalid", message, remedy: `${remedy}.`, pointer: "/query/cursor" }],
  });
}

function parseCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, "base64url").toString());
  } catch {
    // An invalid cursor; the caller throws cursor_invalid.
    return undefined;
  }
}
