import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { tx } from "@pegbar/core/platform/database";
import * as Record from "@pegbar/core/platform/record";
import { sequence } from "@pegbar/core/result/ledger/sequence.ts";
import { listVerifierKeys } from "@pegbar/local/platform/resources.ts";
import {
  audit,
  fold,
  formatTilePath,
  hashLeaf,
  openCheckpoint,
  parseEntries,
  listPeaks,
  computeRootOfPeaks,
  runOf,
  createVerifierKey,
  type TileAddress,
} from "@pegbar/verify";
import { startApi, type TestApi } from "../setup/api.ts";
import { createPegbarCommand } from "../setup/cli.ts";
import { buildGeneratedRecord, createAssetId } from "../setup/ledger.ts";

/** Audits a log like any tlog tool: the head, its hashes, and the records under these. */
const ADMIN = "admin@lumen.example";
const RECORDS = 700;
let api: TestApi;
let dir: string;
let log: string;
let origin: string;
const signer = () => createFileSigner("pegbar.test/log", path.join(dir, "key.pem"));

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "pegbar-tiles-"));
  api = await startApi();
  const { studios } = api;
  const actor = await studios.member("lumen", "artist");
  for (let done = 0; done < RECORDS; done += 100)
    await studios.as(actor, () =>
      tx((open) =>
        Record.enqueueRecords(
          open,
          Array.from({ length: 100 }, () => buildGeneratedRecord(createAssetId(), new Uint8Array(8))),
        ),
      ),
    );
  await studios.runAsPlatform("sequencer", () => sequence({ signer: signer(), anchors: studios.anchors() }));
  const mine = z
    .object({ origin: z.string(), log: z.string(), size: z.number() })
    .parse((await api.ask("GET", "/v1/ledger", { as: ADMIN })).body);
  expect(mine.size).toBeGreaterThan(RECORDS);
  ({ log, origin } = mine);
}, 60_000);
afterAll(async () => {
  await api.stop();
  rmSync(dir, { recursive: true, force: true });
});

const get = (path: string, of = log, headers: Record<string, string> = {}) =>
  fetch(`${api.url}/v1/ledger/logs/${of}/${path}`, { headers });
async function tile(address: TileAddress, of = log, as?: string): Promise<Uint8Array[]> {
  const token = as === undefined ? undefined : await api.issuer.sign(as);
  const answer = await get(
    formatTilePath(address),
    of,
    token === undefined ? {} : { authorization: `Bearer ${token}` },
  );
  expect(answer.status).toBe(200);
  expect(answer.headers.get("content-type")).toBe("application/octet-stream");
  expect(answer.headers.get("cache-control")).toContain("immutable");
  const bytes = new Uint8Array(await answer.arrayBuffer());
  if (address.level === "entries") return parseEntries(bytes) ?? [];
  return Array.from({ length: bytes.length / 32 }, (_, at) => bytes.slice(32 * at, 32 * at + 32));
}
async function head(of: string, name: string) {
  const answer = await get("checkpoint", of);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=1");
  expect(answer.headers.get("content-type")).toBe("text/plain; charset=utf-8");
  const { ed25519, mldsa44 } = signer();
  const opened = openCheckpoint(await answer.text(), [
    createVerifierKey(name, "ed25519", ed25519.publicKey),
    createVerifierKey(name, "mldsa44-cosignature", mldsa44.publicKey),
  ]);
  if ("reason" in opened) throw new Error(opened.reason);
  expect(opened.signedBy).toHaveLength(2);
  expect(opened.checkpoint.origin).toBe(name);
  return opened.checkpoint;
}
/** All hashes of a level, in tiles. */
async function level(of: string, at: number | "entries", count: number, as?: string): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  for (let index = 0; index * 256 < count; index++)
    found.push(...(await tile({ level: at, index, width: Math.min(256, count - index * 256) }, of, as)));
  return found;
}

describe("a log as files", () => {
  let folder: string;
  const pegbar = (...given: string[]) => createPegbarCommand({ PEGBAR_URL: api.url }, folder).run(...given);
  const keys = () => listVerifierKeys(signer()).join(" ");
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), "pegbar-copy-"));
    const { body } = await api.ask("POST", "/v1/tokens", { as: ADMIN, body: { name: "Copy", verbs: ["ledger.read"] } });
    const { secret } = z.object({ secret: z.string() }).parse(body);
    const copied = await createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: secret }, folder).run(
      "ledger",
      "copy",
    );
    expect(copied).toMatchObject({ exit: 0 });
    const again = await createPegbarCommand({ PEGBAR_URL: api.url, PEGBAR_TOKEN: secret }, folder).run(
      "ledger",
      "copy",
    );
    expect(again.stderr).toMatch(/ 0 files fetched/);
  }, 60_000);
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  test("can be verified without a network", async () => {
    const checked = await createPegbarCommand({ PEGBAR_URL: "http://127.0.0.1:1" }, folder).run(
      "ledger",
      "check",
      "log",
      "--key",
      keys(),
      "--json",
    );
    expect(JSON.parse(checked.stdout)).toMatchObject({ valid: true, origin });
    expect((await pegbar("ledger", "check", "nowhere")).exit).toBe(2);
  });

  test("is refused with any file changed, truncated or missing, and with other keys", async () => {
    const files = readdirSync(path.join(folder, "log"), { recursive: true, withFileTypes: true })
      .filter((one) => one.isFile() && one.name !== "log.key")
      .map((one) => path.join(one.parentPath, one.name));
    expect(files).toHaveLength(8);
    const judge = async () => {
      const read = async (name: string) => {
        const file = path.join(folder, "log", name);
        return existsSync(file) ? new Uint8Array(readFileSync(file)) : undefined;
      };
      const note = (await read("checkpoint")) ?? new Uint8Array();
      return audit(new TextDecoder().decode(note), listVerifierKeys(signer()), read);
    };
    expect(await judge()).toMatchObject({ valid: true });
    for (const file of files) {
      const whole = readFileSync(file);
      const flipped = Buffer.from(whole);
      flipped.writeUInt8((flipped.at(-3) ?? 0) ^ 1, flipped.length - 3);
      for (const bytes of [flipped, whole.subarray(1), whole.subarray(0, -1), undefined]) {
        if (bytes) writeFileSync(file, bytes);
        else rmSync(file);
        expect(await judge(), file).toMatchObject({ valid: false, reason: expect.any(String) as string });
      }
      writeFileSync(file, whole);
    }
    const forger = createFileSigner("pegbar.test/log", path.join(dir, "forger.pem"));
    expect((await pegbar("ledger", "check", "log", "--key", listVerifierKeys(forger).join(" "))).exit).toBe(9);
  });
});

describe("a log over HTTP", () => {
  test("has a head that is the root of its hashes, and records that hash to them", async () => {
    const { size, root } = await head(log, origin);
    const levels = [await level(log, 0, size), await level(log, 1, Math.floor(size / 256))];
    expect(levels[1]).toHaveLength(2);
    expect(levels[1]?.[1]).toEqual(fold(levels[0]?.slice(256, 512) ?? []));
    const hash = (node: { level: number; position: number }) => {
      const run = runOf(node);
      return fold((levels[run.level] ?? []).slice(run.start, run.start + run.count));
    };
    expect(computeRootOfPeaks(listPeaks(size).map(hash))).toEqual(root);
    const records = await level(log, "entries", size, ADMIN);
    expect(records.map(hashLeaf)).toEqual(levels[0]);
    const types = Map.groupBy(records, (record) =>
      String((JSON.parse(new TextDecoder().decode(record)) as Record<string, unknown>)["type"]),
    );
    expect([...types.keys()].toSorted()).toEqual(["admin.acted", "asset.generated", "workflow.published"]);
    // The log contains nothing that can be erased.
    expect(new TextDecoder().decode(Buffer.concat(records))).not.toMatch(/Lindqvist|noa@lumen|in the fog|layout\.png/);
  });

  test("of the platform contains the studios' heads, and is public including its records", async () => {
    const { size } = await head("platform", "pegbar.test/log/platform");
    const records = (await level("platform", "entries", size)).map((one) => new TextDecoder().decode(one));
    expect(records.some((one) => one.includes(`"origin":"${origin}"`))).toBe(true);
    expect(await level("platform", 0, size)).toEqual(records.map((one) => hashLeaf(new TextEncoder().encode(one))));
  });

  test("serves partial tiles from full ones, and finds no tile beyond the checkpoint or with another spelling", async () => {
    const whole = await tile({ level: 0, index: 0, width: 256 });
    expect(await tile({ level: 0, index: 0, width: 17 })).toEqual(whole.slice(0, 17));
    for (const path of [
      "tile/0/002",
      "tile/0/009",
      "tile/1/000",
      "tile/2/000.p/1",
      "tile/0/0",
      "tile/00/000",
      "tile/0/x000/001",
      "tile/0/000.p/0",
      "tile/0/000.p/256",
      "tile/0/000.p/017",
      "tile/x/000",
      "tile/-1/000",
      "tile/0/%0D%C2%A7",
      "tile/0/999999",
    ])
      expect((await get(path)).status, path).toBe(404);
    expect((await get("checkpoint", "0000")).status).toBe(404);
    expect((await get("tile/0/000.p/1", "0000")).status).toBe(404);
  });

  test("serves records to admins of the studio and to tokens with that permission", async () => {
    const path = `/v1/ledger/logs/${log}/tile/entries/000.p/1`;
    const status = async (ask: Parameters<TestApi["ask"]>[2]) => (await api.ask("GET", path, ask)).status;
    expect(await status({})).toBe(401);
    expect(await status({ as: "artist@lumen.example" })).toBe(403);
    expect(await status({ as: "admin@orrery.example" })).toBe(404);
    expect(await status({ as: "operator@pegbar.example" })).toBe(403);
    const token = async (verbs: string[]) =>
      z
        .object({ secret: z.string() })
        .parse((await api.ask("POST", "/v1/tokens", { as: ADMIN, body: { name: "Auditor", verbs } })).body).secret;
    expect(await status({ token: await token(["ledger.read"]) })).toBe(200);
    expect(await status({ token: await token(["asset.read"]) })).toBe(403);
  });
});
