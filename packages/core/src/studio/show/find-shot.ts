import { createStatement } from "../../platform/database/statement.ts";
import * as Access from "../../platform/access/index.ts";
import type * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";

const findPlace = createStatement<{ shot_id: string; show_id: string }>(`
  select shot.id as shot_id, show.id as show_id
  from shot join sequence on sequence.id = shot.sequence_id join show on show.id = shot.show_id
  where (shot.id = :shotId or (show.code = :showCode and sequence.code = :sequenceCode and shot.code = :shotCode))
    and ${Access.buildShowCondition("show.id")}
  limit 1`);

/**
 * Finds a shot by its id or its codes `show/sequence/shot`, among those that the actor sees.
 * @throws not_found
 */
export async function findShot(tx: Database.Tx, name: string): Promise<{ shotId: string; showId: string }> {
  const [showCode = "", sequenceCode = "", shotCode = "", ...rest] = name.split("/");
  const isCoded = shotCode !== "" && rest.length === 0;
  const { onlyShowsOf, tokenShows } = Access.getReachValues("show.read");
  const [row] = await findPlace(tx, {
    shotId: isCoded ? null : name,
    showCode: isCoded ? showCode : null,
    sequenceCode: isCoded ? sequenceCode : null,
    shotCode: isCoded ? shotCode : null,
    onlyShowsOf,
    tokenShows,
  });
  if (!row) throw createNotFoundError("shot", name);
  return { shotId: row.shot_id, showId: row.show_id };
}
