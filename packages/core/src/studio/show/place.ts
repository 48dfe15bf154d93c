import { getTableName, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

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
