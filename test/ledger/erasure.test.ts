import { createHash, randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import type { Actor } from "@pegbar/core/platform/actor.ts";
import * as Asset from "@pegbar/core/result/asset";
import * as Audit from "@pegbar/core/platform/audit";
import * as Erasure from "@pegbar/core/result/erasure";
import { finish } from "@pegbar/core/result/erasure/finish.ts";
import * as ImageSequence from "@pegbar/core/catalog/image-sequence";
import * as Batch from "@pegbar/core/shot/batch";
import * as Idempotency from "@pegbar/core/platform/idempotency";
import * as Input from "@pegbar/core/catalog/input";
import * as Job from "@pegbar/core/job";
import * as Version from "@pegbar/core/shot/version";
import * as Ledger from "@pegbar/core/result/ledger";
import * as Member from "@pegbar/core/studio/member";
import * as Token from "@pegbar/core/studio/token";
import * as Webhook from "@pegbar/core/studio/webhook";
import { formatCertificate, verify, type Certificate } from "@pegbar/verify";
import { createLedger, type TestLedger } from "../setup/ledger.ts";
import { findFilesContaining } from "../setup/raw-files.ts";
import { createActions } from "../setup/work.ts";

const mark = randomBytes(6).toString("hex");
const NAME = `Zephyrine Quill ${mark}`;
const EARLIER_NAME = `Zephyrine Ink ${mark}`;
const EMAIL = `zephyrine.${mark}@lumen.example`;
const PROMPT = `a vermilion airship ${mark}`;
const FILENAME = `moodboard ${mark}.png`;

type Person = Extract<Actor, { type: "member" }>;

let ledger: TestLedger;
let person: Person;
let admin: Person;
let colleague: Person;
let picture: Buffer;
let input: Input.Row;
let made: { jobId: string; assetId: string };
let before: Certificate;
let needles: Record<string, Buffer>;

const as = <T>(actor: Actor, cb: () => Promise<T>) => ledger.studios.as(actor, cb);
const tasks = () => createActions(ledger.studios);
const certified = async (assetId: string) => {
  await ledger.run();
  return ledger.readCertificate(admin, assetId);
};
const verdictOf = (certificate: Certificate) => {
  const verdict = verify(formatCertificate(certificate), undefined, { log: ledger.logKeys });
  if (!verdict.valid) throw new Error(verdict.reason);
  return verdict;
};
/** Creates personal data in all places: jobs with each outcome, names in reasons, uploads, actions of admins. */
beforeAll(async () => {
  ledger = await createLedger();
  const { studios } = ledger;
  admin = (await studios.member("lumen", "admin")) as Person;
  colleague = (await studios.member("lumen", "supervisor")) as Person;
  await as(admin, () =>
    Webhook.create({
      url: "http://127.0.0.1:1/",
      events: ["job.failed", "job.cancelled", "job.held", "version.approved"],
      description: "",
    }),
  );
  const invited = await as(admin, () =>
    Idempotency.runOnce("invite", "hash", async () => {
      const row = await Member.invite({ email: EMAIL, name: EARLIER_NAME, role: "admin" });
      return { status: 201, location: null, body: row };
    }).then(() => Member.list({ status: "invited" })),
  );
  const memberId = invited.items.find(({ email }) => email === EMAIL)?.id ?? "";
  const sql = studios.database.admin();
  await sql`update member set status = 'active', issuer = 'https://issuer.example', subject = ${`subject-${mark}`} where id = ${memberId}`;
  await sql`update member set status = 'active' where id = ${admin.memberId}`;
  const named = (name: string): Person => ({ ...admin, memberId, email: EMAIL, name });
  person = named(NAME);

  const colleagueJobs = [
    await tasks().submit(colleague, { parameters: { prompt: "held", seed: 1 } }),
    await tasks().submit(colleague, { parameters: { prompt: "cancelled", seed: 1 } }),
  ];
  await as(named(EARLIER_NAME), () => Job.actOn(colleagueJobs[0] ?? "", { action: "hold" }));
  await as(named(EARLIER_NAME), () => Job.actOn(colleagueJobs[1] ?? "", { action: "cancel" }));
  await as(admin, () => Member.update({ id: memberId, change: { name: NAME } }));
  await as(person, () => Token.create({ name: `${NAME}'s laptop` }));
  await as(person, () => Member.invite({ email: `new.${mark}@other.example`, name: "New", role: "artist" }));

  // Noise, so that the file's bytes are found anywhere.
  picture = await sharp(randomBytes(64 * 64 * 3), { raw: { width: 64, height: 64, channels: 3 } })
    .png({ compressionLevel: 0 })
    .toBuffer();
  input = await upload(person, picture, FILENAME);
  const ask = { workflow: "paint-layout", inputs: { layout: input.id }, parameters: { prompt: PROMPT, seed: 7 } };
  const jobId = await tasks().submit(person, ask, "its-own-key");
  await studios.waitForBackground();
  const lease = await tasks().claim();
  if (lease?.jobId !== jobId) throw new Error("another job was claimed");
  await tasks().complete(lease, 1000);
  const [row] = await sql`select id from asset where job_id = ${jobId}`;
  made = { jobId, assetId: String(row?.["id"]) };
  // A signed file that contains the credentials of the upload.
  const carried = `${person.tenantId}/credentialed/${made.assetId}/${mark}.png`;
  await studios.storage.put({ key: carried, body: Buffer.from(`thumbnail ${mark}`), contentType: "image/png" });
  await sql`update asset set credentialed_key = ${carried}, credentialed_sha256 = ${mark}, credentialed_bytes = 9
    where id = ${made.assetId}`;
  await sql`update input set credentials = ${sql.json({ generator: `camera ${mark}` })} where id = ${input.id}`;
  await tasks().submit(person, ask);
  const failing = await tasks().claim();
  if (!failing) throw new Error("nothing to claim");
  await studios.runAsPlatform("dispatch", () =>
    import("@pegbar/core/attempt").then((Leases) =>
      Leases.fail(failing.attemptId, {
        kind: "node_error",
        message: `cannot paint ${PROMPT}`,
        traceback: [`line 1: ${PROMPT}`],
        executionMs: 5,
        execution: { executed: [`node ${mark}`], cached: [] },
      }),
    ),
  );
  await tasks().cancel(person, await tasks().submit(person, ask));
  const { batch } = await as(person, () =>
    Batch.submit(
      Batch.BatchRequest.parse({
        shot: "HARBOR/sq010/sh010",
        workflow: "paint-text",
        name: `balloons ${mark}`,
        frames: "1-2",
        keyframes: { prompt: { interpolation: "hold", keys: [{ frame: 1, value: `a scarlet balloon ${mark}` }] } },
      }),
      "its-own-batch-key",
    ),
  );
  await as(person, () => Batch.act(batch.id, { action: "cancel" }));
  await as(person, () =>
    ImageSequence.create({ pattern: `plate-${mark}.####.png`, files: { "1": input.id }, allowMixedSizes: false }),
  );
  const [version] = (await as(admin, () => Version.list({}))).items.filter(({ name }) => name === "paint");
  await as(colleague, () =>
    Version.addNote(version?.id ?? "", { frame: null, text: `more crimson ${mark}`, drawing: [] }),
  );
  await as(admin, () => Version.decide(version?.id ?? "", { decision: "approved", comment: `like the photo ${mark}` }));
  before = await certified(made.assetId);
  const [kept] = await sql`select key from subject_key where subject_id = ${memberId} and kind = 'prompts'`;
  needles = {
    name: Buffer.from(NAME),
    "earlier name": Buffer.from(EARLIER_NAME),
    email: Buffer.from(EMAIL),
    subject: Buffer.from(`subject-${mark}`),
    prompt: Buffer.from(PROMPT),
    "keyframes of a batch": Buffer.from(`a scarlet balloon ${mark}`),
    "pattern of a sequence": Buffer.from(`plate-${mark}`),
    "name of a batch": Buffer.from(`balloons ${mark}`),
    note: Buffer.from(`more crimson ${mark}`),
    "comment of a review": Buffer.from(`like the photo ${mark}`),
    "node id": Buffer.from(`node ${mark}`),
    filename: Buffer.from(FILENAME),
    "hash in text": Buffer.from(input.sha256),
    "hash as the store keeps it": Buffer.from(Buffer.from(input.sha256, "hex").toString("base64")),
    placeholder: Buffer.from(input.placeholder ?? "?"),
    "credentials carried on": Buffer.from(`thumbnail ${mark}`),
    credentials: Buffer.from(`camera ${mark}`),
    "sealed key": kept?.["key"] as Buffer,
    picture: picture.subarray(5000, 5064),
  };
}, 60_000);
afterAll(() => ledger.drop());

async function upload(actor: Actor, bytes: Buffer, filename: string): Promise<Input.Row> {
  return as(actor, async () => {
    const announced = await Input.announce({
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
      contentType: "image/png",
      filename,
    });
    const { url, headers } = announced.upload?.whole ?? { url: "", headers: {} };
    await fetch(url, { method: "PUT", headers, body: new Uint8Array(bytes) });
    const checked = Input.complete(announced.input.id, 10_000);
    for (let row = await Input.fromID(announced.input.id); row.status !== "verified";) {
      await ledger.studios.drainMedia();
      row = await Input.fromID(announced.input.id);
    }
    const row = await checked;
    if (!row) throw new Error("the input was not checked");
    return row;
  });
}

/** Runs the janitor until it has nothing to do. */
async function janitor(): Promise<void> {
  const sql = ledger.studios.database.admin();
  for (let round = 0; round < 100; round++) {
    await ledger.studios.runAsPlatform("dispatch", finish);
    const [open] = await sql`select count(*)::int as n from erasure where done_at is null`;
    if (open?.["n"] === 0) return;
    await sleep(100);
  }
  throw new Error("the erasures are not done");
}

/** Files of the database, write-ahead log, storage and logs that contain some of it. */
async function traces(): Promise<Record<string, string[]>> {
  const sql = ledger.studios.database.admin();
  // Flushes everything to disk, and removes old segments of the write-ahead log.
  for (let round = 0; round < 2; round++) {
    await sql`select pg_switch_wal()`;
    await sql`checkpoint`;
  }
  return findFilesContaining(inject("dataDir"), needles);
}

describe("an erasure", () => {
  test("can be previewed without changing anything", async () => {
    const foreseen = await as(admin, () =>
      Erasure.foresee({ memberId: person.memberId, kinds: ["prompts", "input"], reason: "asked" }).catch(
        (error: unknown) => error,
      ),
    );
    expect(foreseen).toMatchObject({ kinds: ["input", "prompts"], jobs: 5, inputs: 1 });
    expect(verdictOf(await certified(made.assetId)).statements[0]?.withheld).toEqual([]);
  });

  test("is refused while something needs the values, with what to do", async () => {
    const erase = async (request: unknown) => as(admin, () => Erasure.create(request as never));
    await expect(erase({ memberId: person.memberId, kinds: ["identity"], reason: "asked" })).rejects.toThrow(
      /still a member/,
    );
    await expect(erase({ memberId: admin.memberId, kinds: ["identity"], reason: "asked" })).rejects.toThrow(
      /another admin/,
    );
    await expect(erase({ memberId: "mem_none", kinds: ["prompts"], reason: "asked" })).rejects.toThrow();
    await expect(erase({ memberId: person.memberId, reason: "asked" })).rejects.toThrow(/kinds/);
    await expect(erase({ inputId: input.id, kinds: ["input"], reason: "asked" })).rejects.toThrow(/kinds/);
    await expect(erase({ inputId: input.id, reason: " " })).rejects.toThrow();
    const open = await tasks().submit(person, {
      workflow: "paint-layout",
      inputs: { layout: input.id },
      parameters: { prompt: PROMPT, seed: 9 },
    });
    await expect(erase({ memberId: person.memberId, kinds: ["prompts"], reason: "asked" })).rejects.toThrow(
      /not ended: 1/,
    );
    await expect(erase({ inputId: input.id, reason: "asked" })).rejects.toThrow(/Cancel them/);
    await tasks().cancel(person, open);
    const foreigner = await ledger.studios.member("orrery", "admin");
    await expect(as(foreigner, () => Erasure.create({ inputId: input.id, reason: "asked" }))).rejects.toThrow(
      /No input/,
    );
  });

  test("the search finds the values in files before the erasure", async () => {
    const found = new Set(Object.values(await traces()).flat());
    expect([...found].toSorted()).toEqual(Object.keys(needles).toSorted());
    // Not concurrent, because it reads all files of the database server that other tests use.
  }, 240_000);

  test("leaves nothing readable in database, write-ahead log, storage and logs", async () => {
    await as(admin, () => Member.leave(person.memberId));
    const erased = await as(admin, () =>
      Erasure.create({
        memberId: person.memberId,
        kinds: ["identity", "prompts", "input"],
        reason: "GDPR, article 17",
      }),
    );
    expect(erased).toMatchObject({ kinds: ["identity", "input", "prompts"], jobs: 6, inputs: 1, doneAt: null });
    expect(erased.values).toBeGreaterThan(5);
    await ledger.run();
    await janitor();
    expect(await traces()).toEqual({});
    expect(await as(admin, () => Erasure.fromID(erased.id))).toMatchObject({ doneAt: expect.any(Date), keys: [] });
    const stored = await ledger.studios.stored();
    expect(stored.filter((key) => key.includes(input.id))).toEqual([]);
  }, 300_000);

  test("keeps all proofs valid, including those of earlier certificates, and new ones contain the erasure and its reason", async () => {
    expect(verdictOf(before).statements[0]?.withheld).toEqual([]);
    const { statements } = verdictOf(await certified(made.assetId));
    expect(statements.map(({ record }) => record["type"])).toEqual(["asset.generated", "asset.reviewed", "redacted"]);
    expect(statements[0]?.withheld.toSorted()).toEqual([
      "/generation/negativePrompts",
      "/generation/prompts",
      "/graphSha256",
      "/inputs/0",
      "/user",
    ]);
    expect(statements[2]?.record).toMatchObject({
      subjectId: person.memberId,
      kinds: ["identity", "input", "prompts"],
      reason: "GDPR, article 17",
      user: { name: admin.name },
    });
    // The same leaf: the log has not changed.
    expect((await certified(made.assetId)).entries[0]?.record).toBe(before.entries[0]?.record);
  });

  test("keeps a shot's certificate complete", async () => {
    const { shotId } = await as(admin, () => Asset.fromID(made.assetId));
    const waiting = as(admin, () => Ledger.createShotCertificate(shotId, { waitMs: 10_000, logKeys: ledger.logKeys }));
    const stop = setInterval(() => void ledger.run().catch(() => undefined), 100);
    const { statements } = verdictOf(await waiting.finally(() => clearInterval(stop)));
    expect(statements.map(({ record }) => record["type"])).toContain("redacted");
  });

  test("keeps jobs and pictures, but erased jobs cannot run again", async () => {
    const job = await as(admin, () => Job.fromID(made.jobId));
    expect(job).toMatchObject({ state: "succeeded", parameters: {}, inputs: {}, erasedAt: expect.any(Date) });
    const mine = (await as(admin, () => Job.list({ memberId: person.memberId }))).items;
    const failed = mine.find(({ state }) => state === "failed");
    expect(failed).toMatchObject({ failure: { kind: "node_error", message: "erased" } });
    await expect(as(admin, () => Job.retry(failed?.id ?? ""))).rejects.toThrow(/settings were erased/);
    expect(await as(admin, () => Asset.fromID(made.assetId))).toMatchObject({ id: made.assetId });
  });

  test("keeps the actor's id in the audit trail, without the name", async () => {
    const { items } = await as(admin, () => Audit.list({ actorId: person.memberId }));
    expect(items.map(({ action, actorName }) => [action, actorName])).toContainEqual(["member.invite", null]);
    const told = await as(admin, () => Audit.list({ subjectId: person.memberId }));
    expect(told.items.length).toBeGreaterThan(2);
    for (const { before: was, after, actorName } of told.items) {
      expect([was, after]).toEqual([null, null]);
      expect(actorName).toBe(admin.name);
    }
    const [own] = (await as(admin, () => Audit.list({ action: "erasure.create" }))).items;
    expect(own).toMatchObject({
      actorName: admin.name,
      after: { subjectId: person.memberId, reason: "GDPR, article 17" },
    });
  });

  test("allows the same person and the same file again", async () => {
    await as(admin, () => Member.invite({ email: EMAIL, name: NAME, role: "artist" }));
    const again = await upload(colleague, picture, FILENAME);
    expect(again.id).not.toBe(input.id);
    await expect(
      as(admin, () => Erasure.create({ memberId: person.memberId, kinds: ["identity"], reason: "again" })),
    ).rejects.toThrow(/erased already/);
    await expect(as(admin, () => Erasure.create({ inputId: input.id, reason: "again" }))).rejects.toThrow(
      /erased already/,
    );
    const mine = await as(admin, () => Erasure.create({ inputId: again.id, reason: "licence ended" }));
    expect(mine).toMatchObject({ subjectType: "input", kinds: ["input"], jobs: 0, inputs: 1 });
  });

  test("an earlier request is refused when it is repeated, and creates nothing twice", async () => {
    await expect(
      as(admin, () => Idempotency.runOnce("invite", "hash", () => Promise.reject(new Error("ran again")))),
    ).rejects.toThrow(/new Idempotency-Key/);
  });

  test("waits for transactions that may still read the values", async () => {
    const sql = ledger.studios.database.raw("app");
    const erased = await as(admin, () => Erasure.list({ limit: 1 }));
    expect(erased.items[0]?.doneAt).toBeNull();
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    let begun = () => {};
    const reads = new Promise<void>((resolve) => (begun = resolve));
    const reading = sql.begin("isolation level repeatable read", async (tx) => {
      await tx`select txid_current()`;
      begun();
      await held;
    });
    try {
      await reads;
      const later = await as(admin, () =>
        Erasure.create({ memberId: colleague.memberId, kinds: ["input"], reason: "later" }),
      );
      expect(await ledger.studios.runAsPlatform("dispatch", finish)).toBe(0);
      expect(await as(admin, () => Erasure.fromID(later.id))).toMatchObject({ doneAt: null });
    } finally {
      release();
      await reading;
    }
    await janitor();
  }, 60_000);
});
