import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Batch from "@pegbar/core/shot/batch";
import * as Job from "@pegbar/core/job";
import * as Asset from "@pegbar/core/result/asset";
import * as Erasure from "@pegbar/core/result/erasure";
import { verify, formatCertificate } from "@pegbar/verify";
import { createLedger, type TestLedger } from "../setup/ledger.ts";
import { software } from "../setup/studio.ts";
import { createActions, findSubjects } from "../setup/work.ts";

let ledger: TestLedger;
let artist: Actor;
let actions: ReturnType<typeof createActions>;

beforeEach(async () => {
  ledger = await createLedger();
  artist = await ledger.studios.member("lumen", "artist");
  actions = createActions(ledger.studios);
});
afterEach(() => ledger.drop());

const as = <T>(actor: Actor, cb: () => Promise<T>) => ledger.studios.as(actor, cb);
const parse = (draft: Partial<z.input<typeof Batch.BatchRequest>> = {}) =>
  Batch.BatchRequest.parse({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    frames: "1-3",
    parameters: { prompt: "a lamp" },
    ...("grid" in draft ? {} : { seed: { kind: "perFrame", seed: 1 } }),
    ...draft,
  });
const submit = async (draft: Parameters<typeof parse>[0] = {}, by = artist) =>
  (await as(by, () => Batch.submit(parse(draft), undefined))).batch;
const retake = async (id: string, draft: Partial<z.input<typeof Batch.RetakeRequest>>, key?: string, by = artist) =>
  (await as(by, () => Batch.retake(id, Batch.RetakeRequest.parse({ frames: "2", ...draft }), key))).batch;
const jobs = async (batchId: string) =>
  (await as(artist, () => Job.list({ batchId, sort: "frame", limit: 200 }))).items;
const assets = async (batchId: string) =>
  (await as(artist, () => Asset.list({ batchId, limit: 200 }))).items.toSorted(
    (a, b) => (a.frame ?? 0) - (b.frame ?? 0),
  );
/** Renders everything that is queued. */
const render = async () => {
  for (let lease = await actions.claim(); lease; lease = await actions.claim()) await actions.complete(lease, 10);
};
const states = async (batchId: string) => (await jobs(batchId)).map(({ frame, state }) => `${frame} ${state}`);

describe("a retake of one variant", () => {
  test("has its values, whatever the order in which the database keeps the grid's parameters", async () => {
    // PostgreSQL orders these names by their length: steps, prompt.
    const grid = { prompt: ["a lamp", "a boat"], steps: [2, 3] };
    const seed = { kind: "perFrame" as const, seed: 1 };
    const batch = await submit({ frames: "1-2", parameters: {}, grid, seed });
    await render();
    const before = (await jobs(batch.id)).filter(({ variant }) => variant === 1);
    expect(before[0]?.parameters).toMatchObject({ prompt: "a lamp", steps: 3 });
    const again = await retake(batch.id, { variant: 1, seed: { kind: "perFrame", seed: 2 } });
    const [kept, rendered] = await jobs(again.id);
    expect(kept).toMatchObject({ state: "succeeded", variant: 0, reusedJobId: before[0]?.id });
    expect(rendered).toMatchObject({ state: "queued", parameters: { prompt: "a lamp", steps: 3 } });
    await render();
    expect(await assets(again.id)).toHaveLength(2);
  });

  test("is needed by name if there are several", async () => {
    const batch = await submit({ frames: "1", parameters: {}, grid: { prompt: ["a", "b"] } });
    await render();
    for (const more of [{}, { variant: 2 }])
      await expect(retake(batch.id, { frames: "1", ...more, parameters: { steps: 2 } })).rejects.toMatchObject({
        code: "parameters_invalid",
        errors: [
          { code: "variant_unknown", pointer: "/variant", remedy: "Name the one to continue with, from 0 to 1." },
        ],
      });
  });
});

describe("frames with the content of earlier results", () => {
  test("get these results at once, free of charge, with records and versions of their own", async () => {
    const first = await submit();
    await render();
    const { memberId } = await findSubjects(ledger.studios, artist);
    const before = await actions.quota(artist, memberId);
    expect(await as(artist, () => Batch.quote(parse({ frames: "1-4" })))).toMatchObject({ jobs: 4, reused: 3 });
    const second = await submit({ frames: "1-4" });
    expect(await states(second.id)).toEqual(["1 succeeded", "2 succeeded", "3 succeeded", "4 queued"]);
    const [reused] = await jobs(second.id);
    expect(reused).toMatchObject({ reusedJobId: (await jobs(first.id))[0]?.id, reservedMicros: 0, startedAt: null });
    const after = await actions.quota(artist, memberId);
    expect([after.used.gpuSeconds, after.used.storageBytes]).toEqual([
      before.used.gpuSeconds,
      before.used.storageBytes,
    ]);
    await render();
    const [original, linked] = [await assets(first.id), await assets(second.id)];
    expect(linked.map(({ filename }) => filename)).toEqual(
      [1, 2, 3, 4].map((frame) => `sq010_sh010_paint.v002.000${frame}.png`),
    );
    expect(linked.slice(0, 3).map(({ key, reusedAssetId }) => [key, reusedAssetId])).toEqual(
      original.map(({ key, id }) => [key, id]),
    );
    expect(linked[3]?.reusedAssetId).toBeNull();

    await ledger.run();
    const verdict = verify(formatCertificate(await ledger.readCertificate(artist, linked[0]?.id ?? "")), undefined, {
      log: ledger.logKeys,
    });
    expect(verdict).toMatchObject({
      valid: true,
      statements: [
        {
          record: {
            type: "asset.generated",
            schema: 5,
            frame: 1,
            batchId: second.id,
            job: { id: reused?.id, attempt: 0 },
            reusedFrom: { assetId: original[0]?.id, jobId: original[0]?.jobId },
            output: { sha256: original[0]?.sha256 },
            generation: { prompts: ["a lamp"] },
            runtime: { comfyuiVersion: "test", imageDigest: "test", gpu: "none", software },
          },
        },
      ],
    });
    // A third one refers to the original, not to the second.
    const third = await submit({ frames: "1" });
    expect(await assets(third.id)).toMatchObject([{ reusedAssetId: original[0]?.id, version: 3 }]);
  });

  test("are rendered if they are asked for", async () => {
    await submit();
    await render();
    expect((await submit({ reuse: false })).counts).toMatchObject({ queued: 3, succeeded: 0 });
  });

  test.each<[string, Parameters<typeof parse>[0]]>([
    ["another value", { parameters: { prompt: "another lamp" } }],
    ["another seed", { seed: { kind: "perFrame", seed: 2 } }],
  ])("are rendered with %s", async (_what, draft) => {
    await submit();
    await render();
    expect((await submit(draft)).counts).toMatchObject({ queued: 3, succeeded: 0 });
  });

  test("are rendered after the image has changed, after an erasure, and in another studio", async () => {
    await submit();
    await render();
    const other = await ledger.studios.member("orrery", "artist");
    expect((await submit({ shot: "COMET/sq010/sh010" }, other)).counts).toMatchObject({ queued: 3, succeeded: 0 });
    const sql = ledger.studios.database.admin();
    await sql`update attempt set runtime = jsonb_set(runtime, '{objectInfoDigest}', to_jsonb(md5('older')))`;
    const { id, counts } = await submit();
    expect(counts).toMatchObject({ queued: 3, succeeded: 0 });
    await as(artist, () => Batch.act(id, { action: "cancel" }));
    await sql`update attempt set runtime = jsonb_set(runtime, '{objectInfoDigest}', to_jsonb(image.object_info_digest))
      from image where image.current`;
    expect((await submit()).counts).toMatchObject({ succeeded: 3 });
    const admin = await ledger.studios.member("lumen", "admin");
    const { memberId } = await findSubjects(ledger.studios, artist);
    await as(admin, () => Erasure.create({ memberId, kinds: ["prompts"], reason: "test" }));
    expect((await submit()).counts).toMatchObject({ queued: 3, succeeded: 0 });
  });
});

describe("a retake", () => {
  test("renders the chosen frames with other values, and keeps the others in the next version", async () => {
    const { id } = await submit({ frames: "1-5" });
    await render();
    const again = await retake(id, { frames: "2,4", parameters: { prompt: "a brighter lamp" } });
    expect(again).toMatchObject({ retakeOf: id, frames: "1-5", counts: { queued: 2, succeeded: 3 } });
    expect((await jobs(again.id)).map(({ frame, parameters }) => [frame, parameters["prompt"]])).toEqual([
      [1, "a lamp"],
      [2, "a brighter lamp"],
      [3, "a lamp"],
      [4, "a brighter lamp"],
      [5, "a lamp"],
    ]);
    // The frames keep their seeds.
    expect((await jobs(again.id)).map(({ parameters }) => parameters["seed"])).toEqual(
      (await jobs(id)).map(({ parameters }) => parameters["seed"]),
    );
    await render();
    const [old, fresh] = [await assets(id), await assets(again.id)];
    expect(fresh.map(({ version }) => version)).toEqual([2, 2, 2, 2, 2]);
    expect(fresh.map(({ sha256 }, index) => sha256 === old[index]?.sha256)).toEqual([true, false, true, false, true]);

    // Of a retake: frames that were kept are kept again, with the values that they were made with.
    const third = await retake(again.id, { frames: "5", seed: { kind: "fixed", seed: 9 } });
    await render();
    expect((await jobs(third.id)).map(({ parameters }) => parameters["prompt"])).toEqual([
      "a lamp",
      "a brighter lamp",
      "a lamp",
      "a brighter lamp",
      "a brighter lamp",
    ]);
    expect((await assets(third.id)).map(({ version, reusedAssetId }) => [version, reusedAssetId])).toEqual([
      [3, old[0]?.id],
      [3, fresh[1]?.id],
      [3, old[2]?.id],
      [3, fresh[3]?.id],
      [3, null],
    ]);
  });

  test("is submitted once per idempotency key, and costs only the frames that are rendered", async () => {
    const { id } = await submit();
    await render();
    const ask = { frames: "2", seed: { kind: "fixed" as const, seed: 4 } };
    const [one, two] = await Promise.all([retake(id, ask, "key"), retake(id, ask, "key")]);
    expect(two.id).toBe(one.id);
    const [first, second] = await jobs(one.id);
    expect([first?.reservedMicros, (second?.reservedMicros ?? 0) > 0]).toEqual([0, true]);
  });

  test("is refused with what to do", async () => {
    const { id } = await submit();
    await expect(retake(id, { frames: "2", parameters: { prompt: "x" } })).rejects.toMatchObject({
      code: "conflict",
      message: "Frames 1, 3: without a result. Wait for them, retry them, or add them to the frames of the retake.",
    });
    await render();
    await expect(retake(id, { frames: "2,9", parameters: { prompt: "x" } })).rejects.toMatchObject({
      code: "conflict",
      message: "Frame 9: not in the batch. Choose frames of the batch.",
    });
    await expect(retake(id, { frames: "2-", parameters: { prompt: "x" } })).rejects.toMatchObject({
      code: "parameters_invalid",
    });
    expect(() => Batch.RetakeRequest.parse({ frames: "2" })).toThrow(/they would look the same/);
    const sweep = await submit({ grid: { strength: [1] }, frames: "1" }).catch((error: unknown) => error);
    expect(sweep).toMatchObject({ code: "parameters_invalid" });
    const grid = await submit({ parameters: {}, grid: { prompt: ["a", "b"] }, reuse: false });
    await render();
    await expect(retake(grid.id, { parameters: { seed: 3 } })).rejects.toMatchObject({ code: "parameters_invalid" });
    const other = await ledger.studios.member("orrery", "admin");
    await expect(retake(id, { parameters: { prompt: "x" } }, undefined, other)).rejects.toMatchObject({
      code: "not_found",
    });
  });
});
