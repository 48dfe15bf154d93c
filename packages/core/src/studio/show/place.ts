import { createDatabaseCache } from "../../platform/database/cache.ts";
import * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";

/** Codes of a shot and of what it belongs to. They never change. */
export interface PlaceCodes {
  show: string;
  sequence: string;
  shot: string;
}

const cache = createDatabaseCache<PlaceCodes>(20_000);

const findCodes = createStatement<PlaceCodes & { id: string }>(`
  select shot.id, show.code as show, sequence.code as sequence, shot.code as shot
  from shot join sequence on sequence.id = shot.sequence_id join show on show.id = sequence.show_id
  where shot.id = any(:shotIds)`);

/**
 * Adds to rows the codes of their shots, each of which is read once per process.
 * @param rows that the caller has found for this tenant
 */
export async function addPlaceCodes<Row extends { shotId: string }>(
  rows: readonly Row[],
): Promise<(Row & PlaceCodes)[]> {
  const codes = new Map<string, PlaceCodes>();
  const missing = new Set<string>();
  for (const { shotId } of rows) {
    const known = cache.get(shotId);
    if (known) codes.set(shotId, known);
    else missing.add(shotId);
  }
  if (missing.size > 0) {
    for (const { id, ...found } of await Database.tx((tx) => findCodes(tx, { shotIds: [...missing] }))) {
      cache.set(id, found);
      codes.set(id, found);
    }
  }
  return rows.map((row) => {
    const found = codes.get(row.shotId);
    if (!found) throw new Error(`no shot ${row.shotId} in this tenant`);
    return { ...row, ...found };
  });
}
