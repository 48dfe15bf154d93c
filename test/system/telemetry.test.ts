import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { once } from "node:events";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import * as z from "zod";
import { ApiError, Client, signIn } from "@pegbar/local/client/index.ts";
import type { Platform } from "@pegbar/local/platform/index.ts";
import { catalogue } from "@pegbar/telemetry/metric/catalogue.ts";
import { components } from "@pegbar/telemetry/log/line.ts";
import type { Definition } from "@pegbar/telemetry/metric/definition.ts";
import { buildSpanReader, type ReadSpan } from "../../packages/telemetry/test/read-spans.ts";
import { startTestPlatform } from "../setup/platform.ts";

/*
 * One scripted run: a job that succeeds, one that exceeds its time limit, one whose worker is killed, a refused one, and a webhook.
 * Then metrics and traces are what this run makes.
 */

const SHOT = "HARBOR/sq010/sh010";
const PACE_MS = 1500;
/** Trace that the client of the first job is in. */
const CALLER = { traceId: "4bf92f3577b34da6a3ce929d0e0e4736", spanId: "00f067aa0ba902b7" };

let platform: Platform;
let artist: Client;
/** A word that only prompts and names of this run contain. */
const WORD = "zebrafinch";
/** What must be in no log, metric or trace, by what it is. */
const secrets: Record<string, string> = {
  "a prompt, a name or a file name": WORD,
  "an e-mail address": "@lumen.example",
  "a signed URL": "X-Amz-Signature",
  "a JSON Web Token": "eyJ",
};
/** Metrics while the last job runs. */
let during: Sample[] = [];
const jobs: Record<"first" | "tooLong" | "interrupted", string> = { first: "", tooLong: "", interrupted: "" };
const scratch = mkdtempSync(path.join(tmpdir(), "pegbar-telemetry-"));
const receiver = createServer((req, res) => void req.resume().on("end", () => res.writeHead(204).end()));

const parameters = { prompt: "a lighthouse", width: 64, height: 64, steps: 4 };
const graph = {
  "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 255 } },
  "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "plain" } },
};
const JobReply = z.object({ id: z.string() });
const submit = async (body: Record<string, unknown>, headers: Record<string, string> = {}): Promise<string> =>
  JobReply.parse(await artist.json("POST", "/v1/jobs", { shot: SHOT, workflow: "paint-text", ...body }, headers)).id;

beforeAll(async () => {
  platform = await startTestPlatform("telemetry", { times: { lease: 3, heartbeat: 1 }, paceMs: PACE_MS });
  const { api, issuer } = platform.addresses;
  const accessToken = await signIn(issuer, "artist@lumen.example");
  artist = new Client(api, accessToken);
  secrets["an access token"] = accessToken;
  const admin = new Client(api, await signIn(issuer, "admin@lumen.example"));
  receiver.listen(0, "127.0.0.1");
  await once(receiver, "listening");
  const { port } = z.object({ port: z.number() }).parse(receiver.address());
  const readSecret = (reply: unknown) => z.object({ secret: z.string() }).parse(reply).secret;
  secrets["a webhook's secret"] = readSecret(
    await admin.json("POST", "/v1/webhooks", { url: `http://127.0.0.1:${port}/${WORD}`, events: ["job.succeeded"] }),
  );
  const apiToken = readSecret(await artist.json("POST", "/v1/tokens", { name: WORD, verbs: ["me.read"] }));
  secrets["an API token"] = apiToken;
  await new Client(api, apiToken).json("GET", "/v1/me");

  const layout = readFileSync(new URL("../../examples/layout.png", import.meta.url));
  const { id } = await artist.upload(new Uint8Array(layout), `${WORD}.png`);
  jobs.first = await submit(
    { workflow: "paint-layout", parameters: { prompt: `a ${WORD}`, steps: 4 }, inputs: { layout: id } },
    { traceparent: `00-${CALLER.traceId}-${CALLER.spanId}-01` },
  );
  await artist.wait(jobs.first);
  jobs.tooLong = JobReply.parse(
    await artist.json("POST", "/v1/jobs", { shot: SHOT, graph, class: "light", timeLimitSeconds: 1 }),
  ).id;
  await expect(artist.wait(jobs.tooLong)).rejects.toThrow("timed_out");

  jobs.interrupted = await submit({ parameters: { ...parameters, prompt: "a pier" } });
  for await (const { type } of artist.events(jobs.interrupted, AbortSignal.timeout(30_000)))
    if (type === "progress") break;
  during = (await Promise.all(platform.addresses.metrics.map(scrape))).flat();
  platform.workers[0]?.kill();
  await artist.wait(jobs.interrupted);
  const { items } = z
    .object({ items: z.array(z.object({ id: z.string() })).min(1) })
    .parse(await admin.json("GET", "/v1/versions"));
  const link = { versionId: items[0]?.id, recipient: WORD, contact: `${WORD}@lumen.example` };
  const share = readSecret(await admin.json("POST", "/v1/share-links", link));
  secrets["a share link's secret"] = share;
  const anyone = (path: string, init: RequestInit) => fetch(new URL(path, api), init);
  await anyone("/v1/shared", { headers: { "pegbar-share": share } });
  // Requests that are refused, or not understood, repeat what was sent.
  const authorization = `Bearer ${accessToken}`;
  const json = { authorization, "content-type": "application/json" };
  await anyone("/v1/estimates", { method: "POST", headers: json, body: `a ${WORD}` });
  await anyone("/v1/estimates", { method: "POST", headers: json, body: JSON.stringify({ [WORD]: WORD }) });
  await anyone(`/v1/${WORD}?${WORD}=${WORD}`, { method: "POST", headers: json, body: "{}" });
  await anyone(`/v1/jobs/${WORD}`, { headers: { authorization, "x-request-id": WORD } });
  await anyone("/v1/me", { headers: { authorization: `Bearer ${WORD}` } });

  const quotas = z
    .array(z.object({ subjectId: z.string(), scope: z.string(), name: z.string() }))
    .parse(z.object({ items: z.unknown() }).parse(await admin.json("GET", "/v1/quotas")).items);
  const show = quotas.find(({ scope, name }) => scope === "show" && name.includes("HARBOR"))?.subjectId;
  await admin.json("PATCH", `/v1/quotas/${show}`, { waitingJobs: 0 });
  await expect(submit({ parameters })).rejects.toThrow(ApiError);
  await admin.json("PATCH", `/v1/quotas/${show}`, { waitingJobs: null });
}, 120_000);

afterAll(async () => {
  await platform?.stop();
  receiver.close();
  rmSync(scratch, { recursive: true, force: true });
}, 60_000);

interface Sample {
  name: string;
  labels: Record<string, string>;
  value: number;
}

/** Reads Prometheus' text format. */
const parseMetrics = (text: string): Sample[] =>
  text
    .split("\n")
    .filter((line) => line !== "" && !line.startsWith("#"))
    .map((line) => {
      const [, name = "", labels = "", value = ""] = /^([a-z_]\w*)(?:\{(.*)\})? (\S+)$/.exec(line) ?? [];
      return {
        name,
        labels: Object.fromEntries(
          [...labels.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)].map(([, key, text]) => [key, text]),
        ),
        value: Number(value),
      };
    });
const scrape = async (url: string | undefined) => parseMetrics(await (await fetch(url ?? "")).text());
/** Values of a metric by its labels, without those that are 0. */
const read = (samples: readonly Sample[], name: string): Record<string, number> =>
  Object.fromEntries(
    samples
      .filter((one) => one.name === name && one.value !== 0)
      .map(({ labels, value }) => [
        Object.entries(labels)
          .filter(([label]) => label !== "tenant")
          .map(([, text]) => text)
          .join(" "),
        value,
      ]),
  );

test("counters have exactly what happened", async () => {
  const [url] = platform.addresses.metrics;
  await expect
    .poll(async () => read(await scrape(url), "pegbar_webhook_attempts_total"), { timeout: 10_000 })
    .toEqual({
      delivered: 2,
    });
  const samples = await scrape(url);
  expect(read(samples, "pegbar_jobs_submitted_total")).toEqual({ "light interactive": 3 });
  expect(read(samples, "pegbar_jobs_ended_total")).toEqual({
    "light interactive succeeded ": 2,
    "light interactive failed timed_out": 1,
  });
  expect(read(samples, "pegbar_attempts_ended_total")).toEqual({
    "light succeeded ": 2,
    "light failed timed_out": 1,
    "light interrupted worker_lost": 1,
  });
  expect(read(samples, "pegbar_corrections_total")["leases_expired"]).toBe(1);
  expect(read(samples, "pegbar_quota_refusals_total")).toEqual({ "waitingJobs show": 1 });
  expect(read(samples, "pegbar_claims_total")["light granted"]).toBe(4);
  expect(read(samples, "pegbar_job_wait_seconds_count")).toEqual({ "light interactive": 3 });
  expect(read(samples, "pegbar_jobs_held_total")).toEqual({});
  const requests = Object.entries(read(samples, "http_server_request_duration_seconds_count"));
  expect(Object.fromEntries(requests.filter(([of]) => of.startsWith("POST /v1/jobs ")))).toEqual({
    "POST /v1/jobs 201": 3,
    "POST /v1/jobs 409": 1,
  });
  // The platform pays for the attempt whose worker was killed.
  expect(Object.keys(read(samples, "pegbar_gpu_seconds_total")).toSorted()).toEqual(["light platform", "light tenant"]);
  const price = read(samples, "pegbar_class_price_dollars_per_hour")["light"] ?? 0;
  const gpu = read(samples, "pegbar_gpu_seconds_total");
  const cost = read(samples, "pegbar_cost_dollars_total");
  for (const payer of ["light tenant", "light platform"])
    expect(cost[payer]).toBeCloseTo(((gpu[payer] ?? 0) * price) / 3600, 5);
  // The studio has used what it paid; nothing is reserved any more.
  const readSpent = async () => read(await scrape(url), "pegbar_studio_month_dollars");
  // Gauges are some seconds old.
  await expect
    .poll(async () => (await readSpent())["used"], { timeout: 10_000 })
    .toBeCloseTo(cost["light tenant"] ?? 0, 5);
  expect((await readSpent())["reserved"]).toBeUndefined();
  expect(read(samples, "pegbar_ledger_leaves")[""]).toBeGreaterThan(2);
});

test("every metric of the catalogue is emitted, and no other", async () => {
  const samples = [...during, ...(await Promise.all(platform.addresses.metrics.map(scrape))).flat()];
  const found = new Set(samples.map(({ name }) => name.replace(/(?<=_seconds)_(bucket|sum|count)$/, "")));
  const own = [...found].filter((name) => !/^(nodejs|process)_/.test(name)).toSorted();
  const declared = Object.entries(catalogue) as [string, Definition][];
  // No operator has set a limit.
  expect(own).toEqual(
    declared
      .map(([name]) => name)
      .filter((name) => name !== "pegbar_class_running_limit")
      .toSorted(),
  );
  for (const [name, { labels }] of declared)
    for (const sample of samples.filter((one) => one.name.replace(/_(bucket|sum|count)$/, "") === name))
      expect(Object.keys(sample.labels).filter((label) => !["le", "worker", "class"].includes(label))).toEqual(
        labels.filter((label) => label !== "class"),
      );
  const ids = samples.filter(({ labels }) => Object.values(labels).some((value) => /\b(job|att|req)_/.test(value)));
  expect(ids).toEqual([]);
});

test("gauges show the jobs that are open now, some seconds later", async () => {
  const [url] = platform.addresses.metrics;
  // No worker takes it.
  const { id } = JobReply.parse(await artist.json("POST", "/v1/jobs", { shot: SHOT, graph, class: "xl" }));
  await expect
    .poll(async () => read(await scrape(url), "pegbar_jobs"), { timeout: 15_000, interval: 500 })
    .toEqual({ "xl interactive queued": 1 });
  expect(read(await scrape(url), "pegbar_jobs_oldest_queued_age_seconds")["xl interactive"]).toBeGreaterThan(0);
  await artist.cancel(id);
});

/** The spans of all processes, as the collector's library reads them. */
function readSpans(): ReadSpan[] | undefined {
  const reader = buildSpanReader(scratch);
  if ("reason" in reader) {
    console.log(`skipped: ${reader.reason}`);
    return undefined;
  }
  const folder = path.join(platform.dir, "traces");
  return reader.read(
    readdirSync(folder)
      .map((file) => readFileSync(path.join(folder, file), "utf8"))
      .join(""),
  );
}

test("the trace of a job leads from the caller to each node and its record", async ({ skip }) => {
  let spans: ReadSpan[] = [];
  await expect
    .poll(
      () => {
        const all = readSpans();
        if (!all) skip();
        spans = (all ?? []).filter(({ traceId }) => traceId === CALLER.traceId);
        return spans.map(({ name }) => name);
      },
      { timeout: 15_000, interval: 1000 },
    )
    .toContain("record");
  const find = (name: string) => {
    const found = spans.find((span) => span.name === name);
    if (!found) throw new Error(`no span ${name} in ${spans.map((span) => span.name).join(", ")}`);
    return found;
  };
  const parentOf = (name: string) => spans.find(({ spanId }) => spanId === find(name).parentId)?.name;
  expect(find("POST /v1/jobs")).toMatchObject({
    parentId: CALLER.spanId,
    kind: "Server",
    attributes: { "http.request.method": "POST", "http.route": "/v1/jobs", "http.response.status_code": 201 },
  });
  expect(parentOf("queued")).toBe("POST /v1/jobs");
  expect(parentOf("attempt")).toBe("POST /v1/jobs");
  expect(find("attempt").links).toEqual([find("claim").spanId]);
  expect(find("attempt").attributes).toMatchObject({
    "pegbar.job.id": jobs.first,
    "pegbar.attempt.outcome": "succeeded",
  });
  expect(["fetch inputs", "prompt", "deliver"].map(parentOf)).toEqual(["attempt", "attempt", "attempt"]);
  expect(["CheckpointLoaderSimple", "KSampler", "SaveImage"].map(parentOf)).toEqual(["prompt", "prompt", "prompt"]);
  expect(find("KSampler").attributes).toEqual({ "pegbar.node.id": "3", "pegbar.node.cached": false });
  const complete = "POST /work/v1/attempts/:attemptId/complete";
  expect(parentOf(complete)).toBe("attempt");
  expect(parentOf("record")).toBe(complete);
  const seconds = ({ startNanos, endNanos }: ReadSpan) => (endNanos - startNanos) / 1e9;
  expect(seconds(find("KSampler"))).toBeGreaterThan(0.5);
  expect(seconds(find("attempt"))).toBeGreaterThan(seconds(find("prompt")));
});

/** Lines of all logs of the platform. */
const readLogs = (): string[] => {
  const folder = path.join(platform.dir, "logs");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".log"))
    .flatMap((file) => readFileSync(path.join(folder, file), "utf8").split("\n"));
};
const LogLine = z.looseObject({
  time: z.iso.datetime(),
  level: z.enum(["info", "warn", "error"]),
  component: z.enum(components),
  message: z.string(),
  requestId: z.string().optional(),
  traceId: z.string().optional(),
  jobId: z.string().optional(),
  attemptId: z.string().optional(),
});
const readLogLines = () =>
  readLogs()
    .filter((line) => line.startsWith("{"))
    .map((line) => LogLine.parse(JSON.parse(line)));

test("request, job and attempt are found in the log, from the API through the queue to ComfyUI", async () => {
  await expect
    .poll(
      () =>
        readLogLines()
          .filter(({ jobId }) => jobId === jobs.first)
          .map(({ message }) => message),
      { timeout: 5000 },
    )
    .toContain("worker finished an attempt");
  const lines = readLogLines();
  const find = (component: string, message: RegExp) => {
    const found = lines.find(
      (line) => line.component === component && line.jobId === jobs.first && message.test(line.message),
    );
    if (!found) throw new Error(`${component} wrote no ${message}`);
    return found;
  };
  const submitted = find("api", /^job submitted$/);
  expect(submitted).toMatchObject({ requestId: expect.any(String), traceId: CALLER.traceId });
  expect(lines).toContainEqual(
    expect.objectContaining({ component: "api", message: "request", requestId: submitted.requestId, status: 201 }),
  );
  const started = find("work-api", /^attempt started$/);
  const attempt = { attemptId: started.attemptId, traceId: CALLER.traceId };
  expect(find("worker", /^job claimed$/)).toMatchObject({ ...attempt, requestId: submitted.requestId });
  expect(find("comfyui", /^Prompt executed in [\d.]+ seconds$/)).toMatchObject({
    ...attempt,
    requestId: submitted.requestId,
    workerId: expect.any(String),
  });
  expect(find("worker", /^worker finished an attempt$/)).toMatchObject(attempt);
  expect(find("work-api", /^attempt ended$/)).toMatchObject({ attemptId: started.attemptId });
});

test("logs, metrics and traces contain no prompt, name, token or secret", async () => {
  expect(Object.values(secrets).filter((secret) => secret.length < 3)).toEqual([]);
  const traces = path.join(platform.dir, "traces");
  const places = {
    logs: readLogs(),
    metrics: await Promise.all(platform.addresses.metrics.map(async (url) => (await fetch(url)).text())),
    traces: readdirSync(traces).map((file) => readFileSync(path.join(traces, file), "utf8")),
  };
  const leaks = Object.entries(places).flatMap(([place, texts]) => {
    // Each place must have something to search.
    expect(texts.join("").length).toBeGreaterThan(1000);
    return Object.entries(secrets).flatMap(([what, secret]) =>
      texts.flatMap((text) => {
        const at = text.indexOf(secret);
        return at < 0 ? [] : [`${place} contain ${what}: ${text.slice(Math.max(0, at - 150), at + 50)}`];
      }),
    );
  });
  expect(leaks).toEqual([]);
});

test("the timeline of a job whose worker was killed has both attempts", async () => {
  const Timeline = z.object({
    traceId: z.string().regex(/^[0-9a-f]{32}$/),
    spans: z.array(
      z.object({
        kind: z.string(),
        startedAt: z.iso.datetime(),
        endedAt: z.iso.datetime().nullable(),
        attempt: z.number().optional(),
        outcome: z.string().optional(),
        node: z.object({ classType: z.string().nullable(), cached: z.boolean() }).optional(),
      }),
    ),
  });
  const readTimeline = async () =>
    Timeline.parse(await artist.json("GET", `/v1/jobs/${jobs.interrupted}/timeline`)).spans;
  await expect
    .poll(async () => (await readTimeline()).every(({ endedAt }) => endedAt !== null), { timeout: 10_000 })
    .toBe(true);
  const spans = await readTimeline();
  expect(
    spans.filter(({ kind }) => kind !== "node").map(({ kind, attempt, outcome }) => [kind, attempt, outcome]),
  ).toEqual([
    ["queued", undefined, undefined],
    ["attempt", 1, "interrupted"],
    ["queued", undefined, undefined],
    ["attempt", 2, "succeeded"],
    ["fetching", 2, undefined],
    ["waiting", 2, undefined],
    ["rendering", 2, undefined],
    ["delivering", 2, undefined],
    ["recording", undefined, undefined],
  ]);
  // The ticket may have gone to the killed worker's long poll, which hides it for 15 s and not for the queue's minute.
  const [, again] = spans.filter(({ kind }) => kind === "queued");
  expect(Date.parse(again?.endedAt ?? "") - Date.parse(again?.startedAt ?? "")).toBeLessThan(40_000);
  const nodes = spans.flatMap(({ node }) => (node ? [node.classType] : []));
  expect(nodes.toSorted()).toEqual([
    "CLIPTextEncode",
    "CLIPTextEncode",
    "CheckpointLoaderSimple",
    "EmptyLatentImage",
    "KSampler",
    "SaveImage",
    "VAEDecode",
  ]);
  const starts = spans.map(({ startedAt }) => startedAt);
  expect(starts).toEqual(starts.toSorted());
});

test("an operator reads the log of a job from the request to the worker, and nobody else does", async () => {
  const { api, issuer } = platform.addresses;
  const operator = new Client(api, await signIn(issuer, "operator@pegbar.example"));
  const url = `/v1/fleet/jobs/${jobs.first}/log`;
  const { items } = z
    .object({
      items: z.array(z.looseObject({ component: z.string(), message: z.string(), requestId: z.string().optional() })),
    })
    .parse(await operator.json("GET", url));
  expect(items.map(({ component, message }) => `${component}: ${message}`)).toEqual(
    expect.arrayContaining([
      "api: job submitted",
      "api: request",
      "work-api: attempt started",
      "worker: job claimed",
      "work-api: attempt ended",
      "worker: worker finished an attempt",
    ]),
  );
  // The ticket carries the request's id through the queue.
  const find = (message: string) => items.find((item) => item.message === message)?.requestId;
  expect(find("job claimed")).toBe(find("job submitted"));
  await expect(artist.json("GET", url)).rejects.toThrow("forbidden");
});
