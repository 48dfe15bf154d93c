import { getTableName, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";

/**
 * Codes of the show, sequence and shot that a row belongs to, looked up row by row: for the rows of a page alone. Joined,
 * PostgreSQL would rather read and sort all that a studio has.
 */
export const selectPlace = ({ showId, shotId }: { showId: PgColumn; shotId: PgColumn }) => ({
  show: sql<string>`(select show.code from show where show.id = ${qualifyColumn(showId)})`,
  sequence: sql<string>`(select sequence.code from shot join sequence on sequence.id = shot.sequence_id
    where shot.id = ${qualifyColumn(shotId)})`,
  shot: sql<string>`(select shot.code from shot where shot.id = ${qualifyColumn(shotId)})`,
});

/** With its table: alone in a query, drizzle would name the column without it. */
const qualifyColumn = (column: PgColumn): SQL =>
  sql`${sql.identifier(getTableName(column.table))}.${sql.identifier(column.name)}`;
