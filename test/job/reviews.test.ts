import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type * as z from "zod";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Batch from "@pegbar/core/shot/batch";
import * as Version from "@pegbar/core/shot/version";
import * as Asset from "@pegbar/core/result/asset";
import * as Ledger from "@pegbar/core/result/ledger";
import { formatCertificate, verify, type Certificate } from "@pegbar/verify";
import { createLedger, type TestLedger } from "../setup/ledger.ts";
import { createActions } from "../setup/work.ts";

let ledger: TestLedger;
let artist: Actor;
let supervisor: Actor;
let actions: ReturnType<typeof createActions>;

beforeEach(async () => {
  ledger = await createLedger();
  artist = await ledger.studios.member("lumen", "artist");
  supervisor = await ledger.studios.member("lumen", "admin");
  actions = createActions(ledger.studios);
});
afterEach(() => ledger.drop());

const as = <T>(actor: Actor, cb: () => Promise<T>) => ledger.studios.as(actor, cb);
const submit = async (draft: Partial<z.input<typeof Batch.BatchRequest>> = {}) => {
  const request = Batch.BatchRequest.parse({
    shot: "HARBOR/sq010/sh010",
    workflow: "paint-text",
    frames: "1-3",
    parameters: { prompt: "a lamp" },
    seed: { kind: "perFrame", seed: 1 },
    stopAfter: { failures: null, share: null },
    ...draft,
  });
  return (await as(artist, () => Batch.submit(request, undefined))).batch;
};
const render = async () => {
  for (let lease = await actions.claim(); lease; lease = await actions.claim()) await actions.complete(lease, 10);
};
const versions = async (actor = artist) => (await as(actor, () => Version.list({}))).items;
const decide = (id: string, request: z.input<typeof Version.ReviewRequest>, by = supervisor) =>
  as(by, () => Version.decide(id, Version.ReviewRequest.parse(request)));
const verdictOf = (certificate: Certificate) => {
  const verdict = verify(formatCertificate(certificate), undefined, { log: ledger.logKeys });
  if (!verdict.valid) throw new Error(verdict.reason);
  return verdict.statements.map(({ record }) => record);
};

describe("versions", () => {
  test("are listed with their files, numbered without gaps whatever ends first", async () => {
    const [one, two] = [await submit(), await submit({ parameters: { prompt: "another lamp" } })];
    const single = await actions.submit(artist);
    const leases = [];
    for (let lease = await actions.claim(); lease; lease = await actions.claim()) leases.push(lease);
    await Promise.all(leases.toReversed().map((lease) => actions.complete(lease, 10)));
    const found = await versions();
    expect(found.map(({ number }) => number).toSorted()).toEqual([1, 2, 3]);
    const files = new Map(found.map((version) => [version.batchId, version.files]));
    expect(files).toEqual(
      new Map([
        [one.id, 3],
        [two.id, 3],
        [null, 1],
      ]),
    );
    expect((await as(artist, () => Asset.list({ jobId: single }))).items).toMatchObject([{ frame: null }]);
    expect(found).toMatchObject([1, 2, 3].map(() => ({ name: "paint", status: "pending", review: null, notes: 0 })));
  });

  test("are compared frame by frame", async () => {
    const { id } = await submit();
    await render();
    await as(artist, () =>
      Batch.retake(id, Batch.RetakeRequest.parse({ frames: "2", parameters: { prompt: "a new lamp" } }), undefined),
    );
    await render();
    const [newer, older] = await versions();
    expect(await as(artist, () => Version.compare(newer?.id ?? "", older?.id ?? ""))).toMatchObject([
      { frame: 1, change: "same" },
      { frame: 2, change: "changed" },
      { frame: 3, change: "same" },
    ]);
    await submit({ frames: "2-4", parameters: { prompt: "x" } });
    await render();
    const [newest] = await versions();
    const changes = await as(artist, () => Version.compare(newest?.id ?? "", older?.id ?? ""));
    expect(changes.map(({ frame, change }) => `${frame} ${change}`)).toEqual([
      "1 removed",
      "2 changed",
      "3 changed",
      "4 added",
    ]);
  });
});

describe("a review", () => {
  test("approves all frames of a version for good, with a record for each in the certificates", async () => {
    await submit();
    await render();
    const [version] = await versions();
    const approved = await decide(version?.id ?? "", { decision: "approved", comment: "Final." });
    expect(approved).toMatchObject({ status: "approved", review: { decision: "approved", comment: "Final." } });
    await expect(decide(version?.id ?? "", { decision: "retake" })).rejects.toMatchObject({
      code: "conflict",
      message: expect.stringMatching(/^This version was approved on .* A decision is final/),
    });
    await ledger.run();
    const [asset] = (await as(artist, () => Asset.list({ sort: "filename" }))).items;
    const records = verdictOf(await ledger.readCertificate(artist, asset?.id ?? ""));
    expect(records.map(({ type }) => type)).toEqual(["asset.generated", "asset.reviewed"]);
    expect(records[1]).toMatchObject({
      decision: "approved",
      frame: 1,
      user: { name: "admin" },
      review: { id: approved.review?.id, versionId: version?.id },
      output: { sha256: asset?.sha256 },
    });
    const waiting = as(supervisor, () =>
      Ledger.createShotCertificate(asset?.shotId ?? "", { waitMs: 10_000, logKeys: ledger.logKeys }),
    );
    const stop = setInterval(() => void ledger.run().catch(() => undefined), 100);
    const shot = verdictOf(await waiting.finally(() => clearInterval(stop)));
    expect(shot.filter(({ type }) => type === "asset.reviewed")).toHaveLength(3);
  });

  test("sends chosen frames to retake, which are records of these frames alone", async () => {
    await submit();
    await render();
    const [version] = await versions();
    expect(await decide(version?.id ?? "", { decision: "retake", frames: "2-3" })).toMatchObject({
      status: "retake",
      review: { frames: "2-3" },
    });
    const rows = await ledger.studios.database.admin()`
      select record ->> 'decision' as decision, record -> 'frame' as frame from intent
      where record ->> 'type' = 'asset.reviewed' order by record -> 'frame'`;
    expect([...rows]).toEqual([
      { decision: "retake", frame: 2 },
      { decision: "retake", frame: 3 },
    ]);
    expect((await as(artist, () => Version.list({ status: "retake" }))).items).toHaveLength(1);
    expect((await as(artist, () => Version.list({ status: "pending" }))).items).toEqual([]);
  });

  test("is an event for webhooks, written with the decision", async () => {
    if (supervisor.type !== "member") throw new Error("not a member");
    const admin = ledger.studios.database.admin();
    await admin`insert into webhook (id, tenant_id, url, events, created_by) values
      ('whk_1', ${supervisor.tenantId}, 'https://hooks.example/', ${["version.approved", "version.retake"]}, ${supervisor.memberId}),
      ('whk_2', ${supervisor.tenantId}, 'https://hooks.example/', ${["job.failed"]}, ${supervisor.memberId})`;
    await submit();
    await render();
    const [version] = await versions();
    await decide(version?.id ?? "", { decision: "retake", frames: "2", comment: "Softer." });
    const sent = await admin`select webhook_id, type, payload -> 'data' as data from webhook_delivery`;
    expect(sent).toEqual([
      {
        webhook_id: "whk_1",
        type: "version.retake",
        data: {
          versionId: version?.id,
          name: "paint",
          version: 1,
          batchId: version?.batchId,
          show: "HARBOR",
          sequence: "sq010",
          shot: "sh010",
          showId: expect.stringMatching(/^sho_/),
          shotId: version?.shotId,
          memberId: supervisor.memberId,
          frames: "2",
          comment: "Softer.",
        },
      },
    ]);
  });

  test("is made once, also by two supervisors at the same time", async () => {
    await submit();
    await render();
    const [version] = await versions();
    const results = await Promise.allSettled(
      (["approved", "retake"] as const).map((decision) => decide(version?.id ?? "", { decision })),
    );
    expect(results.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const decisions = await ledger.studios.database.admin()`
      select distinct record ->> 'decision' as decision from intent where record ->> 'type' = 'asset.reviewed'`;
    expect(decisions).toHaveLength(1);
  });

  test("is refused for artists, other studios, unknown frames, and versions that are not complete", async () => {
    await submit();
    const lease = await actions.claim();
    if (lease) await actions.complete(lease, 10);
    const [version] = await versions();
    const id = version?.id ?? "";
    await expect(decide(id, { decision: "approved" })).rejects.toMatchObject({
      code: "conflict",
      message: "The frames 2, 3 have no result yet. Wait for them, retry them, or send the version to retake.",
    });
    await expect(decide(id, { decision: "retake", frames: "9" })).rejects.toMatchObject({
      errors: [{ code: "frame_unknown", pointer: "/frames" }],
    });
    await expect(decide(id, { decision: "approved" }, artist)).rejects.toMatchObject({ code: "forbidden" });
    const other = await ledger.studios.member("orrery", "admin");
    await expect(decide(id, { decision: "approved" }, other)).rejects.toMatchObject({ code: "not_found" });
    expect(() => Version.ReviewRequest.parse({ decision: "approved", frames: "1" })).toThrow(/for a retake/);
  });
});

test("notes are about a frame or the whole version, with drawings, in the order in which they were written", async () => {
  await submit();
  await render();
  const [version] = await versions();
  const id = version?.id ?? "";
  const add = (request: z.input<typeof Version.NoteRequest>, by = supervisor) =>
    as(by, () => Version.addNote(id, Version.NoteRequest.parse(request)));
  await add({
    frame: 2,
    text: " Warmer, please. ",
    drawing: [
      {
        colour: "#ff8800",
        width: 0.01,
        points: [
          [0.5, 0.123456],
          [1, 1],
        ],
      },
    ],
  });
  await add({ text: "Done." }, artist);
  const { items } = await as(artist, () => Version.listNotes(id, Version.NoteQuery.parse({})));
  expect(items).toMatchObject([
    {
      frame: 2,
      text: "Warmer, please.",
      drawing: [
        {
          points: [
            [0.5, 0.1235],
            [1, 1],
          ],
        },
      ],
    },
    { frame: null, text: "Done.", drawing: [] },
  ]);
  expect(await versions()).toMatchObject([{ notes: 2 }]);
  expect(() => Version.NoteRequest.parse({ frame: 1 })).toThrow(/write a text, or draw/);
  const other = await ledger.studios.member("orrery", "admin");
  await expect(add({ text: "x" }, other)).rejects.toMatchObject({ code: "not_found" });
});
