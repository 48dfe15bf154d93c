import { getTableName, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";

/** Codes of a shot and of what it belongs to. They never change. */
export interface PlaceCodes {
  show: string;
  sequence: string;
  shot: string;
}

const CACHE_SIZE = 20_000;
const cache = new WeakMap<object, Map<string, PlaceCodes>>();

const findCodes = createStatement<PlaceCodes & { id: string }>(`
  select shot.id, show.code as show, sequence.code as sequence, shot.code as shot
  from shot join sequence on sequence.id = shot.sequence_id join show on show.id = sequence.show_id
  where shot.id = any(:shotIds)`);

/**
 * Reads the codes of shots, each once per process.
 * @param shotIds of rows that the caller has found for this tenant
 * @returns the codes by the id of the shot
 */
export async function readPlaceCodes(shotIds: readonly string[]): Promise<(shotId: string) => PlaceCodes> {
  const { database } = Context.getPorts();
  const known = cache.get(database) ?? new Map<string, PlaceCodes>();
  cache.set(database, known);
  const missing = [...new Set(shotIds)].filter((id) => !known.has(id));
  if (missing.length > 0) {
    if (known.size + missing.length > CACHE_SIZE) known.clear();
    const rows = await Database.tx((tx) => findCodes(tx, { shotIds: missing }));
    for (const { id, ...codes } of rows) known.set(id, codes);
  }
  return (shotId) => {
    const found = known.get(shotId);
    if (!found) throw new Error(`no shot ${shotId} in this tenant`);
    return found;
  };
}

/**
 * Selects codes of the show, sequence and shot of a row with subqueries, which run only for the rows of a page. With
 * joins, PostgreSQL would read and sort all rows of the studio.
 */
export const selectPlace = ({ showId, shotId }: { showId: PgColumn; shotId: PgColumn }) => ({
  show: sql<string>`(select show.code from show where show.id = ${qualifyColumn(showId)})`,
  sequence: sql<string>`(select sequence.code from shot join sequence on sequence.id = shot.sequence_id
    where shot.id = ${qualifyColumn(shotId)})`,
  shot: sql<string>`(select shot.code from shot where shot.id = ${qualifyColumn(shotId)})`,
});

/** Qualified with its table, which drizzle omits in queries of a single table. */
const qualifyColumn = (column: PgColumn): SQL =>
  sql`${sql.identifier(getTableName(column.table))}.${sql.identifier(column.name)}`;
