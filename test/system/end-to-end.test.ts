import { readFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import postgres from "postgres";
import sharp from "sharp";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createFileSigner } from "@pegbar/core/platform/adapter";
import { ApiError, Client, signIn, type JobEvent } from "@pegbar/local/client/index.ts";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { verify } from "@pegbar/verify";
import { readAuthority } from "@pegbar/functions/media/credentials/authority.ts";
import { readCredentials } from "../setup/credentials.ts";
import { sha256 } from "../setup/ledger.ts";
import { listVerifierKeys } from "@pegbar/local/platform/resources.ts";
import { startTestPlatform } from "../setup/platform.ts";

const SHOT = "HARBOR/sq010/sh010";
const PACE_MS = 3000;
const layout = new Uint8Array(readFileSync(new URL("../../examples/layout.png", import.meta.url)));

let platform: Platform;
let artist: Client;
let stranger: Client;
let admin: postgres.Sql;

beforeAll(async () => {
  platform = await startTestPlatform("whole", {
    workers: 2,
    times: { lease: 3, heartbeat: 1 },
    paceMs: PACE_MS,
  });
  const { api, issuer } = platform.addresses;
  artist = new Client(api, await signIn(issuer, "artist@lumen.example"));
  stranger = new Client(api, await signIn(issuer, "admin@orrery.example"));
  const url = new URL(platform.adminUrl);
  url.pathname = `/${DATABASE}`;
  admin = postgres(url.toString(), { max: 1, onnotice: () => undefined });
}, 90_000);
afterAll(async () => {
  await admin?.end();
  await platform?.stop();
}, 60_000);

const submit = async (prompt: string) =>
  (
    await artist.submit({
      shot: SHOT,
      workflow: "paint-text",
      parameters: { prompt, width: 256, height: 144, steps: 8 },
    })
  ).id;
/** A job's events up to the first one of this type. */
async function until(jobId: string, type: string): Promise<JobEvent[]> {
  const seen: JobEvent[] = [];
  for await (const event of artist.events(jobId, AbortSignal.timeout(60_000))) {
    seen.push(event);
    if (event.type === type) return seen;
  }
  throw new Error(`the job ended before ${type}: ${seen.map((event) => event.type).join(", ")}`);
}
const attemptsOf = async (jobId: string) => (await artist.job(jobId)).attempts.map(({ state }) => state);
/** Results of the job: assets, leaves of the log, pending records. */
async function results(jobId: string) {
  const [row] = await admin`
    select (select count(*)::int from asset where job_id = ${jobId}) as assets,
      (select count(*)::int from leaf where convert_from(record, 'UTF8')::jsonb #>> '{job,id}' = ${jobId}) as leaves,
      (select count(*)::int from intent where record #>> '{job,id}' = ${jobId}) as waiting`;
  return { ...row };
}
const once = { assets: 1, leaves: 1, waiting: 0 };
const trusted = () => ({ log: listVerifierKeys(createFileSigner("pegbar.local/log", platform.logKeyFile)) });

describe("from a drawing to a proven picture", () => {
  let jobId: string;
  let assetId: string;
  let picture: Uint8Array<ArrayBuffer>;

  test("uploads, submits, and follows progress with a preview", async () => {
    const input = await artist.upload(layout, "layout.png");
    expect((await artist.upload(layout, "again.png")).alreadyHere).toBe(true);
    const { thumbnailUrl, placeholder } = z
      .looseObject({ thumbnailUrl: z.string(), placeholder: z.base64() })
      .parse(await artist.json("GET", `/v1/inputs/${input.id}`));
    expect((await sharp(await (await fetch(thumbnailUrl)).arrayBuffer()).metadata()).format).toBe("webp");
    expect(Buffer.from(placeholder, "base64").length).toBeLessThanOrEqual(25);
    const job = await artist.submit({
      shot: SHOT,
      workflow: "paint-layout",
      parameters: {
        prompt: "a harbor at dusk",
        negative_prompt: "blurry",
        seed: "18446744073709551615",
        strength: 0.5,
      },
      inputs: { layout: input.id },
    });
    jobId = job.id;
    const events = await until(jobId, "succeeded");
    const types = events.map(({ type }) => type);
    expect(types.filter((type) => ["queued", "running", "succeeded"].includes(type))).toEqual([
      "queued",
      "running",
      "succeeded",
    ]);
    expect(types).toContain("progress");
    const preview = events.find(({ type }) => type === "preview");
    const shown = await fetch(z.string().parse(preview?.data["url"]));
    expect((await sharp(Buffer.from(await shown.arrayBuffer())).metadata()).format).toBe("jpeg");
  }, 60_000);

  test("downloads a PNG of the drawing's size, with a thumbnail soon after", async () => {
    const [asset, ...more] = await artist.assets(jobId);
    expect(more).toEqual([]);
    assetId = asset?.id ?? "";
    picture = await artist.download(assetId);
    const [painted, drawn] = await Promise.all([sharp(picture).metadata(), sharp(layout).metadata()]);
    expect(painted).toMatchObject({ format: "png", width: drawn.width, height: drawn.height });
    const thumbnail = await expect
      .poll(
        async () =>
          z.looseObject({ thumbnailUrl: z.string() }).safeParse(await artist.json("GET", `/v1/assets/${assetId}`))
            .success,
        {
          timeout: 10_000,
        },
      )
      .toBe(true)
      .then(async () =>
        z.looseObject({ thumbnailUrl: z.string() }).parse(await artist.json("GET", `/v1/assets/${assetId}`)),
      );
    const small = await fetch(thumbnail.thumbnailUrl);
    expect(await sharp(Buffer.from(await small.arrayBuffer())).metadata()).toMatchObject({
      format: "webp",
      width: 512,
    });
    const { placeholder } = z.looseObject({ placeholder: z.base64() }).parse(thumbnail);
    expect(Buffer.from(placeholder, "base64").length).toBeLessThanOrEqual(25);
    const { items } = z
      .object({ items: z.array(z.looseObject({ id: z.string() })) })
      .parse(await artist.json("GET", `/v1/assets?jobId=${jobId}`));
    expect(items).toMatchObject([{ id: assetId, placeholder }]);
    expect(await artist.json("GET", "/v1/jobs?limit=1&pictures=true")).toMatchObject({
      items: [{ id: jobId, placeholder }],
    });
  }, 30_000);

  test("verifies the certificate with the log's key, and no other file", async () => {
    const certificate = await artist.certificate(assetId);
    expect(verify(certificate, picture, trusted())).toMatchObject({
      valid: true,
      trusted: true,
      file: {
        withheld: [],
        record: {
          generation: { prompts: ["a harbor at dusk"], negativePrompts: ["blurry"], seeds: ["18446744073709551615"] },
          user: { email: "artist@lumen.example" },
          inputs: [{ filename: "layout.png" }],
        },
      },
    });
    expect(verify(certificate, layout, trusted()).valid).toBe(false);
    expect(await results(jobId)).toEqual(once);
  });

  test("signs the file: its credentials name the leaf, and the certificate proves both files", async () => {
    const Signed = z.looseObject({ credentialed: z.object({ sha256: z.string(), bytes: z.number() }) });
    const asset = () => artist.json("GET", `/v1/assets/${assetId}`);
    await expect.poll(async () => Signed.safeParse(await asset()).success, { timeout: 10_000 }).toBe(true);
    const { credentialed } = Signed.parse(await asset());
    const signed = await artist.download(assetId, true);
    expect({ sha256: sha256(signed), bytes: signed.length }).toEqual(credentialed);
    const found = await readCredentials(signed, "image/png", readAuthority(platform.credentials.chain));
    const [leaf] = await admin`
      select position, encode(hash, 'hex') as hash, origin from leaf join log on log.id = log_id where event_id = ${assetId}`;
    expect(found).toMatchObject({
      state: "Trusted",
      active: {
        ingredients: [{ title: "preview.safetensors" }, { title: "Input 1" }],
        assertions: expect.arrayContaining([
          // No generative model was used, and the file does not claim so.
          expect.objectContaining({
            data: {
              actions: [
                expect.objectContaining({ digitalSourceType: expect.stringMatching(/\/algorithmicMedia$/) as string }),
              ],
            },
          }),
          expect.objectContaining({
            label: "org.pegbar.leaf",
            data: expect.objectContaining({
              origin: leaf?.["origin"],
              index: Number(leaf?.["position"]),
              hash: leaf?.["hash"],
            }) as object,
          }),
        ]) as object[],
      },
    });
    const certificate = await artist.certificate(assetId);
    const made = { record: { generation: { prompts: ["a harbor at dusk"] } } };
    expect(verify(certificate, signed, trusted())).toMatchObject({ valid: true, trusted: true, made });
    expect(verify(certificate, picture, trusted())).toMatchObject({ valid: true, trusted: true, made });
    const pixels = (bytes: Uint8Array) => sharp(bytes).raw().toBuffer();
    expect(await pixels(signed)).toEqual(await pixels(picture));
  }, 30_000);

  test("hides it from another studio's admin", async () => {
    const paths = [`/v1/jobs/${jobId}`, `/v1/jobs/${jobId}/events`, `/v1/assets/${assetId}`];
    const downloads = ["", "?credentialed=true"].map((query) => `/v1/assets/${assetId}/download${query}`);
    for (const route of [...paths, ...downloads, `/v1/assets/${assetId}/certificate`]) {
      const refusal = await stranger.request("GET", route).catch((error: unknown) => error);
      expect(refusal).toBeInstanceOf(ApiError);
      expect(refusal).toMatchObject({ problem: { status: 404, code: "not_found" } });
    }
  });
});

describe("failures", () => {
  test("a worker killed mid-job: the job ends on another, with one asset and one leaf", async () => {
    const jobId = await submit("killed worker");
    await until(jobId, "progress");
    const [running] = await admin`select worker_id from attempt where job_id = ${jobId} and state = 'running'`;
    const index = /^local-(\d+)-/.exec(String(running?.["worker_id"]))?.[1];
    const killed = platform.workers[Number(index)];
    if (!killed) throw new Error(`no worker ${index}`);
    killed.kill();
    await artist.wait(jobId);
    expect(await attemptsOf(jobId)).toEqual(["interrupted", "succeeded"]);
    const [asset] = await artist.assets(jobId);
    const certificate = await artist.certificate(asset?.id ?? "");
    expect(verify(certificate, await artist.download(asset?.id ?? ""), trusted()).valid).toBe(true);
    expect(await results(jobId)).toEqual(once);
    const workers = await admin`select distinct worker_id from attempt where job_id = ${jobId}`;
    expect(workers).toHaveLength(2);
    const kinds = await admin`select type from job_event where job_id = ${jobId} order by number`;
    expect(kinds.map((row) => row["type"])).toEqual(["queued", "running", "interrupted", "running", "succeeded"]);
  }, 60_000);

  test("ComfyUI killed mid-job: the job succeeds", async () => {
    const jobId = await submit("killed renderer");
    await until(jobId, "progress");
    const [running] = await admin`select worker_id from attempt where job_id = ${jobId} and state = 'running'`;
    platform.killComfyui(Number(/^local-(\d+)-/.exec(String(running?.["worker_id"]))?.[1]));
    await artist.wait(jobId);
    expect(await attemptsOf(jobId)).toEqual(["failed", "succeeded"]);
    const kinds = await admin`select type from job_event where job_id = ${jobId} order by number`;
    expect(kinds.map((row) => row["type"])).toEqual(["queued", "running", "interrupted", "running", "succeeded"]);
    const [asset] = await artist.assets(jobId);
    await artist.certificate(asset?.id ?? "");
    expect(await results(jobId)).toEqual(once);
  }, 60_000);

  test("a running job that is cancelled ends as cancelled, without results", async () => {
    const jobId = await submit("cancelled");
    await until(jobId, "progress");
    const asked = performance.now();
    await artist.cancel(jobId);
    await until(jobId, "cancelled");
    expect(performance.now() - asked).toBeLessThan(15_000);
    expect(await artist.job(jobId)).toMatchObject({ state: "cancelled" });
    await sleep(500);
    expect(await artist.assets(jobId)).toEqual([]);
    expect(await results(jobId)).toEqual({ assets: 0, leaves: 0, waiting: 0 });
  }, 60_000);
});
