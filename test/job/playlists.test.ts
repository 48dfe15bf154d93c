import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Playlist from "@pegbar/core/shot/playlist";
import * as Show from "@pegbar/core/studio/show";
import * as Version from "@pegbar/core/shot/version";
import { createStudios, type Studios } from "../setup/studio.ts";
import { createActions } from "../setup/work.ts";

let studios: Studios;
let artist: Actor;
let colleague: Actor;
let supervisor: Actor;
let admin: Actor;
let stranger: Actor;
let showId: string;

beforeEach(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  colleague = await studios.member("lumen", "artist", "colleague");
  supervisor = await studios.member("lumen", "supervisor");
  admin = await studios.member("lumen", "admin");
  stranger = await studios.member("orrery", "admin");
  [showId = ""] = (await studios.as(admin, () => Show.list({ code: "HARBOR" }))).items.map(({ id }) => id);
  for (const actor of [artist, colleague, supervisor]) await join(actor);
});
afterEach(() => studios.drop());

const as = <T>(actor: Actor, cb: () => Promise<T>) => studios.as(actor, cb);
const idOf = (actor: Actor) => (actor.type === "member" ? actor.memberId : "");
const join = (actor: Actor) => as(admin, () => Show.join({ id: showId, memberId: idOf(actor) }));
/** Versions of a member, oldest first. */
const make = async (actor: Actor, count: number): Promise<string[]> => {
  const actions = createActions(studios);
  for (let n = 0; n < count; n++) {
    await actions.submit(actor, { parameters: { prompt: `lamp ${n}`, seed: n } });
    const lease = await actions.claim();
    if (lease) await actions.complete(lease, 10);
  }
  const { items } = await as(actor, () => Version.list({ memberId: idOf(actor), sort: "created" }));
  return items.map(({ id }) => id);
};
const create = (actor: Actor, versionIds: string[] = [], name = "Dailies") =>
  as(actor, () => Playlist.create(Playlist.PlaylistDraft.parse({ showId, name, versionIds })));
const read = (actor: Actor, id: string) => as(actor, () => Playlist.fromID(id));
const update = (actor: Actor, id: string, change: object) =>
  as(actor, () => Playlist.update(id, Playlist.PlaylistChange.parse(change)));

describe("a playlist", () => {
  test("keeps its order through additions, changes and removals, and pages by it", async () => {
    const [a = "", b = "", c = ""] = await make(artist, 3);
    const id = await create(artist, [c, a], " Dailies ");
    expect(await read(artist, id)).toMatchObject({ name: "Dailies", show: "HARBOR", versions: 2, versionIds: [c, a] });
    await as(artist, () => Playlist.addVersions(id, [a, b]));
    expect((await read(artist, id)).versionIds).toEqual([c, a, b]);
    await update(artist, id, { versionIds: [b, c, a] });
    await as(artist, () => Playlist.removeVersion(id, c));
    await as(artist, () => Playlist.removeVersion(id, c));
    await as(artist, () => Playlist.addVersions(id, [c]));
    const page = (cursor?: string) =>
      as(artist, () => Playlist.listVersions(id, Playlist.EntryQuery.parse({ limit: "2", cursor })));
    const first = await page();
    const second = await page(first.next ?? undefined);
    expect([...first.items, ...second.items].map((one) => one.id)).toEqual([b, a, c]);
    expect(second.next).toBeNull();
    await as(artist, () => Playlist.remove(id));
    await expect(read(artist, id)).rejects.toMatchObject({ code: "not_found" });
  });

  test("gets all versions that are added at the same time, each once", async () => {
    const ids = await make(artist, 4);
    const id = await create(artist);
    await Promise.all(ids.map((one) => as(artist, () => Playlist.addVersions(id, [one]))));
    expect((await read(artist, id)).versionIds.toSorted()).toEqual(ids.toSorted());
  });

  test("shows artists only versions that they may see, and keeps the others when they arrange it", async () => {
    const [mine = "", second = ""] = await make(artist, 2);
    const [theirs = ""] = await make(colleague, 1);
    const id = await create(artist, [mine, second]);
    await update(supervisor, id, { versionIds: [theirs, mine, second] });
    expect(await read(artist, id)).toMatchObject({ versions: 3, versionIds: [mine, second] });
    await update(artist, id, { versionIds: [second, mine] });
    expect((await read(supervisor, id)).versionIds).toEqual([second, mine, theirs]);
    expect((await read(colleague, id)).versionIds).toEqual([theirs]);
    await expect(update(colleague, id, { name: "x" })).rejects.toMatchObject({ code: "not_found" });
    await expect(create(artist, [theirs])).rejects.toMatchObject({
      code: "parameters_invalid",
      errors: [{ code: "version_unknown", pointer: "/versionIds/0" }],
    });
  });

  test("belongs to one studio and one show", async () => {
    const [mine = ""] = await make(artist, 1);
    const [foreign = ""] = await make(stranger, 1);
    const id = await create(admin, [mine]);
    await expect(create(admin, [foreign])).rejects.toMatchObject({ errors: [{ code: "version_unknown" }] });
    await expect(as(admin, () => Playlist.addVersions(id, [foreign]))).rejects.toMatchObject({
      errors: [{ code: "version_unknown" }],
    });
    await expect(read(stranger, id)).rejects.toMatchObject({ code: "not_found" });
    expect((await as(stranger, () => Playlist.list(Playlist.PlaylistQuery.parse({})))).items).toEqual([]);
    const other = await as(admin, () => Show.create({ code: "FJORD", name: "Fjord" }));
    const draft = Playlist.PlaylistDraft.parse({ showId: other, name: "x", versionIds: [mine] });
    await expect(as(admin, () => Playlist.create(draft))).rejects.toMatchObject({
      errors: [{ code: "version_of_other_show", message: expect.stringContaining("HARBOR") }],
    });
    const elsewhere = Playlist.PlaylistDraft.parse({ showId: other, name: "x" });
    await expect(as(supervisor, () => Playlist.create(elsewhere))).rejects.toMatchObject({ code: "not_found" });
    // Even if a foreign version got into it, nobody would see it there.
    await studios.database.admin()`
      insert into playlist_entry select tenant_id, id, 7, ${foreign} from playlist where id = ${id}`;
    expect((await read(admin, id)).versionIds).toEqual([mine]);
    expect((await as(admin, () => Playlist.listVersions(id, Playlist.EntryQuery.parse({})))).items).toHaveLength(1);
  });

  test("has at most 500 versions, each once, and loses a version that is deleted", async () => {
    const [mine = "", second = ""] = await make(artist, 2);
    const id = await create(artist, [mine, second]);
    expect(() => Playlist.PlaylistChange.parse({ versionIds: [mine, mine] })).toThrow(/contains a version once/);
    expect(() => Playlist.PlaylistChange.parse({})).toThrow(/name, versionIds or both/);
    const sql = studios.database.admin();
    await sql`insert into version (id, tenant_id, show_id, shot_id, member_id, name, number)
      select 'ver_' || lpad(n::text, 26, '0'), v.tenant_id, v.show_id, v.shot_id, v.member_id, 'filler', n
      from version v, generate_series(1, 499) n where v.id = ${mine}`;
    const fillers = Array.from({ length: 499 }, (_, n) => `ver_${String(n + 1).padStart(26, "0")}`);
    await expect(as(artist, () => Playlist.addVersions(id, fillers))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("would have 501 versions; at most 500 fit"),
    });
    await sql`delete from version where id = ${second}`;
    expect((await read(artist, id)).versionIds).toEqual([mine]);
  });
});
