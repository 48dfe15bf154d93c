import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Asset from "@pegbar/core/result/asset";
import * as Batch from "@pegbar/core/shot/batch";
import * as Show from "@pegbar/core/studio/show";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions, findSubjects } from "../setup/work.ts";

let api: TestApi;
let artist: Actor;
let admin: Actor;
let showId: string;

beforeAll(async () => {
  api = await startApi();
  artist = await api.studios.member("lumen", "artist");
  admin = await api.studios.member("lumen", "admin");
  ({ showId } = await findSubjects(api.studios, artist));
});
afterAll(() => api.stop());

const rename = (naming: string) => api.studios.as(admin, () => Show.update({ id: showId, change: { naming } }));
const submit = (frames: string) =>
  api.studios.as(artist, async () => {
    const request = Batch.BatchRequest.parse({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-text",
      parameters: { prompt: "a lamp" },
      seed: { kind: "perFrame", seed: 1 },
      frames,
    });
    return (await Batch.submit(request, undefined)).batch.id;
  });
const render = async () => {
  const { claim, complete } = createActions(api.studios);
  const lease = await claim();
  if (!lease) throw new Error("nothing to do");
  await complete(lease, 10);
};
const listNames = async (batchId: string) =>
  (await api.studios.as(artist, () => Asset.list({ batchId }))).items.map(({ filename }) => filename).toSorted();

test("a show's scheme names its new versions, and a version keeps the names that it began with", async () => {
  await rename("{show}_{shot}-f{frame:05}_{name}_v{version:02}.{ext}");
  const batch = await submit("7-8");
  await render();
  await rename("{sequence}_{shot}_{name}.v{version:03}.{frame:04}.{ext}");
  await render();
  expect(await listNames(batch)).toEqual(["HARBOR_sh010-f00007_paint_v01.png", "HARBOR_sh010-f00008_paint_v01.png"]);
  // Results that are reused have the names of their own version.
  expect(await listNames(await submit("7-8"))).toEqual([
    "sq010_sh010_paint.v002.0007.png",
    "sq010_sh010_paint.v002.0008.png",
  ]);
});

test("admins change it, and a scheme that cannot be used says why", async () => {
  const patch = (body: unknown, as = "admin@lumen.example") => api.ask("PATCH", `/v1/shows/${showId}`, { as, body });
  expect(await patch({ naming: "{shot}_{name}_v{version:04}.{frame:04}.{ext}" })).toMatchObject({
    status: 200,
    body: { naming: "{shot}_{name}_v{version:04}.{frame:04}.{ext}", name: "The Harbor Lights" },
  });
  const refused = await patch({ naming: "{shot}_v{version}.{frame}.{ext}" });
  expect(refused.status).toBe(400);
  expect(JSON.stringify(refused.body)).toContain("{name} is missing.");
  expect((await patch({ naming: "{shot}_{name}_v{version}.{frame}.{ext}" }, "artist@lumen.example")).status).toBe(403);
  expect((await patch({})).status).toBe(400);
});
