import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Rendition from "@pegbar/core/result/rendition";
import { startRenditions } from "@pegbar/core/result/rendition/start.ts";
import * as Batch from "@pegbar/core/shot/batch";
import * as Version from "@pegbar/core/shot/version";
import * as Show from "@pegbar/core/studio/show";
import { closeSandboxes } from "@pegbar/functions/media/task.ts";
import { createStudios, type Studios } from "../setup/studio.ts";
import { createActions } from "../setup/work.ts";

let studios: Studios;
let artist: Actor;
let actions: ReturnType<typeof createActions>;

beforeEach(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  actions = createActions(studios);
});
afterEach(async () => {
  await closeSandboxes();
  await studios.drop();
});

const as = <T>(actor: Actor, cb: () => Promise<T>) => studios.as(actor, cb);
const submit = async (draft: Partial<z.input<typeof Batch.BatchRequest>> = {}) => {
  const request = Batch.BatchRequest.parse({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    frames: "1-5:2",
    parameters: { prompt: "a lamp" },
    seed: { kind: "perFrame", seed: 1 },
    stopAfter: { failures: null, share: null },
    ...draft,
  });
  return (await as(artist, () => Batch.submit(request, undefined))).batch;
};
const picture = async (background: string) => ({
  bytes: await sharp({ create: { width: 64, height: 36, channels: 3, background } })
    .png()
    .toBuffer(),
  filename: "paint.png",
  contentType: "image/png",
});
const complete = async (colour = "#c81e28") => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to render");
  await actions.complete(lease, 10, await picture(colour));
};
const fail = async () => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to render");
  await actions.fail(lease, 10);
};
const findVersion = async () => {
  const [version] = (await as(artist, () => Version.list({}))).items;
  if (!version) throw new Error("no version");
  return version;
};
const start = () => studios.runAsPlatform("dispatch", startRenditions);
const list = async (versionId: string) => as(artist, () => Rendition.list(versionId));
const ask = (versionId: string, request: z.input<typeof Rendition.RenditionRequest>, actor = artist) =>
  as(actor, () => Rendition.create(versionId, Rendition.RenditionRequest.parse(request)));
const read = async (id: string) => {
  const response = await fetch(await as(artist, () => Rendition.download(id)));
  return { name: response.headers.get("content-disposition"), bytes: Buffer.from(await response.arrayBuffer()) };
};

describe("a batch with frames", () => {
  test("gets a movie and a contact sheet when its last frame has ended, also if one has failed", async () => {
    await submit();
    await complete();
    const { id } = await findVersion();
    expect(await start()).toBe(0);
    expect(await list(id)).toMatchObject([
      { kind: "movie", format: "mp4", frameRate: "24", state: "waiting", memberId: null },
      { kind: "contactSheet", format: "jpg", frameRate: null, state: "waiting" },
    ]);
    await fail();
    expect(await start()).toBe(0);
    await complete("#0a78fa");
    expect(await start()).toBe(2);
    expect(await start()).toBe(0);
    await studios.makeRendition();
    await studios.makeRendition();
    const [movie, sheet] = await list(id);
    // On twos: three pictures of two frames each, of which the second says that it is missing.
    expect(movie).toMatchObject({ state: "ready", frames: 6, missing: [3], width: 64, height: 36, reason: null });
    expect(sheet).toMatchObject({ state: "ready", frames: 3, missing: [3] });
    expect(sheet?.filename).toBe("sq010_sh010_paint.v001.contact-sheet.jpg");
    const file = await read(movie?.id ?? "");
    expect(file.name).toContain("sq010_sh010_paint.v001.mp4");
    expect(file.bytes.length).toBe(movie?.bytes);
    expect(createHash("sha256").update(file.bytes).digest("hex")).toBe(movie?.sha256);
    expect(file.bytes.subarray(4, 8).toString()).toBe("ftyp");
  }, 60_000);

  test("gets them again when a failed frame is retried, and the earlier files are removed", async () => {
    const { id: batchId } = await submit();
    await complete();
    await fail();
    await complete();
    await start();
    await studios.makeRendition();
    await studios.makeRendition();
    const version = await findVersion();
    const before = await list(version.id);
    await as(artist, () => Batch.act(batchId, { action: "retry" }));
    await complete();
    expect((await list(version.id)).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    await start();
    await studios.makeRendition();
    await studios.makeRendition();
    const after = await list(version.id);
    expect(after.map(({ id, state, missing }) => [id, state, missing])).toEqual(
      before.map(({ id }) => [id, "ready", []]),
    );
    await studios.removeLeftovers();
    const stored = (await studios.stored()).filter((key) => key.includes("/renditions/"));
    expect(stored.toSorted()).toEqual(after.map(({ key }) => key).toSorted());
  }, 60_000);

  test("gets them when all of its results are reused", async () => {
    await submit();
    for (let frame = 0; frame < 3; frame++) await complete();
    await submit();
    const reused = await findVersion();
    expect(reused.number).toBe(2);
    expect((await list(reused.id)).map(({ state }) => state)).toEqual(["waiting", "waiting"]);
    expect(await start()).toBe(4);
  });

  test("succeeds without them: a movie that cannot be made says why", async () => {
    await submit({ frames: "1-2" });
    for (let lease = await actions.claim(); lease; lease = await actions.claim()) await actions.complete(lease, 10);
    await start();
    await studios.makeRendition();
    await studios.makeRendition();
    const { id, batchId } = await findVersion();
    expect(await list(id)).toMatchObject([
      { state: "failed", reason: "No frame of this version has a picture that can be decoded." },
      { state: "failed" },
    ]);
    const found = await as(artist, () => Batch.fromID(batchId ?? ""));
    expect(found.counts).toMatchObject({ succeeded: 2, failed: 0 });
    const [movie] = await list(id);
    await expect(as(artist, () => Rendition.download(movie?.id ?? ""))).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringContaining("No frame of this version"),
    });
  }, 60_000);
});

describe("a request", () => {
  test("makes a movie at the show's rate or another one, once per options", async () => {
    await submit({ frames: "1-2" });
    await complete();
    await complete();
    const admin = await studios.member("lumen", "admin");
    const [show] = (await as(admin, () => Show.list({ code: "HARBOR" }))).items;
    await as(admin, () => Show.update({ id: show?.id ?? "", change: { frameRate: "23.976" } }));
    const { id } = await findVersion();
    const movie = await ask(id, { kind: "movie", burnIn: true });
    expect(movie).toMatchObject({
      state: "pending",
      frameRate: "24000/1001",
      filename: "sq010_sh010_paint.v001.burn-in.mp4",
    });
    expect(await ask(id, { kind: "movie", burnIn: true })).toEqual(movie);
    const other = await ask(id, { kind: "movie", format: "webm", frameRate: "12" });
    expect(other.id).not.toBe(movie.id);
    await studios.makeRendition();
    await studios.makeRendition();
    const made = (await list(id)).filter(({ automatic }) => !automatic);
    expect(made).toMatchObject([
      { format: "mp4", state: "ready", frames: 2, burnIn: true },
      { format: "webm", state: "ready", frameRate: "12" },
    ]);
    // Nothing has changed since.
    expect(await ask(id, { kind: "movie", burnIn: true })).toMatchObject({ state: "ready", key: made[0]?.key });
  }, 60_000);

  test("is refused without frames, and for versions that the actor may not see", async () => {
    await actions.submit(artist);
    await complete();
    const { id } = await findVersion();
    await expect(ask(id, { kind: "contactSheet" })).rejects.toMatchObject({ code: "conflict" });
    const stranger = await studios.member("orrery", "admin");
    await expect(ask(id, { kind: "contactSheet" }, stranger)).rejects.toMatchObject({ code: "not_found" });
    await expect(as(stranger, () => Rendition.list(id))).rejects.toMatchObject({ code: "not_found" });
    expect(() => Rendition.RenditionRequest.parse({ kind: "movie", frameRate: "24.5" })).toThrow("an exact rate");
  });
});

test("a movie whose process ends three times fails instead of being tried for ever", async () => {
  await submit({ frames: "1-2" });
  await complete();
  await complete();
  const { id } = await findVersion();
  const { id: renditionId } = await ask(id, { kind: "movie" });
  await studios.database.admin()`update rendition set attempts = 3 where id = ${renditionId}`;
  await studios.makeRendition();
  expect((await list(id)).find((one) => one.id === renditionId)).toMatchObject({
    state: "failed",
    reason: expect.stringContaining("was interrupted"),
  });
});
