import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { MAX_STREAMS } from "@pegbar/functions/comfy-api/stream-limit.ts";
import { comfyRoutes } from "../../infra/plan/comfy-routes.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { createActions } from "../setup/work.ts";
import * as Attempt from "@pegbar/core/attempt";
import type { Lease } from "@pegbar/core/contract";
import { ARTIST, createComfyClient, parseEvents, SHOT } from "./client.ts";
import { buildGraph } from "./graph.ts";

const ADMIN = "admin@lumen.example";
const STRANGER = "admin@orrery.example";
let api: TestApi;
let comfy: ReturnType<typeof createComfyClient>;
let actions: ReturnType<typeof createActions>;
beforeAll(async () => {
  api = await startApi();
  comfy = createComfyClient(api);
  actions = createActions(api.studios);
});
afterAll(() => api.stop());

const submit = async (metadata?: Record<string, unknown>, graph = buildGraph()): Promise<string> => {
  const answer = await comfy.submit(graph, metadata);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return String(answer.body["id"]);
};
const claim = async (): Promise<Lease> => {
  const lease = await actions.claim();
  if (!lease) throw new Error("nothing to do");
  return lease;
};
const beat = (lease: Lease, fraction: number) =>
  actions.dispatch(() =>
    Attempt.heartbeat(lease.attemptId, {
      phase: "rendering",
      progress: { fraction, node: "3", classType: "KSampler", step: Math.round(fraction * 10), steps: 10 },
      previews: 0,
    }),
  );
const codeOf = (answer: Awaited<ReturnType<typeof comfy.get>>) => [answer.status, answer.body.error?.code];
const empty = async () => {
  for (let lease = await actions.claim(); lease; lease = await actions.claim()) await actions.complete(lease, 10);
};

test("a job is in the trace of its client, and one without a client's trace in none where nothing is traced", async () => {
  const traceparent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
  const send = async (headers: Record<string, string>) => {
    const { status } = await comfy.submit(buildGraph(), { "pegbar.shot": SHOT }, { headers });
    expect(status).toBe(201);
    return claim();
  };
  expect((await send({ traceparent })).traceparent).toBe(traceparent);
  expect((await send({})).traceparent).toBeUndefined();
  expect((await send({ traceparent: "no context" })).traceparent).toBeUndefined();
});

describe("a job", () => {
  test("has all fields of the contract, and Pegbar's own", async () => {
    const { status, headers, body } = await comfy.submit(buildGraph({ seed: "18446744073709551615" }), {
      "pegbar.shot": SHOT,
      take: "4",
    });
    expect(status).toBe(201);
    const id = String(body["id"]);
    expect(headers.get("location")).toBe(`/api/v2/jobs/${id}`);
    expect(body).toMatchObject({
      status: "queued",
      started_at: null,
      completed_at: null,
      queue_position: 0,
      progress: null,
      outputs: [],
      error: null,
      metrics: { queue_ms: null, execution_ms: null },
      metadata: { take: "4" },
      urls: { self: `/api/v2/jobs/${id}`, events: `/api/v2/jobs/${id}/events`, cancel: `/api/v2/jobs/${id}/cancel` },
      pegbar: {
        shot: SHOT,
        state: "queued",
        reservation: { gpu_seconds: expect.any(Number) as unknown },
        queue: { jobs_ahead: 0 },
      },
    });
    const lease = await claim();
    // Integers beyond 2^53 reach ComfyUI exactly.
    expect(lease.graph["3"]?.inputs["seed"]).toBe("18446744073709551615");
    await beat(lease, 0.5);
    expect((await comfy.get(`/jobs/${id}`)).body).toMatchObject({
      status: "running",
      progress: {
        value: 0.5,
        nodes_done: 3,
        nodes_total: 7,
        current_node: "3",
        current_node_class: "KSampler",
        step: 5,
        steps: 10,
        message: "KSampler 5/10",
      },
    });
    await actions.complete(lease, 10, undefined, { executed: ["3", "9"], cached: ["4"] });
    const done = (await comfy.get(`/jobs/${id}`)).body as unknown as { outputs: { id: string }[] };
    const [output] = done.outputs;
    expect(done).toMatchObject({
      status: "succeeded",
      progress: { value: 1, nodes_done: 7 },
      outputs: [{ node_id: "9", type: "image", content_type: "image/png", job_id: id }],
      metrics: { execution_ms: 10 },
      pegbar: {
        execution: { executed: ["3", "9"], cached: ["4"] },
        certificates: { [output?.id ?? ""]: `/v1/assets/${output?.id}/certificate` },
        reservation: null,
      },
    });
    expect((await comfy.get(`/jobs/${id}/workflow`)).body).toMatchObject({
      format: "api",
      workflow: { "9": { class_type: "SaveImage" } },
    });
    expect((await api.ask("GET", `/v1/jobs/${id}`, { as: ARTIST })).body).toMatchObject({ labels: { take: "4" } });
  });

  test("tells which node failed", async () => {
    const id = await submit();
    const lease = await claim();
    await actions.dispatch(() =>
      Attempt.fail(lease.attemptId, {
        kind: "node_error",
        message: "shapes differ",
        node: { id: "3", classType: "KSampler" },
        traceback: ["line 1", "line 2"],
        executionMs: 5,
      }),
    );
    expect((await comfy.get(`/jobs/${id}`)).body).toMatchObject({
      status: "failed",
      error: {
        code: "node_execution_error",
        message: "shapes differ",
        node_id: "3",
        class_type: "KSampler",
        traceback: "line 1\nline 2",
      },
    });
  });

  test("is cancelled once, and cancelling an ended job changes nothing", async () => {
    const id = await submit();
    for (let time = 0; time < 2; time++)
      expect((await comfy.post(`/jobs/${id}/cancel`, "")).body).toMatchObject({ status: "canceled" });
    const running = await submit();
    const lease = await claim();
    expect((await comfy.post(`/jobs/${running}/cancel`, "")).body).toMatchObject({ status: "canceling" });
    await actions.dispatch(() => Attempt.release(lease.attemptId, { reason: "cancelled", executionMs: 0 }));
    expect((await comfy.get(`/jobs/${running}`)).body).toMatchObject({ status: "canceled" });
  });
});

describe("labels", () => {
  const BIDI = String.fromCodePoint(0x202e);
  test.each<[string, unknown]>([
    ["a control character", { a: "line\nbreak" }],
    ["a bidirectional override", { a: `x${BIDI}y` }],
    ["a name with a space", { "a b": "x" }],
    ["a name of 41 characters", { ["a".repeat(41)]: "x" }],
    ["a value of 257 bytes", { a: "é".repeat(129) }],
    ["17 labels", Object.fromEntries(Array.from({ length: 17 }, (_, number) => [`k${number}`, "x"]))],
    ["none", {}],
    ["a number", { a: 1 }],
    ["a text", "a"],
    ["a list", ["a"]],
    ["a priority that is none", { "pegbar.shot": SHOT, "pegbar.priority": "high" }],
    ["no shot", { take: "1" }],
    ["an unknown shot", { "pegbar.shot": "HARBOR/sq010/none" }],
    ["a shot of another studio", { "pegbar.shot": "COMET/sq010/sh010" }],
    ["an unknown workflow", { "pegbar.shot": SHOT, "pegbar.workflow": "none" }],
    ["a show without a shot", { "pegbar.show": "HARBOR" }],
  ])("%s is refused", async (_what, metadata) => {
    const answer = await comfy.post("/jobs", { workflow: buildGraph(), metadata });
    expect(codeOf(answer)).toEqual([422, "metadata_invalid"]);
  });

  test("say where a job belongs, before the token's default shot", async () => {
    const created = await api.ask("POST", "/v1/tokens", { as: ARTIST, body: { name: "sdk", shot: SHOT } });
    expect(created.body).toMatchObject({ shotId: expect.stringMatching(/^sht_/) as unknown });
    const key = String((created.body as Record<string, unknown>)["secret"]);
    const send = async (metadata?: Record<string, string>) => {
      const { body } = await comfy.post(
        "/jobs",
        { workflow: buildGraph(), ...(metadata ? { metadata } : {}) },
        { key },
      );
      return (body as Record<string, Record<string, unknown>>)["pegbar"];
    };
    expect(await send()).toMatchObject({ shot: SHOT, class: "light", priority: 0 });
    expect(await send({ "pegbar.shot": "sh020" })).toMatchObject({ shot: "HARBOR/sq010/sh020" });
    expect(await send({ "pegbar.shot": "HARBOR/sq010/sh020", "pegbar.priority": "-5" })).toMatchObject({
      shot: "HARBOR/sq010/sh020",
      priority: -5,
    });
    expect(await send({ "pegbar.show": "HARBOR", "pegbar.sequence": "sq010", "pegbar.shot": "sh020" })).toMatchObject({
      shot: "HARBOR/sq010/sh020",
    });
    expect(await send({ "pegbar.workflow": "paint-text" })).toMatchObject({ shot: SHOT });
    const refused = await api.ask("POST", "/v1/tokens", { as: ARTIST, body: { name: "x", shot: "COMET/sq010/sh010" } });
    expect(refused.status).toBe(404);
    await empty();
  });

  test("filter a list, page by page, and a cursor belongs to its filter", async () => {
    const ids: string[] = [];
    for (const take of ["1", "2", "3"]) ids.push(await submit({ "pegbar.shot": SHOT, client: "acme", take }));
    const list = async (query: string) => {
      const answer = await comfy.get(`/jobs?${query}`);
      expect(answer.status, JSON.stringify(answer.body)).toBe(200);
      return answer.body as unknown as { jobs: { id: string }[]; next_cursor?: string };
    };
    const first = await list("limit=2&metadata[client]=acme");
    expect(first.jobs.map(({ id }) => id)).toEqual([ids[2], ids[1]]);
    expect(first.jobs[0]).toMatchObject({ status: "queued", create_time: expect.any(String) as unknown });
    const rest = await list(`limit=2&metadata[client]=acme&cursor=${first.next_cursor}`);
    expect([rest.jobs.map(({ id }) => id), rest.next_cursor]).toEqual([[ids[0]], undefined]);
    expect((await list("metadata[client]=acme&metadata[take]=2")).jobs.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await list("metadata[client]=nobody")).jobs).toEqual([]);
    for (const query of ["limit=2&metadata[client]=other", "limit=2"])
      expect(codeOf(await comfy.get(`/jobs?${query}&cursor=${first.next_cursor}`))).toEqual([400, "invalid_cursor"]);
    const four = ["a", "b", "c", "d"].map((name) => `metadata[${name}]=1`).join("&");
    for (const query of [four, "metadata=1", "metadata[a b]=1", "metadata[a]=1&metadata[a]=2"])
      expect(codeOf(await comfy.get(`/jobs?${query}`))).toEqual([400, "invalid_metadata_filter"]);
    for (const query of ["limit=0", "limit=x", "what=1"])
      expect(codeOf(await comfy.get(`/jobs?${query}`))).toEqual([400, "invalid_request"]);
    const own = await api.ask("GET", `/v1/jobs?labels=${encodeURIComponent('{"take":"2"}')}`, { as: ARTIST });
    expect((own.body as { items: { id: string }[] }).items.map(({ id }) => id)).toEqual([ids[1]]);
    await empty();
  });
});

describe("an Idempotency-Key", () => {
  const send = (key: string, graph = buildGraph()) =>
    comfy.submit(graph, undefined, { headers: { "idempotency-key": key } });

  test("creates one job of many concurrent submits, and refuses the others", async () => {
    const answers = await Promise.all(Array.from({ length: 6 }, () => send("same at once")));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 422, 422, 422, 422, 422]);
    expect(codeOf(await send("same at once"))).toEqual([422, "idempotency_key_reuse"]);
    await empty();
  });

  test("is free again after a refused submit", async () => {
    expect(codeOf(await send("given-back", buildGraph({ steps: 0 })))).toEqual([422, "invalid_workflow"]);
    expect((await send("given-back")).status).toBe(201);
    await empty();
  });

  test("has up to 255 characters", async () => {
    expect((await send("k".repeat(255))).status).toBe(201);
    expect(codeOf(await send("k".repeat(256)))).toEqual([400, "invalid_request"]);
    await empty();
  });
});

describe("events", () => {
  test("give a late client all outputs, then the status, which ends the stream", async () => {
    const id = await submit();
    await empty();
    const heard = await comfy.events(id);
    expect(heard.map(([event]) => event)).toEqual(["output", "status"]);
    expect(heard[1]?.[1]).toEqual({ status: "succeeded", queue_position: null });
  });

  test("never go backwards after an interruption, and have no positions", { timeout: 30_000 }, async () => {
    const id = await submit();
    const reading = fetch(`${api.url}/api/v2/jobs/${id}/events`, {
      headers: { authorization: `Bearer ${await api.getToken(ARTIST)}` },
    }).then((response) => response.text());
    const first = await claim();
    const pause = () => new Promise((resolve) => setTimeout(resolve, 600));
    await beat(first, 0.6);
    await pause();
    await actions.lose(first);
    const second = await claim();
    await beat(second, 0.1);
    await pause();
    expect((await comfy.get(`/jobs/${id}`)).body["progress"]).toMatchObject({ message: "Attempt 2: KSampler 1/10" });
    await actions.complete(second, 10);
    const text = await reading;
    expect(text).not.toMatch(/^id:/m);
    const heard = parseEvents(text);
    const values = heard.filter(([event]) => event === "progress").map(([, data]) => Number(data["value"]));
    expect(values.length).toBeGreaterThanOrEqual(2);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
    expect(values[0]).toBeCloseTo(0.6);
    expect(heard.slice(-2).map(([event]) => event)).toEqual(["output", "status"]);
  });

  test("are limited to a number of streams, with a time to come again", async () => {
    const id = await submit();
    const closing = new AbortController();
    const token = await api.getToken(ARTIST);
    const answers = await Promise.all(
      Array.from({ length: MAX_STREAMS.member + 6 }, () =>
        fetch(`${api.url}/api/v2/jobs/${id}/events`, {
          headers: { authorization: `Bearer ${token}` },
          signal: closing.signal,
        }),
      ),
    );
    const statuses = answers.map(({ status }) => status);
    expect([
      statuses.filter((status) => status === 200).length,
      statuses.filter((status) => status === 429).length,
    ]).toEqual([MAX_STREAMS.member, 6]);
    const refused = answers.find(({ status }) => status === 429);
    expect(Number(refused?.headers.get("retry-after"))).toBeGreaterThan(0);
    expect(await refused?.json()).toMatchObject({ error: { code: "too_many_streams" } });
    // The job itself can be polled.
    expect((await comfy.get(`/jobs/${id}`)).status).toBe(200);
    closing.abort();
    await empty();
    await expect.poll(async () => (await comfy.events(id)).length, { timeout: 5000 }).toBe(2);
  });
});

test("infra/ routes each of its routes", () => {
  const routes = api.routes
    .filter(({ path }) => path.startsWith("/api/v2/"))
    .map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)/g, "{$1}")}`);
  expect([...new Set(routes)].toSorted()).toEqual(
    comfyRoutes.map(({ verb, address }) => `${verb} ${address}`).toSorted(),
  );
});

describe("bad requests", () => {
  test.each<[string, unknown, number, string]>([
    ["no JSON", "{", 400, "invalid_request"],
    ["a field that nobody knows", { workflow: {}, priority: 1 }, 400, "invalid_request"],
    ["no workflow", {}, 400, "invalid_request"],
    ["a workflow that is a list", { workflow: [] }, 400, "invalid_request"],
    ["extra data that nobody knows", { workflow: {}, extra_data: { extra_pnginfo: {} } }, 400, "invalid_request"],
    ["a webhook", { workflow: {}, webhook_url: "https://a.example" }, 422, "not_supported"],
    ["inputs", { workflow: {}, inputs: {} }, 422, "not_supported"],
    ["a workflow of the editor", { workflow: { nodes: [], links: [], last_node_id: 3 } }, 422, "workflow_format_ui"],
    ["more than 2 MiB", { workflow: { a: "x".repeat(2.2 * 2 ** 20) } }, 413, "payload_too_large"],
  ])("%s", async (_what, body, status, code) => {
    expect(codeOf(await comfy.post("/jobs", body))).toEqual([status, code]);
  });

  test("have the API's own form for paths, methods, types and keys", async () => {
    expect(codeOf(await comfy.get("/nothing"))).toEqual([404, "not_found"]);
    const wrong = await comfy.send("PUT", "/jobs");
    expect(codeOf(wrong)).toEqual([405, "method_not_allowed"]);
    expect(wrong.headers.get("allow")).toBe("GET, HEAD, POST");
    const typed = await comfy.post("/jobs", "{}", { headers: { "content-type": "text/plain" } });
    expect(codeOf(typed)).toEqual([415, "unsupported_media_type"]);
    expect(codeOf(await comfy.get("/jobs", { key: "pgb_wrong" }))).toEqual([401, "unauthorized"]);
    expect(codeOf(await comfy.get("/jobs", { as: "operator@pegbar.example" }))[0]).toBe(403);
    const health = await fetch(`${api.url}/api/v2/health`);
    expect(health.status).toBe(200);
    expect((await fetch(`${api.url}/api/v2/jobs`)).status).toBe(401);
  });

  test("another studio finds nothing, in the same words", async () => {
    const id = await submit();
    const read = (path: string, as: string) => comfy.get(path, { as });
    for (const path of ["", "/workflow", "/events"]) {
      const [theirs, none] = await Promise.all([
        read(`/jobs/${id}${path}`, STRANGER),
        read(`/jobs/job_none${path}`, ARTIST),
      ]);
      expect([codeOf(theirs), codeOf(none)]).toEqual([
        [404, "not_found"],
        [404, "not_found"],
      ]);
    }
    expect(codeOf(await comfy.post(`/jobs/${id}/cancel`, "", { as: STRANGER }))).toEqual([404, "not_found"]);
    await empty();
  });

  test("raw graphs need the studio's setting", async () => {
    const studio = await api.ask("PATCH", "/v1/tenant", { as: ADMIN, body: { rawGraphs: false } });
    expect(studio.status, JSON.stringify(studio.body)).toBe(200);
    const answer = await comfy.submit(buildGraph());
    await api.ask("PATCH", "/v1/tenant", { as: ADMIN, body: { rawGraphs: true } });
    expect(codeOf(answer)).toEqual([403, "forbidden"]);
  });

  test("files of others and models that are not cleared are errors of their nodes", async () => {
    const answer = await comfy.submit({
      ...buildGraph({ image: "somebody.png" }),
      "4": { class_type: "CheckpointLoaderSimple", inputs: { ckpt_name: "unknown.safetensors" } },
    });
    expect(codeOf(answer)).toEqual([422, "invalid_workflow"]);
    const nodes = answer.body.error?.details?.["node_errors"] as Record<string, { field: string; reason: string }[]>;
    expect(Object.keys(nodes).toSorted()).toEqual(["10", "4"]);
    expect(nodes["10"]?.[0]).toMatchObject({ field: "image", remedy: expect.any(String) as unknown });
  });
});
