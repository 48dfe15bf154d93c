import { afterAll, beforeAll, expect, test } from "vitest";
import { continueHashing, startHashing } from "@pegbar/core/result/asset/hashing.ts";
import { hashContent } from "@pegbar/comfyui/content-hash";
import { createStudios, type Studios } from "../setup/studio.ts";
import { createActions } from "../setup/work.ts";

let studios: Studios;
beforeAll(async () => {
  studios = await createStudios();
});
afterAll(() => studios.drop());

const start = () => studios.runAsPlatform("dispatch", startHashing);
const readAll = async () => {
  const rows = await studios.database.admin()`
    select id, blake3, key from input union all select id, blake3, key from asset order by id`;
  return rows.map((row) => ({
    id: String(row["id"]),
    blake3: row["blake3"] as string | null,
    key: String(row["key"]),
  }));
};
/** Lets the media function work until it has nothing to do. */
const drain = async () => {
  for (;;) {
    await studios.waitForBackground();
    const drained = await studios.drainMedia(AbortSignal.timeout(1500)).then(
      () => true,
      () => false,
    );
    if (!drained) return;
  }
};

test("older files get their hash, and what cannot be hashed is not tried for ever", { timeout: 60_000 }, async () => {
  const admin = studios.database.admin();
  const artist = await studios.member("lumen", "artist");
  const actions = createActions(studios);
  const inputs = [];
  for (const colour of ["#101010", "#202020", "#303030", "#404040"]) inputs.push(await studios.input(artist, colour));
  await actions.submit(artist);
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to do");
  await actions.complete(lease, 10);
  await drain();
  const before = await readAll();
  expect(before.map(({ blake3 }) => blake3)).toEqual(
    Array.from({ length: 5 }, () => expect.stringMatching(/^[0-9a-f]{64}$/) as unknown),
  );
  for (const { blake3, key } of before) expect((await hashContent(await studios.storage.get(key))).blake3).toBe(blake3);
  expect(await start()).toBe(0);

  // As if they were stored before it was recorded: one was erased, one object is missing, one is another file.
  const [first, erased, missing, wrong] = inputs.map(({ id }) => id);
  await admin`update input set blake3 = null`;
  await admin`update asset set blake3 = null`;
  await admin`update input set status = 'erased' where id = ${erased ?? ""}`;
  await admin`update input set key = ${`${artist.type === "member" ? artist.tenantId : ""}/inputs/none`} where id = ${missing ?? ""}`;
  await admin`update input set sha256 = ${"0".repeat(64)} where id = ${wrong ?? ""}`;
  expect(await start()).toBe(1);
  // It works on them already.
  expect(await start()).toBe(0);
  // The task is lost, as by a crash: it is started again after a while, and where it was.
  await studios.inbox.media
    .receive(AbortSignal.timeout(5000))
    .then((message) => message && studios.inbox.media.remove(message.receipt));
  studios.advance(31 * 60);
  expect(await start()).toBe(1);
  await drain();
  const after = new Map((await readAll()).map(({ id, blake3 }) => [id, blake3]));
  const known = new Map(before.map(({ id, blake3 }) => [id, blake3]));
  const [result] = before.filter(({ id }) => id.startsWith("ast_"));
  expect(after.get(first ?? "")).toBe(known.get(first ?? ""));
  expect(after.get(result?.id ?? "")).toBe(result?.blake3);
  expect([erased, missing, wrong].map((id) => after.get(id ?? ""))).toEqual([null, "", ""]);
  studios.advance(31 * 60);
  expect(await start()).toBe(0);
  // A task without anything to do ends.
  await studios.as(artist, continueHashing);
  await drain();
});
