import { setTimeout as sleep } from "node:timers/promises";
import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import postgres from "postgres";
import sharp from "sharp";
import * as z from "zod";
import { ApiError, Client, signIn } from "@pegbar/local/client/index.ts";
import { DATABASE } from "@pegbar/local/platform/resources.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { createRules } from "../../infra/gpu/alerts/index.ts";
import { createDashboards } from "../../infra/gpu/dashboards/index.ts";
import { exportedMetrics } from "../../infra/gpu/exported-metrics.ts";
import { scraped } from "../../infra/gpu/metric-source/scraped.ts";
import { startTestPlatform } from "../setup/platform.ts";
import { isPrometheusInstalled, startTestPrometheus } from "../setup/prometheus.ts";

const SHOT = "HARBOR/sq010/sh010";
const layout = new Uint8Array(readFileSync(new URL("../../examples/layout.png", import.meta.url)));

const panels = createDashboards(scraped).flatMap(({ title, panels: all }) =>
  all.flatMap((panel) => panel.queries.map(({ expr }) => [`${title}, ${panel.title}`, expr] as const)),
);
const usesOthers = (expr: string) => Object.keys(exportedMetrics).some((name) => expr.includes(name));
const own = panels.filter(([, expr]) => !usesOthers(expr));
/** What a run without errors of the platform does not measure. */
const rare = /pegbar_(ledger_errors_total|telemetry_errors_total|class_running_limit)\b/;

describe.skipIf(!isPrometheusInstalled("panel on the running platform"))("dashboards of the running platform", () => {
  let platform: Platform;
  let prometheus: Awaited<ReturnType<typeof startTestPrometheus>>;
  let artist: Client;
  let database: postgres.Sql;

  beforeAll(async () => {
    platform = await startTestPlatform("dashboards", { workers: 2, times: { lease: 3, heartbeat: 1 }, paceMs: 700 });
    const { api, issuer, metrics } = platform.addresses;
    prometheus = await startTestPrometheus(metrics);
    database = postgres(Object.assign(new URL(platform.adminUrl), { pathname: `/${DATABASE}` }).href, { max: 1 });
    artist = new Client(api, await signIn(issuer, "artist@lumen.example"));
    const admin = new Client(api, await signIn(issuer, "admin@lumen.example"));
    await admin.json("POST", "/v1/webhooks", { url: "http://127.0.0.1:9/", events: ["job.succeeded"] });
    const input = await artist.upload(layout, "layout.png");
    for (const prompt of ["a harbor", "a harbor", "a pier", "a boat", "a rope", "a gull"])
      await succeed(prompt, input.id);
    await loseWorker();
    await fail();
    await exceedQuota(admin);
    await artist.upload(await createPicture(), "other.png");
    await hold();
    await sleep(6000);
  }, 180_000);
  afterAll(async () => {
    await prometheus?.stop();
    await database?.end();
    await platform?.stop();
  }, 60_000);

  const submit = async (prompt: string) =>
    (await artist.submit({ shot: SHOT, workflow: "paint-text", parameters: { prompt, width: 64, height: 64 } })).id;
  const createPicture = async () =>
    new Uint8Array(
      await sharp({ create: { width: 64, height: 64, channels: 3, background: "#207040" } })
        .png()
        .toBuffer(),
    );
  async function succeed(prompt: string, layout: string): Promise<void> {
    const parameters = { prompt, strength: 0.5, seed: "1" };
    const job = await artist.submit({ shot: SHOT, workflow: "paint-layout", parameters, inputs: { layout } });
    await artist.wait(job.id);
  }
  /** The number of the worker that runs a job, once it renders. */
  async function findWorker(id: string): Promise<number> {
    for await (const { type } of artist.events(id, AbortSignal.timeout(60_000))) if (type === "progress") break;
    const [running] = await database`select worker_id from attempt where job_id = ${id} and state = 'running'`;
    return Number(/^local-(\d+)-/.exec(String(running?.["worker_id"]))?.[1]);
  }
  async function loseWorker(): Promise<void> {
    const id = await submit("lost");
    platform.workers[await findWorker(id)]?.kill();
    await artist.wait(id);
    expect((await artist.job(id)).attempts.map(({ state }) => state)).toEqual(["interrupted", "succeeded"]);
  }
  /** A job fails when ComfyUI crashes in each of its attempts. */
  async function fail(): Promise<void> {
    const id = await submit("failing");
    for (let attempts = 1; (await artist.job(id)).state !== "failed"; attempts++) {
      platform.killComfyui(await findWorker(id));
      while ((await artist.job(id)).attempts[attempts - 1]?.state === "running") await sleep(50);
      while ((await artist.job(id)).state === "queued") await sleep(50);
    }
  }
  async function exceedQuota(admin: Client): Promise<void> {
    const me = z.object({ member: z.object({ id: z.string() }) }).parse(await artist.json("GET", "/v1/me"));
    const limit = (waitingJobs: number | null) => admin.json("PATCH", `/v1/quotas/${me.member.id}`, { waitingJobs });
    await limit(0);
    await expect(submit("refused")).rejects.toBeInstanceOf(ApiError);
    await limit(null);
  }
  async function hold(): Promise<void> {
    const busy = [await submit("busy 1"), await submit("busy 2"), await submit("busy 3")];
    const held = await submit("held");
    await artist.json("POST", `/v1/jobs/${held}/hold`);
    for (const id of busy) await artist.wait(id);
  }

  test.each(own.filter(([, expr]) => !rare.test(expr)))("%s: %s returns data", async (_panel, expr) => {
    const found = await prometheus.query(expr);
    expect(found.length).toBeGreaterThan(0);
    expect(found.some(({ value: [, text] }) => Number.isFinite(Number(text)))).toBe(true);
  });

  test.each(panels.filter(([, expr]) => usesOthers(expr) || rare.test(expr)))(
    "%s: Prometheus accepts %s",
    async (_panel, expr) => {
      await prometheus.query(expr);
    },
  );

  test("Prometheus counted what happened", async () => {
    const count = async (expr: string) => Number((await prometheus.query(expr))[0]?.value[1]);
    expect(await count('sum(pegbar_jobs_ended_total{outcome="failed"})')).toBe(1);
    expect(await count("sum(pegbar_quota_refusals_total)")).toBe(1);
    expect(await count('sum(pegbar_jobs{state="held"})')).toBe(1);
    expect(await count('sum(pegbar_attempts_ended_total{reason="worker_lost"})')).toBe(1);
    // Six with a layout, the lost, the failed and three busy ones.
    expect(await count('sum(pegbar_jobs_started_total{lane="interactive",in_time="true"})')).toBe(11);
  });

  test("no alert fires on metrics of a platform that works, but for those on the failures of this test", async () => {
    const { groups } = createRules({ source: scraped, gpuHoursPerDay: { light: 8, heavy: 4, xl: 4 } });
    const firing = [];
    for (const { alert, expr } of groups.flatMap((group) => group.rules))
      if ((await prometheus.query(expr)).length > 0) firing.push(alert);
    expect(firing.filter((name) => !["SpotLosses", "ComfyuiRestarts"].includes(name))).toEqual([]);
  });
});
