import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import type { Lease } from "@pegbar/core/contract";
import * as Batch from "@pegbar/core/shot/batch";
import * as Job from "@pegbar/core/job";
import * as Asset from "@pegbar/core/result/asset";
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

type Draft = Partial<z.input<typeof Batch.BatchRequest>>;
const parse = ({ frames = "1-4", ...draft }: Draft = {}) =>
  Batch.BatchRequest.parse({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    ...(frames === "" ? {} : { frames }),
    parameters: { prompt: "a lamp" },
    stopAfter: { failures: null, share: null },
    ...draft,
  });
const submit = async (draft: Draft = {}, key?: string, by = artist) =>
  (await studios.as(by, () => Batch.submit(parse(draft), key))).batch;
const read = (id: string, by = artist) => studios.as(by, () => Batch.fromID(id));
const act = (id: string, request: Batch.BatchActRequest, by = artist) => studios.as(by, () => Batch.act(id, request));
const jobs = async (batchId: string) =>
  (await studios.as(artist, () => Job.list({ batchId, sort: "frame", limit: 200 }))).items;
const assets = async (batchId: string) =>
  (await studios.as(artist, () => Asset.list({ batchId, limit: 200 }))).items.toSorted(
    (a, b) => (a.frame ?? 0) - (b.frame ?? 0),
  );
const claim = async (): Promise<Lease> => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
const frameOf = async (lease: Lease) => (await actions.job(artist, lease.jobId)).frame;
const refusal = (draft: Draft) =>
  studios
    .as(artist, () => Batch.submit(parse(draft), undefined))
    .then(
      () => undefined,
      (error: unknown) => error as { code: string; message: string; errors: { pointer: string; code: string }[] },
    );

describe("the jobs of a batch", () => {
  test("are one per frame, with values of the frame, and start in the order of the frames", async () => {
    const { id, counts, state } = await submit({
      frames: "1-9:2",
      keyframes: {
        prompt: {
          interpolation: "hold",
          keys: [
            { frame: 1, value: "dusk" },
            { frame: 5, value: "night" },
          ],
        },
      },
      parameters: {},
      seed: { kind: "increment", seed: 100 },
    });
    expect([counts, state]).toEqual([
      { queued: 5, running: 0, held: 0, succeeded: 0, failed: 0, cancelled: 0, waiting: 0 },
      "active",
    ]);
    const found = await jobs(id);
    expect(found.map(({ frame, parameters }) => [frame, parameters["prompt"], parameters["seed"]])).toEqual([
      [1, "dusk", 100],
      [3, "dusk", 102],
      [5, "night", 104],
      [7, "night", 106],
      [9, "night", 108],
    ]);
    for (const frame of [1, 3, 5, 7, 9]) {
      const lease = await claim();
      expect(await frameOf(lease)).toBe(frame);
      // The value is in the graph that runs, and the nodes without values are the version's.
      expect(JSON.stringify(lease.graph)).toContain(frame < 5 ? "dusk" : "night");
      await actions.complete(lease, 10);
    }
    expect(await read(id)).toMatchObject({ state: "ended", counts: { succeeded: 5, queued: 0 } });
  });

  test("start with every nth frame if it is coarse to fine", async () => {
    await submit({ frames: "1-9", order: { coarseToFine: 4 } });
    const order = [];
    for (let count = 0; count < 9; count++) {
      const lease = await claim();
      order.push(await frameOf(lease));
      await actions.complete(lease, 10);
    }
    expect(order.slice(0, 3)).toEqual([1, 5, 9]);
    expect(order.toSorted((a, b) => (a ?? 0) - (b ?? 0))).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]);
  });

  test("have every combination of a grid as a variant, with and without frames", async () => {
    const sweep = await submit({ frames: "", grid: { seed: [1, 2, 3] } });
    expect(
      (await jobs(sweep.id)).map(({ frame, variant, parameters }) => [frame, variant, parameters["seed"]]),
    ).toEqual([
      [null, 0, 1],
      [null, 1, 2],
      [null, 2, 3],
    ]);
    const both = await submit({ frames: "10-11", grid: { seed: [1, 2] } });
    expect(both.jobs).toBe(4);
  });

  test("have the same graph as a job by itself", async () => {
    const { id } = await submit({ frames: "7", parameters: { prompt: "a lamp", seed: 5 } });
    const single = await actions.submit(artist, { parameters: { prompt: "a lamp", seed: 5 } });
    const [row] = await studios.database.admin()`
      select count(distinct graph)::int as graphs, count(*)::int as jobs from job where batch_id = ${id} or id = ${single}`;
    expect(row).toEqual({ graphs: 1, jobs: 2 });
  });

  test("read one file each", async () => {
    const [one, two] = [(await studios.input(artist, "#aa0000")).id, (await studios.input(artist, "#00aa00")).id];
    const { id } = await submit({
      workflow: "paint-layout",
      frames: "1,2",
      inputs: { layout: { "1": one, "2": two } },
    });
    expect((await jobs(id)).length).toBe(2);
    const [first, second] = [await claim(), await claim()];
    expect([first, second].map(({ inputs }) => inputs.map((input) => input.id))).toEqual([[one], [two]]);
    expect(
      await refusal({ workflow: "paint-layout", frames: "1-3", inputs: { layout: { "1": one, "2": two } } }),
    ).toMatchObject({
      code: "parameters_invalid",
      errors: [{ code: "frames_incomplete", pointer: "/inputs/layout", message: expect.stringContaining("3") }],
    });
  });
});

describe("a batch", () => {
  test("is queued as a whole or not at all", async () => {
    const { tenantId, memberId } = await findSubjects(studios, artist);
    await actions.limit(tenantId, memberId, { waitingJobs: 3 });
    expect(await refusal({ frames: "1-4" })).toMatchObject({
      code: "quota_exceeded",
      message: expect.stringContaining("this request adds 4"),
    });
    expect(await actions.quota(artist, memberId)).toMatchObject({ used: { waitingJobs: 0 }, reserved: { dollars: 0 } });
    const { id } = await submit({ frames: "1-3" });
    const reserved = (await jobs(id)).reduce((sum, job) => sum + job.reservedMicros, 0);
    expect(await actions.quota(artist, memberId)).toMatchObject({
      used: { waitingJobs: 3 },
      reserved: { dollars: reserved / 1e6 },
    });
  });

  test("with the same idempotency key is submitted once, also at the same time", async () => {
    const [one, two] = await Promise.all([submit({}, "key-1"), submit({}, "key-1")]);
    expect(two.id).toBe(one.id);
    expect((await jobs(one.id)).length).toBe(4);
    await expect(submit({ frames: "1-5" }, "key-1")).rejects.toMatchObject({ code: "idempotency_key_reused" });
  });

  test("costs what its jobs cost", async () => {
    const quote = await studios.as(artist, () => Batch.quote(parse({ frames: "1-10" })));
    const single = await studios.as(artist, () =>
      Job.quote(
        Job.SubmitRequest.parse({
          shot: "HARBOR/sq010/sh010",
          workflow: "paint-text",
          parameters: { prompt: "a lamp" },
        }),
      ),
    );
    expect(quote).toMatchObject({ jobs: 10, class: single.class, remaining: single.remaining });
    expect(quote.seconds.high).toBeCloseTo(single.seconds.high * 10);
    expect(quote.dollars.high).toBeCloseTo(single.dollars.high * 10, 4);
  });

  test.each([
    ["a range that is none", { frames: "1..4" }, "parameters_invalid", "/frames"],
    ["a billion frames", { frames: "1-999999999" }, "parameters_invalid", "/frames"],
    [
      "a parameter set twice",
      { keyframes: { prompt: { keys: [{ frame: 1, value: "x" }], interpolation: "hold" } } },
      "parameters_invalid",
      "/keyframes/prompt",
    ],
    ["an unknown parameter", { grid: { colour: ["red"] } }, "parameters_invalid", "/grid/colour"],
    [
      "a grid that is too large",
      { grid: { seed: Array.from({ length: 1000 }, (_, index) => index) }, frames: "1-100" },
      "parameters_invalid",
      "/grid",
    ],
    [
      "a keyframe outside of the field's range",
      { keyframes: { seed: { keys: [{ frame: 1, value: -1 }] } } },
      "parameters_invalid",
      "/keyframes/seed/keys/0/value",
    ],
    [
      "keyframes without frames",
      {
        frames: "",
        grid: { prompt: ["a"] },
        parameters: {},
        keyframes: { seed: { keys: [{ frame: 1, value: 1 }] } },
      },
      "parameters_invalid",
      "/keyframes/seed",
    ],
    [
      "a table without a seed for each frame",
      { seed: { kind: "table", seeds: { "1": 5 } } },
      "parameters_invalid",
      "/seed",
    ],
  ] satisfies [string, Draft, string, string][])("is refused with %s", async (_what, draft, code, pointer) => {
    expect(await refusal(draft)).toMatchObject({ code, errors: [{ pointer }] });
  });

  test("names the frame of a value that its field refuses", async () => {
    expect(await refusal({ parameters: { prompt: "a lamp", seed: -5 } })).toMatchObject({
      code: "parameters_invalid",
      message: expect.stringMatching(/^Frame 1: /),
    });
  });

  test("of another studio or artist is not found", async () => {
    const { id } = await submit();
    const [other, colleague] = [
      await studios.member("orrery", "admin"),
      await studios.member("lumen", "artist", "colleague"),
    ];
    for (const by of [other, colleague]) {
      await expect(read(id, by)).rejects.toMatchObject({ code: "not_found" });
      await expect(act(id, { action: "cancel" }, by)).rejects.toMatchObject({ code: "not_found" });
    }
    expect((await studios.as(other, () => Batch.list({}))).items).toEqual([]);
  });
});

describe("the results of a batch", () => {
  test("are one version, numbered by frame, while others get the next ones", async () => {
    const { id } = await submit({ frames: "8-12:2" });
    const first = await claim();
    await actions.complete(first, 10);
    const single = await actions.submit(artist);
    await actions.limit(
      (await findSubjects(studios, artist)).tenantId,
      (await findSubjects(studios, artist)).tenantId,
      {},
    );
    const rest = [await claim(), await claim(), await claim()];
    for (const lease of rest.toReversed()) await actions.complete(lease, 10);
    expect((await assets(id)).map(({ filename, version, frame }) => [filename, version, frame])).toEqual([
      ["sq010_sh010_paint.v001.0008.png", 1, 8],
      ["sq010_sh010_paint.v001.0010.png", 1, 10],
      ["sq010_sh010_paint.v001.0012.png", 1, 12],
    ]);
    const alone = await studios.as(artist, () => Asset.list({ jobId: single }));
    expect(alone.items).toMatchObject([{ version: 2, frame: null, batchId: null }]);
  });

  test("have a version per variant, without gaps", async () => {
    const { id } = await submit({ frames: "1-2", grid: { seed: [1, 2] } });
    for (const lease of [await claim(), await claim(), await claim(), await claim()].toReversed())
      await actions.complete(lease, 10);
    const found = await assets(id);
    expect(found.map(({ version, frame }) => `${version}.${frame}`).toSorted()).toEqual(["1.1", "1.2", "2.1", "2.2"]);
  });
});

describe("actions", () => {
  test("pause: running jobs continue, interrupted ones are held, and resume queues all again", async () => {
    const { id } = await submit();
    const lease = await claim();
    expect(await act(id, { action: "pause" })).toMatchObject({ changed: 3 });
    expect(await read(id)).toMatchObject({ state: "paused", counts: { running: 1, held: 3 } });
    await actions.lose(lease);
    expect(await read(id)).toMatchObject({ state: "paused", counts: { running: 0, held: 4 } });
    expect(await actions.claim()).toBeUndefined();
    expect(await act(id, { action: "resume" })).toMatchObject({ changed: 4 });
    expect(await read(id)).toMatchObject({ state: "active", counts: { queued: 4 } });
    await actions.complete(await claim(), 10);
  });

  test("cancel and prioritise frames, and refuse a priority above 0 from an artist", async () => {
    const { id } = await submit();
    expect(await act(id, { action: "cancel", frames: "1-2" })).toMatchObject({ changed: 2 });
    expect(await act(id, { action: "prioritise", frames: "4", priority: -5 })).toMatchObject({ changed: 1 });
    await expect(act(id, { action: "prioritise", priority: 5 })).rejects.toMatchObject({ code: "forbidden" });
    expect((await jobs(id)).map(({ frame, state, priority }) => [frame, state, priority])).toEqual([
      [1, "cancelled", 0],
      [2, "cancelled", 0],
      [3, "queued", 0],
      [4, "queued", -5],
    ]);
    await expect(act(id, { action: "cancel", frames: "2-1" })).rejects.toMatchObject({ code: "parameters_invalid" });
  });

  test("retry: failed jobs are queued again, others stay", async () => {
    const { id } = await submit();
    await actions.fail(await claim(), 10);
    await actions.complete(await claim(), 10);
    expect(await act(id, { action: "retry" })).toMatchObject({ changed: 1 });
    expect(await read(id)).toMatchObject({ counts: { queued: 3, succeeded: 1, failed: 0 } });
  });
});

describe("a batch that fails", () => {
  const failNext = async () => actions.fail(await claim(), 10);

  test("stops at its number of failures, and continues until the next ones when it is resumed", async () => {
    const { id } = await submit({ frames: "1-8", stopAfter: { failures: 2, share: null } });
    await failNext();
    expect(await read(id)).toMatchObject({ state: "active", counts: { failed: 1, queued: 7 } });
    await failNext();
    expect(await read(id)).toMatchObject({
      state: "stopped",
      reason: "stopped after 2 of 8 jobs failed",
      counts: { failed: 2, held: 6 },
    });
    await act(id, { action: "resume" });
    await failNext();
    expect(await read(id)).toMatchObject({ state: "active", counts: { failed: 3, queued: 5 } });
    await failNext();
    expect(await read(id)).toMatchObject({ state: "stopped", counts: { failed: 4, held: 4 } });
  });

  test("stops when more than its share of jobs failed", async () => {
    const { id } = await submit({ frames: "1-10", stopAfter: { failures: null, share: 0.1 } });
    await failNext();
    expect(await read(id)).toMatchObject({ state: "active" });
    await failNext();
    expect(await read(id)).toMatchObject({ state: "stopped", counts: { failed: 2, held: 8 } });
  });
});
