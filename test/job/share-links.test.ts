import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import { cleanExpiredLinks } from "@pegbar/core/catalog/cleanup/share-links.ts";
import * as Playlist from "@pegbar/core/shot/playlist";
import * as Show from "@pegbar/core/studio/show";
import * as Version from "@pegbar/core/shot/version";
import { Sandbox } from "@pegbar/functions/media/sandbox.ts";
import { watermarkVersion } from "@pegbar/functions/media/watermark-version.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";

const ADMIN = "admin@lumen.example";
const DAY = 86_400;

let api: TestApi;
let admin: Actor;
let artist: Actor;
let showId: string;
let versionIds: string[];
let actions: ReturnType<typeof createActions>;

beforeAll(async () => {
  api = await startApi();
  actions = createActions(api.studios);
  admin = await api.studios.member("lumen", "admin");
  artist = await api.studios.member("lumen", "artist");
  [showId = ""] = (await as(admin, () => Show.list({ code: "HARBOR" }))).items.map(({ id }) => id);
  await as(admin, () => Show.join({ id: showId, memberId: idOf(artist) }));
  for (const colour of ["#804020", "#208040"]) await render(colour);
  versionIds = (await as(admin, () => Version.list({ sort: "created" }))).items.map(({ id }) => id);
});
afterAll(() => api.stop());

const as = <T>(actor: Actor, cb: () => Promise<T>) => api.studios.as(actor, cb);
const idOf = (actor: Actor) => (actor.type === "member" ? actor.memberId : "");
const paint = (background: string) =>
  sharp({ create: { width: 320, height: 180, channels: 3, background } })
    .png()
    .toBuffer();

async function render(colour: string, bytes?: Buffer): Promise<void> {
  await actions.submit(artist, { parameters: { prompt: `a secret lamp ${colour}`, seed: 1 } });
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to render");
  await actions.complete(lease, 10, {
    bytes: bytes ?? (await paint(colour)),
    filename: "paint.png",
    contentType: "image/png",
  });
}

interface Link {
  id: string;
  secret: string;
  path: string;
}
const share = async (body: object, sender = ADMIN): Promise<Link> => {
  const answer = await api.ask("POST", "/v1/share-links", { as: sender, body: { recipient: "ACME", ...body } });
  expect(answer, JSON.stringify(answer.body)).toMatchObject({ status: 201 });
  return answer.body as Link;
};
const open = (secret: string, visit?: string) =>
  api.ask("GET", "/v1/shared", {
    headers: { "pegbar-share": secret, ...(visit === undefined ? {} : { "pegbar-visit": visit }) },
  });
const read = async (id: string) => (await api.ask("GET", `/v1/share-links/${id}`, { as: ADMIN })).body;
const pictures = (secret: string, visit: string, query = "") =>
  api.ask("GET", `/v1/shared/pictures${query}`, { headers: { "pegbar-share": secret, "pegbar-visit": visit } });
const visitOf = async (secret: string) => ((await open(secret)).body as { visit: string }).visit;
const whenMade = async (id: string) => {
  await expect
    .poll(async () => (await read(id)) as { pictures: number; made: number }, { timeout: 20_000, interval: 100 })
    .toSatisfy(({ pictures: all, made }) => all === made);
};
const auditOf = async (id: string) => {
  const { body } = await api.ask("GET", `/v1/audit?subjectId=${id}&sort=created`, { as: ADMIN });
  return (body as { items: { action: string; actor: { type: string } }[] }).items;
};

describe("a share link", () => {
  test("shows watermarked pictures and no names, prompts or files, and is counted once a visit", async () => {
    const { id, secret, path } = await share({ versionId: versionIds[0], contact: "review@lumen.example" });
    expect(path).toBe(`/share/${secret}`);
    await whenMade(id);
    const first = await open(secret);
    expect(first.status).toBe(200);
    expect(first.headers.get("referrer-policy")).toBe("no-referrer");
    expect(first.headers.get("x-robots-tag")).toBe("noindex, nofollow");
    expect(first.headers.get("cache-control")).toBe("no-store");
    expect(first.headers.get("set-cookie")).toBeNull();
    await as(admin, () => Show.update({ id: showId, change: { frameRate: "23.976" } }));
    const { visit, ...shown } = (await open(secret, (first.body as { visit: string }).visit)).body as { visit: string };
    expect(shown).toMatchObject({
      title: "sh010 paint v001",
      recipient: "ACME",
      contact: "review@lumen.example",
      frameRate: "24000/1001",
      versions: [{ show: "HARBOR", sequence: "sq010", shot: "sh010", name: "paint", number: 1, frames: 1, made: 1 }],
    });
    const { body } = await pictures(secret, visit);
    const { items } = body as { items: { url: string; state: string; width: number }[] };
    expect(items).toMatchObject([{ frame: null, state: "ready", width: 320, height: 180 }]);
    const text = JSON.stringify([shown, body]);
    for (const hidden of [
      "lamp",
      idOf(admin),
      idOf(artist),
      "admin@",
      "artist",
      "/assets/",
      "/thumbnails/",
      "paint-text",
    ])
      expect(text).not.toContain(hidden);
    const file = Buffer.from(await (await fetch(items[0]?.url ?? "")).arrayBuffer());
    const { format, width } = await sharp(file).metadata();
    expect({ format, width }).toEqual({ format: "webp", width: 320 });
    // A flat colour with a text over it is not flat any more.
    expect((await sharp(file).greyscale().stats()).channels[0]?.stdev).toBeGreaterThan(2);
    // Reading on is the same visit; without its token it is another.
    expect(((await open(secret, visit)).body as { visit: string }).visit).toBe(visit);
    expect(await read(id)).toMatchObject({ views: 1, lastViewedAt: expect.any(String), state: "active" });
    await open(secret);
    expect(await read(id)).toMatchObject({ views: 2 });
    expect((await auditOf(id)).map(({ action, actor }) => [action, actor.type])).toEqual([
      ["share.create", "member"],
      ["share.open", "system"],
      ["share.open", "system"],
    ]);
    const rows = await api.admin`select * from share_link where id = ${id}`;
    expect(JSON.stringify(rows)).not.toContain(secret);
    expect(rows[0]?.["sha256"]).toBe(createHash("sha256").update(secret).digest("hex"));
    expect(await read(id)).not.toHaveProperty("secret");
  });

  test("of a playlist shows its versions in order, as they were then", async () => {
    const draft = Playlist.PlaylistDraft.parse({ showId, name: "Dailies", versionIds: versionIds.toReversed() });
    const playlistId = await as(admin, () => Playlist.create(draft));
    const { secret, id } = await share({ playlistId });
    await as(admin, () => Playlist.removeVersion(playlistId, versionIds[0] ?? ""));
    const { title, versions } = (await open(secret)).body as { title: string; versions: { number: number }[] };
    expect([title, versions.map(({ number }) => number)]).toEqual(["Dailies", [2, 1]]);
    await as(admin, () => Playlist.remove(playlistId));
    expect(await read(id)).toMatchObject({ playlistId: null, versionIds: versionIds.toReversed() });
    expect((await open(secret)).status).toBe(200);
    const empty = await as(admin, () => Playlist.create(Playlist.PlaylistDraft.parse({ showId, name: "Empty" })));
    const refused = await api.ask("POST", "/v1/share-links", {
      as: ADMIN,
      body: { playlistId: empty, recipient: "A" },
    });
    expect(refused).toMatchObject({ status: 409, body: { detail: expect.stringContaining("no versions") } });
  });

  test("loses a version that is deleted at once", async () => {
    await render("#402080");
    const [last] = (await as(admin, () => Version.list({}))).items;
    const draft = Playlist.PlaylistDraft.parse({ showId, name: "x", versionIds: [versionIds[0], last?.id] });
    const { secret, id } = await share({ playlistId: await as(admin, () => Playlist.create(draft)) });
    await whenMade(id);
    const visit = await visitOf(secret);
    expect((await pictures(secret, visit, "?version=1")).status).toBe(200);
    await api.admin`delete from version where id = ${last?.id ?? ""}`;
    const { versions } = (await open(secret, visit)).body as { versions: unknown[] };
    expect(versions).toHaveLength(1);
    expect(await pictures(secret, visit, "?version=1")).toMatchObject({ status: 404 });
  });

  test("says of a frame without a picture that it has none, and makes pictures of frames that come later", async () => {
    await render("#000000", Buffer.from("damaged"));
    const [last] = (await as(admin, () => Version.list({}))).items;
    const { secret, id } = await share({ versionId: last?.id });
    await whenMade(id);
    const visit = await visitOf(secret);
    expect((await pictures(secret, visit)).body).toMatchObject({ items: [{ state: "failed", url: null }] });
    await api.admin`delete from share_picture where share_link_id = ${id}`;
    expect((await pictures(secret, visit)).body).toMatchObject({ items: [{ state: "pending", url: null }] });
    api.studios.advance(61);
    await open(secret, visit);
    await whenMade(id);
    api.studios.advance(-61);
  });
});

test("a task that has used its time leaves the other frames to the next one", async () => {
  const { id } = await share({ versionId: versionIds[0] });
  await whenMade(id);
  await api.admin`delete from share_picture where share_link_id = ${id}`;
  await api.admin`update share_link_version set queued_at = now() - interval '1 hour' where share_link_id = ${id}`;
  const unused = new Sandbox({ seconds: 1, bytes: 2 ** 20 });
  const { tenantId } = admin as Extract<Actor, { type: "member" }>;
  await as({ type: "system", tenantId, name: "media" }, () => watermarkVersion(id, versionIds[0] ?? "", unused, 0));
  await whenMade(id);
  const [row] = await api.admin`
    select queued_at > now() - interval '1 minute' as fresh from share_link_version where share_link_id = ${id}`;
  expect(row).toEqual({ fresh: true });
});

describe("the end of a share link", () => {
  test("comes after its days, says so to whoever has the secret, and takes its pictures along", async () => {
    const { id, secret } = await share({ versionId: versionIds[0], expiresInDays: 2, contact: "review@lumen.example" });
    await whenMade(id);
    const visit = await visitOf(secret);
    const folder = (await api.studios.stored()).filter((key) => key.includes(`/shared/${id}/`));
    expect(folder).toHaveLength(1);
    api.studios.advance(2 * DAY - 60);
    expect((await open(secret)).status).toBe(200);
    expect(await api.studios.runAsPlatform("dispatch", cleanExpiredLinks)).toBe(0);
    api.studios.advance(60);
    const ended = await open(secret, visit);
    expect(ended).toMatchObject({
      status: 410,
      body: {
        code: "link_ended",
        detail: expect.stringMatching(
          /^This link expired on \d{4}-\d\d-\d\d\. Ask review@lumen\.example for a new one\.$/,
        ),
      },
    });
    expect((await pictures(secret, visit)).status).toBe(410);
    expect(await read(id)).toMatchObject({ state: "expired", made: 1 });
    expect(await api.studios.runAsPlatform("dispatch", cleanExpiredLinks)).toBeGreaterThan(0);
    await api.studios.removeLeftovers();
    expect((await api.studios.stored()).filter((key) => key.includes(`/shared/${id}/`))).toEqual([]);
    expect(await read(id)).toMatchObject({ state: "expired", made: 0, views: 2 });
    expect((await open(secret)).status).toBe(410);
    api.studios.advance(-2 * DAY);
  });

  test("comes at once when it is revoked, once", async () => {
    const { id, secret } = await share({ versionId: versionIds[0] });
    const visit = await visitOf(secret);
    const revoke = () => api.ask("DELETE", `/v1/share-links/${id}`, { as: ADMIN });
    expect([(await revoke()).status, (await revoke()).status]).toEqual([204, 204]);
    expect(await open(secret)).toMatchObject({
      status: 410,
      body: { detail: expect.stringMatching(/^This link was withdrawn\. Ask .+ for a new one\.$/) },
    });
    expect((await pictures(secret, visit)).status).toBe(410);
    expect((await auditOf(id)).map(({ action }) => action)).toEqual(["share.create", "share.open", "share.revoke"]);
    expect(await api.admin`select from share_picture where share_link_id = ${id}`).toHaveLength(0);
  });

  test("comes when its creator leaves the studio, or may no longer share the show", async () => {
    const supervisor = await api.studios.member("lumen", "supervisor", "leaving");
    await as(admin, () => Show.join({ id: showId, memberId: idOf(supervisor) }));
    const { secret } = await share({ versionId: versionIds[0] }, "leaving@lumen.example");
    expect((await open(secret)).status).toBe(200);
    await as(admin, () => Show.removeMember({ id: showId, memberId: idOf(supervisor) }));
    expect(await open(secret)).toMatchObject({ status: 410, body: { code: "link_ended" } });
    await as(admin, () => Show.join({ id: showId, memberId: idOf(supervisor) }));
    expect((await open(secret)).status).toBe(200);
    await api.admin`update member set role = 'artist' where id = ${idOf(supervisor)}`;
    expect((await open(secret)).status).toBe(410);
    await api.admin`update member set role = 'supervisor', status = 'left' where id = ${idOf(supervisor)}`;
    expect(await open(secret)).toMatchObject({ status: 410, body: { detail: expect.stringContaining("withdrawn") } });
  });
});

describe("whoever does not have the secret", () => {
  test("gets the same answer for every wrong secret", async () => {
    const { secret } = await share({ versionId: versionIds[0] });
    const other = await share({ versionId: versionIds[0] });
    await api.ask("DELETE", `/v1/share-links/${other.id}`, { as: ADMIN });
    const unknown = "pgs_000000000000000000000000000000002wjyrI";
    const wrong = [
      unknown,
      `${secret.slice(0, -1)}!`,
      `${other.secret}0`,
      "",
      "x",
      other.id,
      secret.replace("pgs_", "pgb_"),
    ];
    const answers = await Promise.all(wrong.map((one) => open(one)));
    const seen = answers.map(({ status, body }) => JSON.stringify([status, { ...(body as object), requestId: "" }]));
    expect(new Set(seen).size).toBe(1);
    expect(answers[0]).toMatchObject({ status: 404, body: { detail: expect.stringMatching(/^Unknown link\. Check/) } });
  });

  test("cannot read pictures with another link's visit, and the secret opens nothing else", async () => {
    const [one, two] = [await share({ versionId: versionIds[0] }), await share({ versionId: versionIds[1] })];
    expect((await pictures(one.secret, await visitOf(two.secret))).status).toBe(401);
    expect((await pictures(one.secret, "x")).status).toBe(401);
    const session = await api.ask("GET", "/v1/me", { token: one.secret });
    expect(session.status).toBe(401);
    const visit = await visitOf(one.secret);
    api.studios.advance(12 * 3600 + 1);
    expect((await pictures(one.secret, visit)).status).toBe(401);
    api.studios.advance(-12 * 3600 - 1);
  });

  test("cannot make links: artists, other studios, and versions of others", async () => {
    const body = { versionId: versionIds[0], recipient: "ACME" };
    const by = (sender: string) => api.ask("POST", "/v1/share-links", { as: sender, body });
    expect(await by("artist@lumen.example")).toMatchObject({ status: 403 });
    await api.studios.member("orrery", "admin");
    expect(await by("admin@orrery.example")).toMatchObject({ status: 404 });
    const { id } = await share({ versionId: versionIds[0] });
    const foreign = { as: "admin@orrery.example" };
    expect((await api.ask("GET", `/v1/share-links/${id}`, foreign)).status).toBe(404);
    expect((await api.ask("DELETE", `/v1/share-links/${id}`, foreign)).status).toBe(404);
    expect((await api.ask("GET", "/v1/share-links", foreign)).body).toEqual({ items: [], next: null });
  });

  test("is slowed down, and others are not", async () => {
    const answers = await Promise.all(Array.from({ length: 150 }, () => open("pgs_guess")));
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([404, 429]));
    const refused = answers.find(({ status }) => status === 429);
    expect(refused?.headers.get("retry-after")).toMatch(/^\d+$/);
    const { secret } = await share({ versionId: versionIds[0] });
    expect((await open(secret)).status).toBe(200);
  });
});

test("bad requests say what to do", async () => {
  const post = (body: object) => api.ask("POST", "/v1/share-links", { as: ADMIN, body });
  const [versionId] = versionIds;
  expect(await post({ versionId, recipient: "東京" })).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: "/recipient", message: expect.stringContaining("Latin, Greek or Cyrillic") }] },
  });
  expect(await post({ versionId, recipient: "A", expiresInDays: 91 })).toMatchObject({ status: 400 });
  expect(await post({ recipient: "A" })).toMatchObject({
    body: { errors: [{ message: expect.stringContaining("either a versionId or a playlistId") }] },
  });
});
