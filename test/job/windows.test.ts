import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import * as Checked from "@pegbar/core/catalog/workflow/checked.ts";
import { PublishRequest } from "@pegbar/core/catalog/workflow/publish-request.ts";
import type { Lease } from "@pegbar/core/contract";
import * as Job from "@pegbar/core/job";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Asset from "@pegbar/core/result/asset";
import * as Rendition from "@pegbar/core/result/rendition";
import { startRenditions } from "@pegbar/core/result/rendition/start.ts";
import * as Batch from "@pegbar/core/shot/batch";
import * as Version from "@pegbar/core/shot/version";
import { createActions } from "../setup/work.ts";
import { createStudios, type Studios } from "../setup/studio.ts";

let studios: Studios;
let artist: Actor;
let admin: Actor;
let actions: ReturnType<typeof createActions>;

beforeEach(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  admin = await studios.member("lumen", "admin");
  actions = createActions(studios);
});
afterEach(() => studios.drop());

type FormWindow = NonNullable<NonNullable<z.input<typeof PublishRequest>["form"]>["window"]>;

/** A video model in small: each frame is a plate, blended with a picture to start with. */
const draft = (window: FormWindow) =>
  PublishRequest.parse({
    slug: "video",
    name: "Video",
    graph: {
      "1": { class_type: "LoadImage", inputs: { image: "" } },
      "2": { class_type: "LoadImage", inputs: { image: "" } },
      "3": { class_type: "RepeatImageBatch", inputs: { image: ["2", 0], amount: 4 } },
      "5": {
        class_type: "ImageBlend",
        inputs: { image1: ["1", 0], image2: ["3", 0], blend_factor: 0.5, blend_mode: "normal" },
      },
      "9": { class_type: "SaveImage", inputs: { images: ["5", 0], filename_prefix: "video" } },
    },
    form: {
      fields: [
        {
          name: "length",
          label: "Frames",
          type: "integer",
          minimum: 1,
          maximum: 4096,
          default: 4,
          node: "3",
          input: "amount",
        },
        {
          name: "blend",
          label: "Blend",
          type: "number",
          minimum: 0,
          maximum: 1,
          default: 0.5,
          node: "5",
          input: "blend_factor",
        },
      ],
      inputs: [
        { name: "plate", label: "Plate", kind: "image", node: "1", input: "image" },
        { name: "start", label: "Start", kind: "image", node: "2", input: "image" },
      ],
      outputs: [{ name: "video", label: "Video", node: "9" }],
      window,
    },
    class: "light",
  });
const publish = (window: FormWindow) => studios.as(admin, () => Checked.checkAndPublish(draft(window), 1e9));
const SPLIT: FormWindow = { length: 4, overlap: 1, lengthField: "length", frameInputs: ["plate"] };
const CHAIN: FormWindow = { ...SPLIT, continueInput: "start" };

const paint = (colour: number) =>
  sharp({
    create: { width: 16, height: 16, channels: 3, background: { r: colour & 255, g: (colour >> 8) & 255, b: 7 } },
  })
    .png()
    .toBuffer();
/** Plates of these frames, and the start. */
async function upload(frames: readonly number[]) {
  const ids: [string, string][] = [];
  for (const frame of [...frames, 999]) {
    const colour = `#${(frame + 0x100000).toString(16)}`;
    ids.push([String(frame), (await studios.input(artist, colour)).id]);
  }
  const [, start = ""] = ids.pop() ?? [];
  return { start, plate: Object.fromEntries(ids) };
}
const count = (first: number, last: number) => Array.from({ length: last - first + 1 }, (_, index) => first + index);

type Draft = Partial<z.input<typeof Batch.BatchRequest>>;
const submit = (given: Draft) =>
  studios.as(artist, async () => {
    const request = Batch.BatchRequest.parse({ shot: "HARBOR/sq010/sh010", workflow: "video", ...given });
    return (await Batch.submit(request, undefined)).batch;
  });
const refusalOf = (given: Draft) =>
  submit(given).then(
    () => undefined,
    (error: unknown) => error as { code: string; message: string; errors: { code: string; pointer: string }[] },
  );
const listJobs = async (batchId: string) =>
  (await studios.as(artist, () => Job.list({ batchId, sort: "created", limit: 200 }))).items;
const listAssets = async (batchId: string) =>
  (await studios.as(artist, () => Asset.list({ batchId, limit: 200 }))).items.toSorted(
    (a, b) => (a.frame ?? 0) - (b.frame ?? 0),
  );
const claim = async (): Promise<Lease> => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
const makePictures = (lease: Lease, pictures: number) =>
  Promise.all(
    Array.from({ length: pictures }, async (_, index) => {
      const seed = createHash("sha256").update(`${lease.attemptId} ${index}`).digest().readUInt16BE(0);
      return { bytes: await paint(seed), filename: `video_${index}.png`, contentType: "image/png" };
    }),
  );
const complete = async (lease: Lease, pictures: number) =>
  actions.complete(lease, 10, await makePictures(lease, pictures));
const windowOf = ({ graph }: Lease): number => Number(graph["3"]?.inputs["amount"] ?? 0);
const render = async () => {
  for (let lease = await actions.claim(); lease; lease = await actions.claim())
    await complete(lease, windowOf(lease) || 1);
};
/** What a window's graph loads for an input's node: file ids in the order of the batch. */
const readLoaded = ({ graph }: Lease, node: string): unknown[] => {
  const loaded = Object.entries(graph).filter(([id]) => id === node || /^\d+$/.test(id.slice(node.length + 1)));
  return loaded
    .filter(([id, { class_type }]) => class_type === "LoadImage" && (id === node || id.startsWith(`${node}:`)))
    .toSorted(([a], [b]) => Number(a.split(":")[1] ?? 0) - Number(b.split(":")[1] ?? 0))
    .map(([, { inputs }]) => inputs["image"]);
};

describe("windows", () => {
  test("are a job each, with the files of their frames, and keep each frame once", async () => {
    await publish(SPLIT);
    const inputs = await upload(count(1, 10));
    const batch = await submit({ frames: "1-10", inputs });
    expect(batch.jobs).toBe(3);
    const jobs = await listJobs(batch.id);
    expect(jobs.map(({ frame, window }) => [frame, Job.describeWindow(window)])).toEqual([
      [1, { frames: "1-4", kept: "1-4" }],
      [5, { frames: "4-7", kept: "5-7" }],
      [8, { frames: "7-10", kept: "8-10" }],
    ]);
    const lease = await claim();
    expect(readLoaded(lease, "1")).toEqual([1, 2, 3, 4].map((frame) => inputs.plate[frame]));
    expect(readLoaded(lease, "2")).toEqual([inputs.start]);
    expect(lease.inputs).toHaveLength(5);
    expect(windowOf(lease)).toBe(4);
    await complete(lease, 4);
    const second = await claim();
    const made = await makePictures(second, 4);
    await actions.complete(second, 10, made);
    const kept = (await listAssets(batch.id)).filter(({ jobId }) => jobId === second.jobId);
    expect(kept.map(({ frame, sha256 }) => [frame, sha256])).toEqual(
      [1, 2, 3].map((at) => [
        4 + at,
        createHash("sha256")
          .update(made[at]?.bytes ?? "")
          .digest("hex"),
      ]),
    );
    await render();
    const assets = await listAssets(batch.id);
    expect(assets.map(({ filename }) => filename)).toEqual(
      count(1, 10).map((frame) => `sq010_sh010_video.v001.00${String(frame).padStart(2, "0")}.png`),
    );
    // Files of frames that are not kept are left to the janitor: one each of the second and the third window.
    const left = await studios.database.admin()`select key from removal where key like '%/assets/%'`;
    expect(left).toHaveLength(2);
    const [version] = (await studios.as(admin, () => Version.list({ shotId: batch.shotId }))).items;
    const decided = await studios.as(admin, () =>
      Version.decide(version?.id ?? "", { decision: "approved", comment: "" }),
    );
    expect(decided.status).toBe("approved");
  });

  test("take the frames of their handles, or hold the ends of the range", async () => {
    await publish({ ...SPLIT, length: 6, overlap: 0, handles: 1 });
    const inputs = await upload(count(1, 9));
    const batch = await submit({ frames: "1-8", inputs });
    expect((await listJobs(batch.id)).map(({ window }) => Job.describeWindow(window))).toEqual([
      { frames: "0-5", kept: "1-4" },
      { frames: "4-9", kept: "5-8" },
    ]);
    expect(readLoaded(await claim(), "1")).toEqual([1, 1, 2, 3, 4, 5].map((frame) => inputs.plate[frame]));
    expect(readLoaded(await claim(), "1")).toEqual([4, 5, 6, 7, 8, 9].map((frame) => inputs.plate[frame]));
  });

  test("set the length themselves, and values by their first kept frame", async () => {
    await publish(SPLIT);
    const inputs = await upload(count(1, 7));
    const keys = [
      { frame: 1, value: 0 },
      { frame: 11, value: 1 },
    ];
    const batch = await submit({ frames: "1-7", inputs, keyframes: { blend: { interpolation: "linear", keys } } });
    const jobs = await listJobs(batch.id);
    expect(jobs.map(({ parameters }) => parameters)).toEqual([
      { length: 4, blend: 0 },
      { length: 4, blend: 0.4 },
    ]);
    expect(await refusalOf({ frames: "1-7", inputs, parameters: { length: 9 } })).toMatchObject({
      code: "parameters_invalid",
      errors: [{ code: "parameter_set_twice", pointer: "/parameters/length" }],
    });
  });

  test("fail with the reason if the workflow returns another number of pictures", async () => {
    await publish(SPLIT);
    const batch = await submit({ frames: "1-4", inputs: await upload(count(1, 4)) });
    await complete(await claim(), 3);
    const [job] = await listJobs(batch.id);
    expect(job).toMatchObject({ state: "failed", failure: { kind: "node_error", node: { id: "9" } } });
    expect(job?.failure?.message).toContain("It returned 3 pictures for 4 frames.");
  });

  test("that fail miss all of their frames in a movie, not the first one alone", async () => {
    await publish({ length: 4, lengthField: "length" });
    const { plate, start } = await upload([1]);
    await submit({
      frames: "1-8",
      inputs: { plate: plate[1] ?? "", start },
      stopAfter: { failures: null, share: null },
    });
    await complete(await claim(), 4);
    await complete(await claim(), 3);
    await studios.runAsPlatform("dispatch", startRenditions);
    await studios.makeRendition();
    await studios.makeRendition();
    const [version] = (await studios.as(artist, () => Version.list({}))).items;
    const made = await studios.as(artist, () => Rendition.list(version?.id ?? ""));
    expect(made.map(({ state, frames, missing }) => [state, frames, missing])).toEqual([
      ["ready", 8, [5, 6, 7, 8]],
      ["ready", 8, [5, 6, 7, 8]],
    ]);
  }, 60_000);

  test("of equal content are linked, also at other frames", async () => {
    await publish({ length: 4, lengthField: "length" });
    const { plate, start } = await upload([1]);
    const inputs = { plate: plate[1] ?? "", start };
    const first = await submit({ frames: "1-4", inputs });
    await render();
    const again = await submit({ frames: "101-104", inputs });
    expect(again.counts).toMatchObject({ succeeded: 1, queued: 0 });
    const [before, after] = [await listAssets(first.id), await listAssets(again.id)];
    expect(after.map(({ frame, sha256 }) => [frame, sha256])).toEqual(
      before.map(({ frame, sha256 }) => [(frame ?? 0) + 100, sha256]),
    );
    expect(after[0]?.filename).toBe("sq010_sh010_video.v002.0101.png");
  });

  test("are acted on by any frame that they keep", async () => {
    await publish(SPLIT);
    const { id } = await submit({ frames: "1-10", inputs: await upload(count(1, 10)) });
    const acted = await studios.as(artist, () => Batch.act(id, { action: "cancel", frames: "6" }));
    expect(acted).toMatchObject({ changed: 1 });
    expect((await listJobs(id)).map(({ state }) => state)).toEqual(["queued", "cancelled", "queued"]);
  });

  test("need frames at equal distances", async () => {
    await publish(SPLIT);
    const inputs = await upload([1, 2, 3, 9]);
    expect(await refusalOf({ frames: "1-3,9", inputs })).toMatchObject({ errors: [{ code: "frames_uneven" }] });
    expect(await refusalOf({ frames: "1-2", inputs })).toMatchObject({ errors: [{ code: "range_too_short" }] });
  });

  test("continue with frames of an earlier step, and give frames to a later one", async () => {
    await publish(SPLIT);
    const { start, plate } = await upload([1]);
    const { id } = await submit({
      workflow: "paint-layout",
      step: "lines",
      frames: "1-7",
      parameters: { prompt: "x" },
      inputs: { layout: plate[1] ?? "" },
      seed: { kind: "perFrame", seed: 1 },
      steps: [
        { name: "video", workflow: "video", inputs: { plate: { step: "lines" }, start } },
        {
          name: "colour",
          workflow: "paint-layout",
          parameters: { prompt: "y" },
          inputs: { layout: { step: "video" } },
        },
      ],
    });
    expect((await listJobs(id)).map(({ step }) => step)).toEqual([
      ...Array<number>(7).fill(0),
      1,
      1,
      ...Array<number>(7).fill(2),
    ]);
    for (const _ of count(1, 4)) await complete(await claim(), 1);
    const jobs = await listJobs(id);
    expect(jobs.filter(({ step, state }) => step === 1 && state === "queued").map(({ frame }) => frame)).toEqual([1]);
    await render();
    const assets = await listAssets(id);
    expect((await studios.as(artist, () => Batch.fromID(id))).counts).toMatchObject({ succeeded: 16 });
    const lines = new Map(
      assets.filter(({ version }) => version === 1).map((one) => [`${one.name} ${one.frame}`, one]),
    );
    const window = (await listJobs(id)).find(({ step, frame }) => step === 1 && frame === 5);
    const { inputs } = await actions.job(artist, window?.id ?? "");
    const hashes = await studios.database.admin()`select id, sha256 from input`;
    const shaOf = new Map(hashes.map((row) => [String(row["id"]), String(row["sha256"])]));
    expect([inputs["plate"] ?? []].flat().map((input) => shaOf.get(input))).toEqual(
      [4, 5, 6, 7].map((frame) => lines.get(`paint ${frame}`)?.sha256),
    );
    const colour = (await listJobs(id)).find(({ step, frame }) => step === 2 && frame === 6);
    const taken = (await actions.job(artist, colour?.id ?? "")).inputs["layout"];
    expect(shaOf.get(String(taken))).toBe(assets.find(({ name, frame }) => name === "video" && frame === 6)?.sha256);
  });
});

describe("a chain", () => {
  test("gives each window the last frames of the one before", async () => {
    await publish({ ...CHAIN, overlap: 2 });
    const inputs = await upload(count(1, 8));
    const batch = await submit({ frames: "1-8", inputs });
    const jobs = await listJobs(batch.id);
    expect(jobs.map(({ state, window }) => [state, Job.describeWindow(window)])).toEqual([
      ["queued", { frames: "1-4", kept: "1-4" }],
      ["held", { frames: "3-6", kept: "5-6" }],
      ["held", { frames: "5-8", kept: "7-8" }],
    ]);
    const first = await claim();
    expect(readLoaded(first, "2")).toEqual([inputs.start]);
    expect(await actions.claim()).toBeUndefined();
    const made = await makePictures(first, 4);
    await actions.complete(first, 10, made);
    const second = await claim();
    const shas = second.inputs.map(({ sha256 }) => sha256);
    for (const at of [2, 3])
      expect(shas).toContain(
        createHash("sha256")
          .update(made[at]?.bytes ?? "")
          .digest("hex"),
      );
    const loaded = readLoaded(second, "2").map((id) => second.inputs.find((one) => one.id === id)?.sha256);
    expect(loaded).toEqual(
      [2, 3].map((at) =>
        createHash("sha256")
          .update(made[at]?.bytes ?? "")
          .digest("hex"),
      ),
    );
    await complete(second, 4);
    await render();
    expect((await listAssets(batch.id)).map(({ frame }) => frame)).toEqual(count(1, 8));
  });

  test("renders again from the window of a retake on, and keeps those before", async () => {
    await publish(CHAIN);
    const inputs = await upload(count(1, 10));
    const batch = await submit({ frames: "1-10", inputs });
    await render();
    const { batch: retake } = await studios.as(artist, () =>
      Batch.retake(batch.id, Batch.RetakeRequest.parse({ frames: "6", parameters: { blend: 0.25 } }), undefined),
    );
    expect(retake.counts).toMatchObject({ succeeded: 1, queued: 1, waiting: 1 });
    const lease = await claim();
    const before = await listAssets(batch.id);
    const loaded = readLoaded(lease, "2").map((id) => lease.inputs.find((one) => one.id === id)?.sha256);
    expect(loaded).toEqual([before.find(({ frame }) => frame === 4)?.sha256]);
    await complete(lease, 4);
    await render();
    const after = await listAssets(retake.id);
    const isSame = after.map(({ sha256 }, index) => sha256 === before[index]?.sha256);
    expect(isSame).toEqual([true, true, true, true, false, false, false, false, false, false]);
  });

  test("ends with a window before it if that is cancelled", async () => {
    await publish(CHAIN);
    const { id } = await submit({ frames: "1-10", inputs: await upload(count(1, 10)) });
    await studios.as(artist, () => Batch.act(id, { action: "cancel", frames: "1" }));
    await expect
      .poll(async () => (await listJobs(id)).map(({ state }) => state))
      .toEqual(["cancelled", "cancelled", "cancelled"]);
  });
});

test("independent windows around a retake keep their results", async () => {
  await publish(SPLIT);
  const { id } = await submit({ frames: "1-10", inputs: await upload(count(1, 10)) });
  await render();
  const { batch } = await studios.as(artist, () =>
    Batch.retake(id, Batch.RetakeRequest.parse({ frames: "6", parameters: { blend: 0.25 } }), undefined),
  );
  expect(batch.counts).toMatchObject({ succeeded: 2, queued: 1 });
});

test("a form whose window does not fit is refused with every reason", async () => {
  const misfits = (window: FormWindow) =>
    publish(window).then(
      () => [],
      (error: unknown) =>
        (error as { errors: { code: string; pointer: string }[] }).errors.map(({ code, pointer }) => [code, pointer]),
    );
  expect(await misfits({ length: 4, lengthField: "blend" })).toEqual([["window_field", "/form/window/lengthField"]]);
  expect(await misfits({ length: 4, overlap: 4 })).toEqual([["overlap_too_long", "/form/window"]]);
  expect(await misfits({ length: 4, frameInputs: ["nothing"] })).toEqual([
    ["window_input", "/form/window/frameInputs/0"],
  ]);
  expect(await misfits({ ...CHAIN, overlap: 0, continueInput: "plate" })).toEqual([
    ["chain_without_overlap", "/form/window"],
    ["window_input", "/form/window/continueInput"],
  ]);
  expect(await misfits({ ...CHAIN, continueOutput: "sound" })).toEqual([
    ["output_unknown", "/form/window/continueOutput"],
  ]);
  expect(await misfits({ length: 5, multiple: { of: 4, plus: 0 } })).toEqual([
    ["window_length_not_allowed", "/form/window"],
  ]);
});
