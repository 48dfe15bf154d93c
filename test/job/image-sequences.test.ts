import { createHash } from "node:crypto";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as ImageSequence from "@pegbar/core/catalog/image-sequence";
import * as Input from "@pegbar/core/catalog/input";
import { announceAll } from "@pegbar/core/catalog/input/announce-all.ts";
import { completeAll } from "@pegbar/core/catalog/input/complete-all.ts";
import { deleteAbandonedUploads, UNUSED_DAYS } from "@pegbar/core/catalog/cleanup/uploads.ts";
import * as Job from "@pegbar/core/job";
import * as Erasure from "@pegbar/core/result/erasure";
import * as Batch from "@pegbar/core/shot/batch";
import * as Quota from "@pegbar/core/studio/quota";
import { createActions, findSubjects } from "../setup/work.ts";
import { createStudios, type Studios } from "../setup/studio.ts";

let studios: Studios;
let artist: Actor;
let admin: Actor;
const stopping = new AbortController();
let media: Promise<void>;

beforeAll(async () => {
  studios = await createStudios();
  artist = await studios.member("lumen", "artist");
  admin = await studios.member("lumen", "admin");
  media = (async () => {
    // Without a task, the queue's wait ends with an error.
    while (!stopping.signal.aborted) await studios.drainMedia(stopping.signal).catch(() => undefined);
  })();
});
afterAll(async () => {
  stopping.abort();
  await media;
  await studios.drop();
});

const as = <T>(cb: () => Promise<T>, by = artist) => studios.as(by, cb);
const paint = (background: string, width = 48) =>
  sharp({ create: { width, height: 32, channels: 3, background } })
    .png()
    .toBuffer();
const describe = (bytes: Buffer, filename: string) => ({
  sha256: createHash("sha256").update(bytes).digest("hex"),
  bytes: bytes.length,
  contentType: "image/png" as const,
  filename,
});
/** Uploads pictures together. @returns rows in the given order */
async function upload(pictures: readonly Buffer[]): Promise<Input.Row[]> {
  const files = pictures.map((bytes, index) => describe(bytes, `plate.${index}.png`));
  const announced = await as(() => announceAll({ files }));
  for (const [index, { upload: to }] of announced.entries())
    if (to?.whole)
      await fetch(to.whole.url, {
        method: "PUT",
        headers: to.whole.headers,
        body: new Uint8Array(pictures[index] ?? []),
      });
  return as(() => completeAll({ ids: announced.map(({ input }) => input.id) }, 20_000));
}
let colour = 0;
const nextColour = () => `#${(0x100000 + 0x1111 * colour++).toString(16)}`;
const create = (files: Record<string, string>, more: { allowMixedSizes?: boolean; pattern?: string } = {}) =>
  as(() => ImageSequence.create(ImageSequence.ImageSequenceDraft.parse({ pattern: "plate.%04d.png", files, ...more })));
const problemsOf = (work: Promise<unknown>) =>
  work.then(
    () => undefined,
    (error: unknown) => error as { code: string; errors: { code: string; pointer: string; message: string }[] },
  );

test("files that are announced together are stored, checked and counted once each", async () => {
  const { tenantId, memberId } = await findSubjects(studios, artist);
  const used = async (id: string) => (await as(() => Quota.fromID(id), admin)).used.storageBytes;
  const before = [await used(tenantId), await used(memberId)];
  const [one, two] = [await paint(nextColour()), await paint(nextColour())];
  const rows = await upload([one, two, one]);
  expect(rows.map(({ status, width, height }) => [status, width, height])).toEqual(
    Array.from({ length: 3 }, () => ["verified", 48, 32]),
  );
  expect(rows[2]?.id).toBe(rows[0]?.id);
  const added = one.length + two.length;
  expect([await used(tenantId), await used(memberId)]).toEqual(before.map((bytes) => bytes + added));
  const again = await as(() => announceAll({ files: [describe(two, "two.png"), describe(one, "one.png")] }));
  expect(again.map(({ input, upload: to }) => [input.id, to])).toEqual([
    [rows[1]?.id, undefined],
    [rows[0]?.id, undefined],
  ]);
  expect(await used(tenantId)).toBe(before.map((bytes) => bytes + added)[0]);
  const records = await studios.database.admin()`
    select count(*)::int as n from intent where event_id in (${rows[0]?.id ?? ""}, ${rows[1]?.id ?? ""})`;
  expect(records[0]).toEqual({ n: 2 });
});

test("an announcement that a quota refuses, or that contradicts itself, creates nothing", async () => {
  const file = describe(await paint(nextColour()), "a.png");
  const count = async () => (await studios.database.admin()`select count(*)::int as n from input`)[0];
  const before = await count();
  expect(await problemsOf(as(() => announceAll({ files: [file, { ...file, bytes: file.bytes + 1 }] })))).toMatchObject({
    code: "input_size_mismatch",
    errors: [{ pointer: "/files/1/bytes" }],
  });
  const large = { ...file, bytes: 70 * 2 ** 20 };
  expect(await problemsOf(as(() => announceAll({ files: [file, large] })))).toMatchObject({
    code: "invalid_request",
    errors: [{ pointer: "/files/1/partSha256s" }],
  });
  const { memberId } = await findSubjects(studios, artist);
  const limit = (storageBytes: number | null) =>
    as(() => Quota.update({ subjectId: memberId, change: { storageBytes } }), admin);
  await limit(1);
  expect(await problemsOf(as(() => announceAll({ files: [file] })))).toMatchObject({ code: "quota_exceeded" });
  await limit(null);
  expect(await count()).toEqual(before);
});

test("a damaged file is refused by name, and the others of its request are verified", async () => {
  const good = await paint(nextColour());
  const damaged = (await paint(nextColour())).subarray(0, 60);
  const [first, second] = await upload([good, damaged]);
  expect([first?.status, second?.status]).toEqual(["verified", "refused"]);
  expect(second?.refusal).toMatchObject({ code: "input_damaged" });
  await expect(as(() => Input.fromID(second?.id ?? ""))).rejects.toMatchObject({ code: "not_found" });
});

test("a sequence is found again by its content, and tells its frames, gaps and size", async () => {
  const [one, two, three] = await upload([
    await paint(nextColour()),
    await paint(nextColour()),
    await paint(nextColour()),
  ]);
  const files = { "1": one?.id ?? "", "3": two?.id ?? "", "7": three?.id ?? "" };
  const made = await create(files);
  expect(made).toMatchObject({
    isNew: true,
    sequence: {
      pattern: "plate.####.png",
      count: 3,
      first: 1,
      last: 7,
      frames: "1, 3, 7",
      step: 2,
      missing: "5",
      width: 48,
      height: 32,
    },
  });
  expect(await create(files, { pattern: "plate.####.png" })).toMatchObject({
    isNew: false,
    sequence: { id: made.sequence.id },
  });
  expect((await create({ ...files, "5": one?.id ?? "" })).sequence.id).not.toBe(made.sequence.id);
  const { items } = await as(() => ImageSequence.listFiles({ id: made.sequence.id }));
  expect(items.map(({ frame, inputId }) => [frame, inputId])).toEqual([
    [1, one?.id],
    [3, two?.id],
    [7, three?.id],
  ]);
});

test("files that are no sequence are refused with the frames and what to do", async () => {
  const [small, large] = await upload([await paint(nextColour()), await paint(nextColour(), 64)]);
  const files = { "1": small?.id ?? "", "2": small?.id ?? "", "3": large?.id ?? "" };
  expect(await problemsOf(create(files))).toMatchObject({
    code: "parameters_invalid",
    errors: [
      {
        code: "sizes_differ",
        pointer: "/files",
        message: "The pictures have 2 sizes: 48 × 32 in frames 1, 2, 64 × 32 in frame 3",
      },
    ],
  });
  expect(await create(files, { allowMixedSizes: true })).toMatchObject({ sequence: { width: null, height: null } });
  expect(await problemsOf(create(files, { pattern: "plate.png" }))).toMatchObject({
    code: "parameters_invalid",
    errors: [{ code: "pattern_without_frame", pointer: "/pattern" }],
  });
  const announced = await as(async () => announceAll({ files: [describe(await paint(nextColour()), "a.png")] }));
  expect(await problemsOf(create({ "1": announced[0]?.input.id ?? "" }))).toMatchObject({ code: "input_not_verified" });
  const other = await studios.member("orrery", "artist");
  const foreign = await studios.as(other, () =>
    problemsOf(ImageSequence.create({ pattern: "a.#.png", files: { "1": small?.id ?? "" }, allowMixedSizes: false })),
  );
  expect(foreign).toMatchObject({ code: "not_found" });
});

test("each job of a batch reads the file of its frame, and frames without a file are refused", async () => {
  const [one, two] = await upload([await paint(nextColour()), await paint(nextColour())]);
  const { sequence } = await create({ "10": one?.id ?? "", "12": two?.id ?? "" });
  const request = (frames: string) =>
    Batch.BatchRequest.parse({
      shot: "HARBOR/sq010/sh010",
      workflow: "paint-layout",
      frames,
      parameters: { prompt: "a lamp" },
      inputs: { layout: sequence.id },
    });
  expect(await problemsOf(as(() => Batch.submit(request("10-12"), undefined)))).toMatchObject({
    code: "parameters_invalid",
    errors: [{ code: "frames_incomplete", pointer: "/inputs/layout", message: expect.stringContaining("frames 11") }],
  });
  const { batch } = await as(() => Batch.submit(request("10-12:2"), undefined));
  expect(batch.request["inputs"]).toEqual({ layout: sequence.id });
  const { items } = await as(() => Job.list({ batchId: batch.id, sort: "frame" }));
  const inputs = await Promise.all(items.map(({ id }) => as(() => Job.fromID(id))));
  expect(inputs.map((job) => job.inputs)).toEqual([{ layout: one?.id }, { layout: two?.id }]);
  const lease = await createActions(studios).claim();
  expect(lease?.inputs.map(({ id }) => id)).toEqual([one?.id]);
  await as(() => Batch.act(batch.id, { action: "cancel" }));
  const unknown = { ...request("10"), inputs: { layout: "sqc_01JYB4X2K0000000000000000A" } };
  expect(await problemsOf(as(() => Batch.submit(unknown, undefined)))).toMatchObject({ code: "not_found" });
});

test("an erased file leaves its sequences, which lose their name; the other files stay", async () => {
  const [one, two] = await upload([await paint(nextColour()), await paint(nextColour())]);
  const { sequence } = await create({ "1": one?.id ?? "", "2": two?.id ?? "" });
  await as(() => Erasure.create({ inputId: one?.id, reason: "asked for" }), admin);
  expect(await as(() => ImageSequence.fromID(sequence.id))).toMatchObject({ pattern: "erased", frames: "2", count: 1 });
});

test("unused files are deleted after a month with the sequences that lose all of their files", async () => {
  const [one, two] = await upload([await paint(nextColour()), await paint(nextColour())]);
  const { sequence } = await create({ "1": one?.id ?? "", "2": two?.id ?? "" });
  studios.advance((UNUSED_DAYS + 1) * 86_400);
  await as(() => announceAll({ files: [{ ...describe(Buffer.alloc(1), "x"), ...pick(two) }] }));
  await studios.runAsPlatform("dispatch", deleteAbandonedUploads);
  expect(await as(() => ImageSequence.fromID(sequence.id))).toMatchObject({ frames: "2" });
  studios.advance((UNUSED_DAYS + 1) * 86_400);
  await studios.runAsPlatform("dispatch", deleteAbandonedUploads);
  await expect(as(() => ImageSequence.fromID(sequence.id))).rejects.toMatchObject({ code: "not_found" });
});

const pick = (row: Input.Row | undefined) => ({ sha256: row?.sha256 ?? "", bytes: row?.bytes ?? 0 });
