import { afterAll, beforeAll, expect, test } from "vitest";
import type { components } from "@pegbar/sdk";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";

type Groups = components["schemas"]["AssetGroups"];
const ARTIST = "artist@lumen.example";
const COUNT = 260;
let api: TestApi;

/** 260 results of two shots, of which the 30 newest were made on the next day in Berlin and on the same day in UTC. */
beforeAll(async () => {
  api = await startApi();
  const { claim, complete } = createActions(api.studios);
  for (const shot of ["HARBOR/sq010/sh020", "HARBOR/sq010/sh010"]) {
    const body = { shot, workflow: "paint-text", parameters: { prompt: shot, seed: 1 } };
    expect((await api.ask("POST", "/v1/jobs", { as: ARTIST, body })).status).toBe(201);
    const lease = await claim();
    if (!lease) throw new Error("nothing to do");
    await complete(lease, 10);
  }
  await api.admin`update asset set id = 'ast_0000000000000000000000000' || row_number from (
    select id as before, row_number() over (order by id) from asset) as numbered where asset.id = before`;
  const [found] = await api.admin<{ columns: string }[]>`
    select string_agg(quote_ident(column_name), ', ') as columns from information_schema.columns
    where table_schema = 'public' and table_name = 'asset' and column_name not in ('id', 'key', 'version')`;
  const columns = found?.columns ?? "";
  await api.admin.unsafe(`
    insert into asset (id, key, version, ${columns})
    select 'ast_00' || lpad(n::text, 24, '0'), key || n, version + n, ${columns}
    from asset, generate_series(10, ${COUNT + 7}) as n where asset.id = 'ast_00000000000000000000000001'`);
  await api.admin`update asset set created_at = '2026-06-30T21:30:00Z'`;
  await api.admin`update asset set created_at = '2026-06-30T22:00:00Z' where id in (
    select id from asset order by id desc limit 30)`;
});
afterAll(() => api.stop());

const get = async <T>(path: string, query: Record<string, string>): Promise<T> => {
  const answer = await api.ask("GET", `${path}?${new URLSearchParams(query).toString()}`, { as: ARTIST });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return answer.body as T;
};

/** Ids of all pages of all groups, in the order of the gallery. */
async function readAll({ items, pageSize }: Groups): Promise<string[]> {
  const ids: string[] = [];
  for (const { count, cursors, shotId, createdAfter, createdBefore } of items) {
    const sizes = [count - cursors.length * pageSize, ...cursors.map(() => pageSize)];
    for (const [page, size] of sizes.entries()) {
      const cursor = cursors[page - 1];
      const { items: found } = await get<{ items: { id: string }[] }>("/v1/assets", {
        limit: String(size),
        ...(cursor === undefined ? {} : { cursor }),
        ...(shotId === null ? {} : { shotId }),
        ...(createdAfter === null ? {} : { createdAfter }),
        ...(createdBefore === null ? {} : { createdBefore }),
      });
      expect(found).toHaveLength(size);
      ids.push(...found.map(({ id }) => id));
    }
  }
  return ids;
}

test("days begin at midnight of the given time zone, and their pages are the whole list", async () => {
  const groups = await get<Groups>("/v1/assets/groups", { by: "day", timeZone: "Europe/Berlin" });
  expect(
    groups.items.map(({ key, count, createdAfter, createdBefore }) => [key, count, createdAfter, createdBefore]),
  ).toEqual([
    ["2026-07-01", 30, "2026-06-30T21:59:59.999Z", "2026-07-01T22:00:00Z"],
    ["2026-06-30", COUNT - 30, "2026-06-29T21:59:59.999Z", "2026-06-30T22:00:00Z"],
  ]);
  expect(groups).toMatchObject({ total: COUNT, truncated: false, pageSize: 100 });
  const ids = await readAll(groups);
  expect(ids).toHaveLength(COUNT);
  expect(ids).toEqual(ids.toSorted().toReversed());
  const utc = await get<Groups>("/v1/assets/groups", { by: "day" });
  expect(utc.items.map(({ key, count }) => [key, count])).toEqual([["2026-06-30", COUNT]]);
});

test("a new asset changes only the first page of its group", async () => {
  const before = await get<Groups>("/v1/assets/groups", {});
  await api.admin`update asset set created_at = '2026-07-02T12:00:00Z' where id = (select max(id) from asset)`;
  const after = await get<Groups>("/v1/assets/groups", {});
  expect(after.items.map(({ count }) => count)).toEqual([1, COUNT - 1]);
  expect(after.items[1]?.cursors).toEqual(before.items[0]?.cursors);
});

test("shots are in the order of their codes", async () => {
  const groups = await get<Groups>("/v1/assets/groups", { by: "shot" });
  expect(groups.items.map(({ key, count }) => [key, count])).toEqual([
    ["HARBOR/sq010/sh010", 1],
    ["HARBOR/sq010/sh020", COUNT - 1],
  ]);
  expect(new Set(await readAll(groups)).size).toBe(COUNT);
  const filtered = await get<Groups>("/v1/assets/groups", { by: "shot", q: "sh010" });
  expect(filtered.items.map(({ count }) => count)).toEqual([1]);
});
