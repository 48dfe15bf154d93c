import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import type { Lease } from "@pegbar/core/contract";
import * as Batch from "@pegbar/core/shot/batch";
import * as Job from "@pegbar/core/job";
import * as Asset from "@pegbar/core/result/asset";
import * as Lineage from "@pegbar/core/result/asset/lineage.ts";
import { createActions, findSubjects } from "../setup/work.ts";
import { createStudios, type Studios } from "../setup/studio.ts";

let studios: Studios;
let artist: Actor;
let actions: ReturnType<typeof createActions>;

beforeEach(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  actions = createActions(studios);
});
afterEach(() => studios.drop());

const as = <T>(actor: Actor, cb: () => Promise<T>) => studios.as(actor, cb);
const LINES = { step: "lines" };
type Draft = Partial<z.input<typeof Batch.BatchRequest>>;
const parse = (draft: Draft = {}) =>
  Batch.BatchRequest.parse({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    step: "lines",
    frames: "1-2",
    parameters: { prompt: "line art" },
    seed: { kind: "perFrame", seed: 1 },
    steps: [
      { name: "colour", workflow: "paint-layout", parameters: { prompt: "in colour" }, inputs: { layout: LINES } },
    ],
    ...draft,
  });
const submit = async (draft: Draft = {}) => (await as(artist, () => Batch.submit(parse(draft), undefined))).batch;
const read = (id: string) => as(artist, () => Batch.fromID(id));
const act = (id: string, request: Batch.BatchActRequest) => as(artist, () => Batch.act(id, request));
const listJobs = async (batchId: string) =>
  (await as(artist, () => Job.list({ batchId, sort: "created", limit: 200 }))).items;
const claim = async (): Promise<Lease> => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
/** Completes an attempt with a picture of its own. */
const complete = async (lease: Lease) => {
  const [red, green, blue] = [...Buffer.from(lease.attemptId.slice(-3))];
  const background = { r: red ?? 0, g: green ?? 0, b: blue ?? 0 };
  const bytes = await sharp({ create: { width: 32, height: 24, channels: 3, background } })
    .png()
    .toBuffer();
  return actions.complete(lease, 10, { bytes, filename: "paint.png", contentType: "image/png" });
};
const render = async () => {
  for (let lease = await actions.claim(); lease; lease = await actions.claim()) await complete(lease);
};
const refusal = (draft: Draft) =>
  as(artist, () => Batch.submit(parse(draft), undefined)).then(
    () => undefined,
    (error: unknown) => error,
  );

describe("a later step", () => {
  test("starts frame by frame with the results of the earlier one, which become its inputs", async () => {
    const { id, jobs, counts } = await submit();
    expect([jobs, counts]).toMatchObject([4, { queued: 2, waiting: 2, held: 0 }]);
    const first = await claim();
    await complete(first);
    expect(await read(id)).toMatchObject({ counts: { succeeded: 1, queued: 2, waiting: 1 } });
    const [lines] = (await as(artist, () => Asset.list({ jobId: first.jobId }))).items;
    const [, , colour] = await listJobs(id);
    expect(colour).toMatchObject({ frame: 1, state: "queued", reason: null });
    const { inputs } = await actions.job(artist, colour?.id ?? "");
    await complete(await claim());
    const lease = await claim();
    expect(lease.jobId).toBe(colour?.id);
    expect(lease.inputs).toMatchObject([{ id: inputs["layout"], sha256: lines?.sha256 }]);
    const file = await fetch(lease.inputs[0]?.download.url ?? "");
    expect(Buffer.from(await file.arrayBuffer()).length).toBe(lines?.bytes);
    expect(JSON.stringify(lease.graph)).toContain(inputs["layout"]);
    expect(JSON.stringify(lease.graph)).not.toContain("step:");
    await complete(lease);
    await render();
    expect(await read(id)).toMatchObject({ state: "ended", counts: { succeeded: 4 } });
    const all = (await as(artist, () => Asset.list({ batchId: id }))).items;
    expect(all.map(({ filename }) => filename).toSorted()).toEqual(
      [1, 2].flatMap((version) => [1, 2].map((frame) => `sq010_sh010_paint.v00${version}.000${frame}.png`)),
    );
    const supervisor = await studios.member("lumen", "admin");
    const made = all.find(({ jobId }) => jobId === colour?.id);
    const origins = await as(supervisor, () => Lineage.fromAsset(made?.id ?? ""));
    expect(origins.assets.map((one) => one.id)).toContain(lines?.id);
  });

  test("gets the results of an earlier batch with the same results before it, free of charge", async () => {
    const { memberId } = await findSubjects(studios, artist);
    const first = await submit();
    await render();
    const used = (await actions.quota(artist, memberId)).used;
    const again = await submit({ frames: "1-3" });
    expect(again.counts).toMatchObject({ succeeded: 4, queued: 1, waiting: 1 });
    const colour = (await listJobs(again.id)).filter(({ step }) => step === 1);
    const sources = (await listJobs(first.id)).filter(({ step }) => step === 1);
    expect(colour.map(({ reusedJobId }) => reusedJobId)).toEqual([...sources.map(({ id }) => id), null]);
    await render();
    const after = await actions.quota(artist, memberId);
    expect(after).toMatchObject({ reserved: { gpuSeconds: 0, dollars: 0 } });
    expect(after.used).toMatchObject({ waitingJobs: 0, runningJobs: 0 });
    expect(after.used.gpuSeconds).toBeGreaterThan(used.gpuSeconds);
    const files = (await as(artist, () => Asset.list({ batchId: again.id, limit: 50 }))).items;
    expect(files.map(({ filename }) => filename).toSorted()).toEqual(
      [3, 4].flatMap((version) => [1, 2, 3].map((frame) => `sq010_sh010_paint.v00${version}.000${frame}.png`)),
    );
  });

  test("gets them also when other values before it give the same picture, and the step behind it as well", async () => {
    const { memberId } = await findSubjects(studios, artist);
    const steps = [
      { name: "colour", workflow: "paint-layout", parameters: { prompt: "in colour" }, inputs: { layout: LINES } },
      {
        name: "large",
        workflow: "paint-layout",
        parameters: { prompt: "large" },
        inputs: { layout: { step: "colour" } },
      },
    ];
    const file = { bytes: Buffer.from("equal lines"), filename: "paint.png", contentType: "image/png" };
    const first = await submit({ frames: "1", steps });
    await actions.complete(await claim(), 10, file);
    await render();
    const other = await submit({ frames: "1", steps, seed: { kind: "fixed", seed: 99 } });
    expect(other.counts).toMatchObject({ queued: 1, waiting: 2 });
    await actions.complete(await claim(), 10, file);
    const [, ...later] = await listJobs(other.id);
    const [, ...sources] = await listJobs(first.id);
    expect(later.map(({ state, reusedJobId }) => [state, reusedJobId])).toEqual(
      sources.map(({ id }) => ["succeeded", id]),
    );
    expect(await read(other.id)).toMatchObject({ state: "ended", counts: { succeeded: 3 } });
    expect(await actions.quota(artist, memberId)).toMatchObject({
      reserved: { gpuSeconds: 0, dollars: 0 },
      used: { waitingJobs: 0, runningJobs: 0 },
    });
    expect(await actions.claim()).toBeUndefined();
    const rendered = await submit({ frames: "1", steps, seed: { kind: "fixed", seed: 98 }, reuse: false });
    await actions.complete(await claim(), 10, file);
    expect(await read(rendered.id)).toMatchObject({ counts: { succeeded: 1, queued: 1, waiting: 1 } });
  });

  test("takes the output that it names", async () => {
    const layout = { step: "lines", output: "paint" };
    const { id } = await submit({
      steps: [{ name: "colour", workflow: "paint-layout", parameters: { prompt: "in colour" }, inputs: { layout } }],
    });
    await render();
    expect(await read(id)).toMatchObject({ state: "ended", counts: { succeeded: 4 } });
  });

  test("starts after the last frame if it comes after the whole step, also if two frames end at once", async () => {
    const { id } = await submit({
      frames: "1-3",
      steps: [{ name: "again", workflow: "paint-text", parameters: { prompt: "x" }, after: ["lines"] }],
    });
    await complete(await claim());
    expect(await read(id)).toMatchObject({ counts: { waiting: 3 } });
    const [two, three] = [await claim(), await claim()];
    await Promise.all([complete(two), complete(three)]);
    expect(await read(id)).toMatchObject({ counts: { succeeded: 3, queued: 3, waiting: 0 } });
  });

  test("waits while a frame has failed, and starts after its retry", async () => {
    const { id } = await submit({ frames: "1", stopAfter: { failures: null, share: null } });
    await actions.fail(await claim(), 10);
    expect(await read(id)).toMatchObject({ state: "active", counts: { failed: 1, waiting: 1 } });
    expect(await actions.claim()).toBeUndefined();
    await act(id, { action: "retry" });
    await render();
    expect(await read(id)).toMatchObject({ counts: { succeeded: 2 } });
  });

  test("is cancelled with the frame that it waits for, whether that waits or runs", async () => {
    const { id } = await submit();
    const [one, two] = await listJobs(id);
    const lease = await claim();
    await actions.cancel(artist, two?.id ?? "");
    expect(await read(id)).toMatchObject({ counts: { running: 1, waiting: 1, cancelled: 2 } });
    await actions.cancel(artist, one?.id ?? "");
    await actions.lose(lease);
    expect(await read(id)).toMatchObject({ state: "ended", counts: { cancelled: 4 } });
    const { tenantId, memberId } = artist as Extract<Actor, { type: "member" }>;
    for (const subject of [tenantId, memberId])
      expect(await actions.quota(artist, subject)).toMatchObject({
        used: { waitingJobs: 0 },
        reserved: { dollars: 0, gpuSeconds: 0 },
      });
  });

  test("is not released by a person, and is held when its batch is paused", async () => {
    const { id } = await submit({ frames: "1" });
    const [, colour] = await listJobs(id);
    await as(artist, () => Job.actOn(colour?.id ?? "", { action: "release" }));
    expect(await read(id)).toMatchObject({ counts: { waiting: 1, queued: 1 } });
    const lease = await claim();
    await act(id, { action: "pause" });
    await complete(lease);
    expect(await read(id)).toMatchObject({ state: "paused", counts: { held: 1, waiting: 0, succeeded: 1 } });
    await act(id, { action: "resume" });
    await render();
    expect(await read(id)).toMatchObject({ state: "ended", counts: { succeeded: 2 } });
  });

  test("starts at once if the results of the earlier step are reused", async () => {
    await submit({ steps: [] });
    await render();
    expect(await submit()).toMatchObject({ counts: { succeeded: 2, queued: 2, waiting: 0 } });
  });

  test.each<[string, Draft, string]>([
    [
      "an unknown step",
      { steps: [{ name: "a", workflow: "paint-layout", inputs: { layout: { step: "b" } } }] },
      "/steps/0/inputs/layout",
    ],
    [
      "an unknown output",
      { steps: [{ name: "a", workflow: "paint-layout", inputs: { layout: { ...LINES, output: "depth" } } }] },
      "/steps/0/inputs/layout",
    ],
    ["a step that continues with nothing", { steps: [{ name: "a", workflow: "paint-text" }] }, "/steps/0/inputs"],
    [
      "a name twice",
      { steps: [{ name: "lines", workflow: "paint-layout", inputs: { layout: LINES } }] },
      "/steps/0/name",
    ],
    [
      "an unknown parameter of a later step",
      {
        steps: [
          {
            name: "a",
            workflow: "paint-layout",
            inputs: { layout: LINES },
            keyframes: { x: { keys: [{ frame: 1, value: 1 }] } },
          },
        ],
      },
      "/steps/0/keyframes/x",
    ],
  ])("is refused with %s", async (_what, draft, pointer) => {
    expect(await refusal(draft)).toMatchObject({ code: "parameters_invalid", errors: [{ pointer }] });
  });
});

describe("a retake of a batch with steps", () => {
  test("renders a frame again from the first step that changes", async () => {
    const { id } = await submit();
    await render();
    const retake = (request: z.input<typeof Batch.RetakeRequest>) =>
      as(artist, () => Batch.retake(id, Batch.RetakeRequest.parse(request), undefined));
    const colours = await retake({ frames: "2", steps: { colour: { parameters: { prompt: "brighter" } } } });
    expect(colours.batch).toMatchObject({ counts: { succeeded: 3, queued: 1, waiting: 0 } });
    await render();
    expect((await listJobs(colours.batch.id)).map(({ frame, parameters }) => [frame, parameters["prompt"]])).toEqual(
      expect.arrayContaining([
        [1, "line art"],
        [2, "line art"],
        [1, "in colour"],
        [2, "brighter"],
      ]),
    );
    const lines = await retake({ frames: "1", seed: { kind: "fixed", seed: 8 } });
    expect(lines.batch).toMatchObject({ counts: { succeeded: 2, queued: 1, waiting: 1 } });
    await render();
    expect(await read(lines.batch.id)).toMatchObject({ counts: { succeeded: 4 } });
    await expect(retake({ frames: "1", steps: { ink: { parameters: { prompt: "x" } } } })).rejects.toMatchObject({
      errors: [{ code: "step_unknown", pointer: "/steps" }],
    });
  });
});
