import { afterAll, beforeAll, expect, test } from "vitest";
import type { components } from "@pegbar/sdk";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";

type Asset = components["schemas"]["Asset"];
const ARTIST = "artist@lumen.example";
const SUPERVISOR = "supervisor@lumen.example";
const SHOTS = ["HARBOR/sq010/sh010", "HARBOR/sq010/sh020", "HARBOR/sq010/sh010"];
let api: TestApi;
/** Ids in the order in which they were made. */
let ids: string[] = [];

beforeAll(async () => {
  api = await startApi();
  const { claim, complete } = createActions(api.studios);
  for (const shot of SHOTS) {
    const body = { shot, workflow: "paint-text", parameters: { prompt: shot, seed: 1 } };
    expect((await api.ask("POST", "/v1/jobs", { as: ARTIST, body })).status).toBe(201);
    const lease = await claim();
    if (!lease) throw new Error("nothing to do");
    await complete(lease, 10);
  }
  ids = (await list({})).map(({ id }) => id).toSorted();
});
afterAll(() => api.stop());

const list = async (query: Record<string, string>, as = ARTIST): Promise<Asset[]> => {
  const answer = await api.ask("GET", `/v1/assets?${new URLSearchParams(query).toString()}`, { as });
  expect(answer.status, JSON.stringify(answer.body)).toBe(200);
  return (answer.body as { items: Asset[] }).items;
};
const mark = (body: object, as = ARTIST) => api.ask("POST", "/v1/assets/marks", { as, body });
const read = async (id: string, as = ARTIST) => (await api.ask("GET", `/v1/assets/${id}`, { as })).body as Asset;
const at = (place: number) => ids[place] ?? "";

test("flags and ratings are one's own; tags are everyone's", async () => {
  const answer = await mark({
    assetIds: ids.slice(0, 2),
    flag: "favourite",
    rating: 4,
    addTags: ["Dusk", " wide   shot "],
  });
  expect(answer.body).toEqual({
    items: ids.slice(0, 2).map((id) => ({ id, flag: "favourite", rating: 4, tags: ["dusk", "wide shot"] })),
  });
  expect(await read(at(0), SUPERVISOR)).toMatchObject({ flag: null, rating: null, tags: ["dusk", "wide shot"] });

  // A rating alone keeps the flag, and null removes.
  await mark({ assetIds: [at(0)], rating: 5 });
  expect(await read(at(0))).toMatchObject({ flag: "favourite", rating: 5 });
  await mark({ assetIds: [at(0)], flag: null, removeTags: ["DUSK"] });
  expect(await read(at(0))).toMatchObject({ flag: null, rating: 5, tags: ["wide shot"] });
  await mark({ assetIds: [at(0)], rating: null });
  expect(await read(at(0))).toMatchObject({ flag: null, rating: null });
  const [row] = await api.admin`select count(*)::int as rows from asset_mark where asset_id = ${at(0)}`;
  expect(row).toEqual({ rows: 0 });

  await mark({ assetIds: [at(2)], flag: "rejected" });
  const found = async (query: Record<string, string>, as = ARTIST) => (await list(query, as)).map(({ id }) => id);
  expect(await found({ flag: "favourite" })).toEqual([at(1)]);
  expect(await found({ flag: "rejected" })).toEqual([at(2)]);
  expect(await found({ flag: "notRejected" })).toEqual([at(1), at(0)]);
  expect(await found({ flag: "notRejected" }, SUPERVISOR)).toEqual([at(2), at(1), at(0)]);
  expect(await found({ minRating: "4" })).toEqual([at(1)]);
  expect(await found({ minRating: "5" })).toEqual([]);
  expect(await found({ tag: "Wide shot" }, SUPERVISOR)).toEqual([at(1), at(0)]);
  expect((await api.ask("GET", "/v1/assets/tags", { as: SUPERVISOR })).body).toEqual({
    items: [
      { tag: "wide shot", assets: 2 },
      { tag: "dusk", assets: 1 },
    ],
  });
  expect((await api.ask("GET", "/v1/assets/tags", { as: "artist@orrery.example" })).body).toEqual({ items: [] });
});

test("changes at the same time are all kept", async () => {
  for (let round = 0; round < 5; round++) {
    await mark({ assetIds: ids, flag: null, rating: null });
    const changes = [{ flag: "favourite" }, { rating: 3 }, { addTags: ["at once"] }];
    const answers = await Promise.all(changes.map((change) => mark({ assetIds: ids, ...change })));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    for (const asset of await list({})) expect(asset).toMatchObject({ flag: "favourite", rating: 3 });
  }
  await mark({ assetIds: ids, removeTags: ["at once"] });
});

test("changes all assets of a request or none", async () => {
  const before = await read(at(0));
  const foreign = "ast_01JYB4X2K0000000000000000A";
  const answer = await mark({ assetIds: [at(0), foreign], addTags: ["never"], flag: "rejected" });
  expect(answer.status).toBe(404);
  expect(await read(at(0))).toMatchObject({ flag: before.flag, tags: before.tags });
  expect((await mark({ assetIds: [at(0)] })).status).toBe(400);
  expect((await mark({ assetIds: [at(0)], addTags: ["a,b"] })).status).toBe(400);
  expect((await mark({ assetIds: [at(0)], rating: 6 })).status).toBe(400);

  const many = Array.from({ length: 50 }, (_, n) => `tag ${n}`);
  expect((await mark({ assetIds: [at(2)], addTags: many })).status).toBe(200);
  const tooMany = await mark({ assetIds: [at(2)], addTags: ["one more"] });
  expect([tooMany.status, (tooMany.body as { detail: string }).detail]).toEqual([
    400,
    "An asset has at most 50 tags. Remove some first.",
  ]);
  expect((await read(at(2))).tags).toHaveLength(50);
});

test("an erased person's marks go, the tags stay", async () => {
  await mark({ assetIds: [at(1)], flag: "favourite", addTags: ["kept"] });
  const me = (await api.ask("GET", "/v1/me", { as: ARTIST })).body as { member: { id: string } };
  const left = await api.ask("DELETE", `/v1/members/${me.member.id}`, { as: "admin@lumen.example" });
  expect(left.status, JSON.stringify(left.body)).toBeLessThan(300);
  const body = { kinds: ["identity"], memberId: me.member.id, reason: "Left the studio" };
  const answer = await api.ask("POST", "/v1/erasures", { as: "admin@lumen.example", body });
  expect(answer.status, JSON.stringify(answer.body)).toBeLessThan(300);
  const [rows] = await api.admin`select count(*)::int as marks from asset_mark`;
  expect(rows).toEqual({ marks: 0 });
  expect((await read(at(1), SUPERVISOR)).tags).toContain("kept");
});
