import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { appendFile, cp, readFile, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import postgres from "postgres";
import sharp from "sharp";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signIn } from "@pegbar/local/client/index.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { DATABASE, listVerifierKeys } from "@pegbar/local/platform/resources.ts";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { pegbar, type components, type Pegbar } from "@pegbar/sdk";
import { createPegbarCommand } from "../setup/cli.ts";
import { startTestPlatform } from "../setup/platform.ts";

/**
 * A shot of 48 frames on twos, from its drawings to its delivery, on the embedded platform with two workers. One worker is
 * killed, three frames fail, five are made again.
 */
type Batch = components["schemas"]["Batch"];

const SHOT = "HARBOR/sq010/sh010";
const FRAMES = Array.from({ length: 24 }, (_, index) => 1 + 2 * index);
const FAILING = [9, 21, 33];

let dir: string;
let platform: Platform;
let artist: Pegbar;
let admin: Pegbar;
let sql: postgres.Sql;
let supervise: ReturnType<typeof createPegbarCommand>;

beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), "pegbar-shot-"));
  platform = await startTestPlatform("shot", { workers: 2, times: { lease: 3, heartbeat: 1 }, paceMs: 300 });
  const { api, issuer } = platform.addresses;
  const tokens = [await signIn(issuer, "artist@lumen.example"), await signIn(issuer, "admin@lumen.example")] as const;
  artist = pegbar({ baseUrl: api, token: tokens[0] });
  admin = pegbar({ baseUrl: api, token: tokens[1] });
  supervise = createPegbarCommand({ PEGBAR_URL: api, PEGBAR_TOKEN: tokens[1] }, dir);
  const url = new URL(platform.adminUrl);
  url.pathname = `/${DATABASE}`;
  sql = postgres(url.toString(), { max: 1, onnotice: () => undefined });
}, 90_000);
afterAll(async () => {
  await sql?.end();
  await platform?.stop();
  rmSync(dir, { recursive: true, force: true });
}, 60_000);

/** A ball that falls and jumps, drawn on twos. */
async function draw(frame: number): Promise<Blob> {
  const t = (frame - 1) / 47;
  const [x, y] = [20 + 216 * t, 124 - Math.abs(Math.sin(t * Math.PI * 3)) * 96];
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="256" height="144"><rect width="256" height="144" fill="#dcd6c8"/>
    <circle cx="${x.toFixed(2)}" cy="${y.toFixed(2)}" r="14" fill="#b0402a"/></svg>`;
  return new Blob([new Uint8Array(await sharp(Buffer.from(svg)).png().toBuffer())], { type: "image/png" });
}
const read = (id: string) => artist.get("/v1/batches/{id}", { params: { path: { id } } });
const act = (id: string, body: { action: "pause" | "resume" | "retry" }) =>
  artist.post("/v1/batches/{id}/actions", { params: { path: { id } }, body });
const until = (id: string, done: (batch: Batch) => boolean) =>
  expect.poll(async () => done(await read(id)), { timeout: 60_000, interval: 200 }).toBe(true);
const versions = async () => {
  const found = [];
  for await (const version of artist.pages("/v1/versions", { limit: 200 })) found.push(version);
  return found;
};

let batchId: string;
let versionId: string;
let folder: string;

test("two steps of 24 pictures are rendered, whatever happens to a worker and to three of the frames", async () => {
  const inputs: Record<string, string> = {};
  for (const frame of FRAMES)
    inputs[frame] = (await artist.uploadFile(await draw(frame), { filename: `ball.${frame}.png` })).id;
  const step = { workflow: "paint-layout", parameters: { prompt: "ink lines", steps: 2, strength: 0.3 } };
  const body = {
    shot: SHOT,
    ...step,
    name: "falling ball",
    frames: "1-47:2",
    step: "lines",
    seed: { kind: "perFrame" as const, seed: 12 },
    inputs: { layout: inputs },
    steps: [
      {
        name: "colour",
        workflow: "paint-layout",
        parameters: { prompt: "warm evening colours", steps: 2, strength: 0.3 },
        inputs: { layout: { step: "lines" } },
      },
    ],
    stopAfter: { failures: 20, share: 0.2 },
  };
  const estimate = await artist.post("/v1/estimates/batch", { body: body as never });
  expect(estimate).toMatchObject({ jobs: 48, reused: 0 });
  expect(estimate.dollars.high).toBeGreaterThan(0);
  const batch = await artist.post("/v1/batches", { body: body as never });
  batchId = batch.id;
  await act(batchId, { action: "pause" });
  // Three frames whose settings the renderer refuses.
  const broken = await sql`
    update job set graph = jsonb_set(graph, '{3,inputs,sampler_name}', '"no such sampler"')
    where batch_id = ${batchId} and step = 0 and frame = any(${FAILING}) returning id, frame`;
  expect(broken).toHaveLength(3);
  await act(batchId, { action: "resume" });

  await until(batchId, ({ counts }) => counts.succeeded >= 6);
  platform.workers[0]?.kill();
  await until(batchId, ({ counts }) => counts.queued + counts.running === 0);
  expect(await read(batchId)).toMatchObject({
    state: "active",
    counts: { failed: 3, waiting: 3, succeeded: 42, held: 0, cancelled: 0 },
  });
  const failed = [];
  for await (const job of artist.pages("/v1/jobs", { batchId, state: "failed", sort: "frame" })) failed.push(job);
  expect(failed.map(({ frame }) => frame)).toEqual(FAILING);
  expect(failed[0]?.failure?.message).toBeTruthy();

  await sql`
    update job set graph = jsonb_set(graph, '{3,inputs,sampler_name}', '"euler"') where id = any(${broken.map((row) => String(row["id"]))})`;
  await act(batchId, { action: "retry" });
  await until(batchId, ({ state }) => state === "ended");
  const ended = await read(batchId);
  expect(ended.counts).toMatchObject({ succeeded: 48, failed: 0, waiting: 0 });
  expect((await versions()).map(({ number, step: of, files }) => [number, of, files]).toSorted()).toEqual([
    [1, 0, 24],
    [2, 1, 24],
  ]);
}, 180_000);

test("five frames are made again as a version that reuses the others", async () => {
  const [colour] = (await versions()).filter(({ step }) => step === 1);
  await admin.post("/v1/versions/{id}/notes", {
    params: { path: { id: colour?.id ?? "" } },
    body: {
      frame: 25,
      text: "Colder here.",
      drawing: [
        {
          colour: "#ff0000",
          width: 0.01,
          points: [
            [0.1, 0.1],
            [0.4, 0.5],
          ],
        },
      ],
    },
  });
  await admin.post("/v1/versions/{id}/review", {
    params: { path: { id: colour?.id ?? "" } },
    body: { decision: "retake", frames: "21-29:2", comment: "The ball turns red too early." },
  });
  const retake = await artist.post("/v1/batches/{id}/retakes", {
    params: { path: { id: batchId } },
    body: { frames: "21-29:2", steps: { colour: { parameters: { prompt: "cold evening colours" } } } } as never,
  });
  expect(retake.counts).toMatchObject({ succeeded: 43, queued: 5 });
  await until(retake.id, ({ state }) => state === "ended");
  const [latest] = (await versions()).filter(({ batchId: of, step }) => of === retake.id && step === 1);
  versionId = latest?.id ?? "";
  const { items } = await artist.get("/v1/versions/{id}/changes", {
    params: { path: { id: versionId }, query: { from: colour?.id ?? "" } },
  });
  expect(items.filter(({ change }) => change !== "same").map(({ frame }) => frame)).toEqual([21, 23, 25, 27, 29]);
}, 120_000);

test("an approved version is delivered and verified without the platform", async () => {
  const refused = await supervise.run("deliver", SHOT);
  expect([refused.exit, refused.stderr]).toEqual([4, expect.stringContaining("--unapproved")]);
  await admin.post("/v1/versions/{id}/review", {
    params: { path: { id: versionId } },
    body: { decision: "approved", comment: "Final." },
  });
  const delivered = await supervise.run("--json", "deliver", SHOT, "--rate", "24000/1001");
  expect([delivered.exit, delivered.stderr]).toEqual([0, expect.any(String)]);
  const { output, status, rate } = JSON.parse(delivered.stdout) as Record<string, string>;
  expect([status, rate]).toEqual(["approved", "24000/1001"]);
  folder = path.join(dir, output ?? "");
  expect(readdirSync(path.join(folder, "frames"))).toEqual(
    FRAMES.map((frame) => `sq010_sh010_paint.v004.${String(frame).padStart(4, "0")}.png`),
  );
  const title = "HARBOR_sq010_sh010_paint.v004";
  expect(readdirSync(folder)).toEqual(expect.arrayContaining([`${title}.mp4`, `${title}.contact-sheet.jpg`]));
  const keys = path.join(dir, "log.key");
  await writeFile(keys, listVerifierKeys(createFileSigner("pegbar.local/log", platform.logKeyFile)).join("\n"));
  const offline = createPegbarCommand({}, dir);
  const verified = await offline.run("verify", folder, "--key", keys);
  expect([verified.exit, verified.stdout]).toEqual([0, expect.stringMatching(/approved by .* at 20/)]);
  // An interrupted delivery is continued, and a ZIP has the same files.
  rmSync(path.join(folder, "frames", "sq010_sh010_paint.v004.0005.png"));
  expect((await offline.run("verify", folder)).exit).not.toBe(0);
  expect((await supervise.run("deliver", SHOT, "--rate", "24000/1001")).exit).toBe(0);
  expect((await offline.run("verify", folder, "--key", keys)).exit).toBe(0);
  expect((await supervise.run("deliver", SHOT, "-o", "shot.zip")).exit).toBe(0);
  await promisify(execFile)("python3", ["-m", "zipfile", "-e", "shot.zip", "unpacked"], { cwd: dir });
  const unpacked = path.join(dir, "unpacked", path.basename(folder));
  expect((await offline.run("verify", unpacked, "--key", keys)).exit).toBe(0);

  // Made by itself when the version's last frame ended, at the show's rate: the whole range, although drawn on twos.
  const { items } = await admin.get("/v1/versions/{id}/renditions", { params: { path: { id: versionId } } });
  const automatic = items.filter((one) => one.automatic);
  expect(automatic).toMatchObject([
    { kind: "movie", state: "ready", frameRate: "24", frames: 48, missing: [], width: 256, height: 144 },
    { kind: "contactSheet", state: "ready", frames: 24 },
  ]);
  const saved = await supervise.run("--json", "movie", SHOT, "--format", "webm", "--burn-in", "-o", "review/");
  expect([saved.exit, saved.stderr]).toEqual([0, expect.any(String)]);
  const { output: movie, sha256 } = JSON.parse(saved.stdout) as Record<string, string>;
  expect(movie).toBe(path.join("review", "sq010_sh010_paint.v004.burn-in.webm"));
  const bytes = await readFile(path.join(dir, movie ?? ""));
  expect(createHash("sha256").update(bytes).digest("hex")).toBe(sha256);

  for (const [change, reason] of [
    [() => appendFile(path.join(unpacked, `${title}.mp4`), "x"), `${title}.mp4 was changed`],
    [() => rm(path.join(unpacked, `${title}.contact-sheet.jpg`)), `${title}.contact-sheet.jpg`],
  ] as const) {
    const kept = path.join(dir, "kept");
    await cp(unpacked, kept, { recursive: true });
    await change();
    const refusal = await offline.run("verify", unpacked, "--key", keys);
    expect(refusal.exit).not.toBe(0);
    expect(refusal.stderr).toContain(reason);
    await rm(unpacked, { recursive: true });
    await rename(kept, unpacked);
  }
  for (const [change, reason] of [
    [() => appendFile(path.join(unpacked, "frames", "sq010_sh010_paint.v004.0007.png"), "x"), "was changed"],
    [() => writeFile(path.join(unpacked, "frames", "extra.png"), "x"), "extra.png is not in the manifest"],
  ] as const) {
    await change();
    const refusal = await offline.run("verify", unpacked, "--key", keys);
    expect([refusal.exit, refusal.stderr]).toEqual([9, expect.stringContaining(reason)]);
  }
}, 120_000);

const OTIO = path.join(import.meta.dirname, "../../.tools/otio/bin/python");
const script = `
import json, os, sys, opentimelineio as otio
folder, = sys.argv[1:]
timeline = otio.adapters.read_from_file([os.path.join(folder, name) for name in os.listdir(folder) if name.endswith(".otio")][0])
names, total = [], 0
for clip in timeline.find_clips():
    media = clip.media_reference
    names += [media.target_url_for_image_number(n) for n in range(media.number_of_images_in_sequence())]
    total += clip.duration().value
print(json.dumps({"names": names, "frames": total, "rate": timeline.global_start_time.rate, "start": timeline.global_start_time.value}))
`;
test.skipIf(!existsSync(OTIO))(
  "OpenTimelineIO reads the timeline, and finds every picture by its computed name",
  async () => {
    const { stdout } = await promisify(execFile)(OTIO, ["-c", script, folder]);
    const found = JSON.parse(stdout) as { names: string[]; frames: number; rate: number; start: number };
    expect(found).toMatchObject({ frames: 48, start: 1, rate: 24_000 / 1001 });
    expect(found.names).toEqual(readdirSync(path.join(folder, "frames")).map((name) => `frames/${name}`));
    for (const name of found.names) expect((await readFile(path.join(folder, name))).length).toBeGreaterThan(0);
  },
);
