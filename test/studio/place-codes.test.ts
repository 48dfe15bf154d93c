import { afterEach, beforeEach, expect, test } from "vitest";
import { addPlaceCodes } from "@pegbar/core/studio/show/place.ts";
import { createStudios, type Studios } from "../setup/studio.ts";

/** More than the cache holds. */
const SHOTS = 20_001;

let studios: Studios;
beforeEach(async () => {
  studios = await createStudios();
});
afterEach(() => studios.drop());

test("adds the codes of shots, also of more than fit into the cache", async () => {
  const artist = await studios.member("lumen", "artist");
  const rows = await studios.database.admin()`
    insert into shot (id, tenant_id, show_id, sequence_id, code)
    select 'sht_' || n, s.tenant_id, s.show_id, s.sequence_id, 'many' || n
    from (select shot.* from shot join tenant on tenant.id = tenant_id where slug = 'lumen' limit 1) s,
      generate_series(1, ${SHOTS}) as n
    returning id, code`;
  const shots = rows.map((row) => ({ shotId: String(row["id"]), code: String(row["code"]) }));
  const check = async (wanted: typeof shots) => {
    const placed = await studios.as(artist, () => addPlaceCodes(wanted));
    expect(placed.map(({ shot }) => shot)).toEqual(wanted.map(({ code }) => code));
  };
  await check(shots.slice(0, 3));
  await check(shots);
  await check(shots.slice(0, 3));
});
