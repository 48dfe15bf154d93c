import * as Context from "../../platform/context.ts";
import type * as Database from "../../platform/database/index.ts";
import { createStatement } from "../../platform/database/statement.ts";
import * as Id from "../../platform/id.ts";

interface Results {
  batchId: string | null;
  step: number;
  variant: number;
  frame: number | null;
}

/**
 * A movie and a contact sheet for each of these versions, if their batch ends with this step and they are new; those that
 * exist are to be made again.
 */
const expectBoth = createStatement(`
  with made as (
    select version.id, show.frame_rate, u.movie_id, u.sheet_id
    from unnest(:names::text[], :movieIds::text[], :sheetIds::text[]) as u (name, movie_id, sheet_id)
    join version on version.batch_id = :batchId and version.step = :step and version.variant = :variant
      and version.name = u.name
    join batch on batch.id = version.batch_id and batch.steps = version.step + 1
    join show on show.id = version.show_id
  ), again as (
    update rendition set state = 'waiting', reason = null
    where automatic and state <> 'waiting' and version_id in (select id from made)
  )
  insert into rendition (id, tenant_id, version_id, automatic, kind, format, burn_in, frame_rate, state, created_at)
  select one.id, :tenantId, made.id, true, one.kind::rendition_kind, one.format, false, one.frame_rate, 'waiting', :now::timestamptz
  from made cross join lateral (values
    (made.movie_id, 'movie', 'mp4', made.frame_rate),
    (made.sheet_id, 'contactSheet', 'jpg', null)) as one (id, kind, format, frame_rate)
  where not exists (select from rendition r where r.version_id = made.id and r.automatic)
  on conflict do nothing`);

/**
 * Notes that the versions of these results get a movie and a contact sheet once all of their frames have ended. Call it in
 * the transaction that writes the results, after their versions.
 * @param names of the results that are pictures
 */
export async function expectRenditions(tx: Database.Tx, results: Results, names: readonly string[]): Promise<void> {
  const { batchId, step, variant, frame } = results;
  if (batchId === null || frame === null || names.length === 0) return;
  await expectBoth(tx, {
    tenantId: Context.getTenantId(),
    batchId,
    step,
    variant,
    names: [...names],
    movieIds: names.map(() => Id.create("rendition")),
    sheetIds: names.map(() => Id.create("rendition")),
    now: Context.getPorts().clock.now().toISOString(),
  });
}
