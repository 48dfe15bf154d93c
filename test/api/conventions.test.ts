import { createHash } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as Id from "@pegbar/core/platform/id.ts";
import * as Idempotency from "@pegbar/core/platform/idempotency";
import { startApi, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
const ADMIN = "admin@lumen.example";
const OPERATOR = "operator@pegbar.example";

let api: TestApi;
let next = 0;
let artistId: string;
let inputId: string;
let showId: string;
let sharedVersionId: string;
beforeAll(async () => {
  api = await startApi();
  const [artist] = await api.admin`select id from member where email = ${ARTIST}`;
  artistId = String(artist?.["id"]);
  const [input] = await api.admin`
    insert into input (id, tenant_id, sha256, bytes, content_type, filename, key, status)
    select ${Id.create("input")}, id, 'x', 1, 'image/png', 'a.png', 'x', 'verified' from tenant where slug = 'lumen' returning id`;
  inputId = String(input?.["id"]);
  const [show] = await api.admin`select id from show where code = 'HARBOR'`;
  showId = String(show?.["id"]);
  sharedVersionId = await newVersion();
});
afterAll(() => api.stop());

const post = (path: string, body: unknown, key: string, as = ADMIN, base?: string) =>
  api.ask("POST", path, { as, body, headers: { "idempotency-key": key } }, base);
const fresh = (what: string) => `${what}${next++}`;
const sha256 = (text: string) => createHash("sha256").update(text).digest("hex");

async function newWebhook(): Promise<string> {
  const body = { url: "http://127.0.0.1:9/", events: ["notice"] };
  return `/v1/webhooks/${((await api.ask("POST", "/v1/webhooks", { as: ADMIN, body })).body as { id: string }).id}`;
}

async function newBatch(): Promise<string> {
  const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", frames: "1", parameters: { prompt: "a" } };
  return `/v1/batches/${((await api.ask("POST", "/v1/batches", { as: ARTIST, body })).body as { id: string }).id}`;
}

async function newVersion(): Promise<string> {
  const id = Id.create("version");
  await api.admin`
    insert into version (id, tenant_id, show_id, shot_id, member_id, name, number)
    select ${id}, tenant.id, sequence.show_id, shot.id, member.id, ${id}, 1
    from tenant join shot on shot.tenant_id = tenant.id join sequence on sequence.id = shot.sequence_id
      join member on member.tenant_id = tenant.id
    where tenant.slug = 'lumen' limit 1`;
  return id;
}

/** A version of one frame. */
async function newFramedVersion(): Promise<string> {
  const [versionId, [jobId, attemptId, assetId]] = [
    await newVersion(),
    [Id.create("job"), Id.create("attempt"), Id.create("asset")],
  ];
  await api.admin`
    insert into job (id, tenant_id, show_id, sequence_id, shot_id, member_id, graph, parameters, output_names, class, lane,
      time_limit_seconds, state, request_sha256, queued_at)
    select ${jobId}, shot.tenant_id, shot.show_id, shot.sequence_id, shot.id, version.member_id, '{}', '{}', '{}', 'light',
      'batch', 60, 'succeeded', '', now()
    from version join shot on shot.id = version.shot_id where version.id = ${versionId}`;
  await api.admin`
    insert into attempt (id, tenant_id, job_id, fence, state, worker_id, nonce, lease_expires_at, runtime, started_at)
    select ${attemptId}, tenant_id, ${jobId}, 1, 'succeeded', 'w', ${attemptId}, now(), '{}', now() from job where id = ${jobId}`;
  await api.admin`
    insert into asset (id, tenant_id, show_id, shot_id, job_id, attempt_id, member_id, name, version, node_id, frame, position,
      filename, key, sha256, bytes, content_type)
    select ${assetId}, tenant_id, show_id, shot_id, ${jobId}, ${attemptId}, member_id, name, number, '9', 12, 0, 'a.png',
      ${`${assetId}.png`}, 'x', 1, 'image/png' from version where id = ${versionId}`;
  return versionId;
}

describe("Idempotency-Key", () => {
  /** Every operation that creates something: the request, and its sender. */
  const creations: Record<string, { as?: string; at?: () => Promise<string>; body: () => Record<string, unknown> }> = {
    "/v1/shows": { body: () => ({ code: fresh("S"), name: "A show" }) },
    "/v1/members": { body: () => ({ email: `${fresh("m")}@a.example`, name: "A", role: "artist" }) },
    "/v1/workflows": {
      body: () => ({
        slug: fresh("wf"),
        name: "A",
        class: "light",
        graph: {
          "1": { class_type: "EmptyImage", inputs: { width: 64, height: 64, batch_size: 1, color: 0 } },
          "2": { class_type: "SaveImage", inputs: { images: ["1", 0], filename_prefix: "a" } },
        },
      }),
    },
    "/v1/models": {
      body: () => ({
        fileName: `${fresh("model")}.safetensors`,
        kind: "lora",
        name: "A",
        sha256: sha256(fresh("h")),
        bytes: 100,
        family: "sd15",
        licence: "own",
      }),
    },
    "/v1/inputs": {
      body: () => ({ sha256: sha256(fresh("h")), bytes: 100, contentType: "image/png", filename: "a.png" }),
    },
    "/v1/image-sequences": { body: () => ({ pattern: `${fresh("plate")}.####.png`, files: { "1": inputId } }) },
    "/v1/jobs": {
      as: ARTIST,
      body: () => ({ shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: fresh("p") } }),
    },
    "/v1/batches": {
      as: ARTIST,
      body: () => ({
        shot: "HARBOR/sq010/sh010",
        workflow: "paint-text",
        frames: "1-2",
        parameters: { prompt: fresh("p") },
      }),
    },
    "/v1/batches/{id}/retakes": {
      as: ARTIST,
      at: async () => `${await newBatch()}/retakes`,
      body: () => ({ frames: "1", parameters: { prompt: fresh("p") } }),
    },
    "/v1/versions/{id}/review": {
      at: async () => `/v1/versions/${await newVersion()}/review`,
      body: () => ({ decision: "retake", comment: fresh("c") }),
    },
    "/v1/versions/{id}/notes": {
      at: async () => `/v1/versions/${await newVersion()}/notes`,
      body: () => ({ text: fresh("n") }),
    },
    "/v1/versions/{id}/renditions": {
      at: async () => `/v1/versions/${await newFramedVersion()}/renditions`,
      body: () => ({ kind: "movie", frameRate: `${1 + (next++ % 120)}` }),
    },
    "/v1/playlists": { body: () => ({ showId, name: fresh("playlist") }) },
    "/v1/share-links": {
      body: () => ({ versionId: sharedVersionId, recipient: fresh("client") }),
    },
    "/v1/erasures": { body: () => ({ memberId: artistId, kinds: ["input"], reason: fresh("reason") }) },
    "/v1/tokens": { body: () => ({ name: fresh("token") }) },
    "/v1/webhooks": { body: () => ({ url: "http://127.0.0.1:9/", description: fresh("w"), events: ["notice"] }) },
    "/v1/webhooks/{id}/secrets": {
      at: async () => `${await newWebhook()}/secrets`,
      body: () => ({ overlapHours: next++ % 168 }),
    },
    "/v1/tenants": {
      as: OPERATOR,
      body: () => ({ slug: fresh("studio"), name: "A", admin: { email: "a@a.example", name: "A" } }),
    },
    "/v1/fleet/models": {
      as: OPERATOR,
      body: () => ({
        fileName: `${fresh("shared")}.safetensors`,
        kind: "vae",
        name: "A",
        sha256: sha256(fresh("h")),
        family: "sd15",
        licence: "MIT",
      }),
    },
  };

  test("every operation that creates something accepts one, and has a test", () => {
    const creating = api.document.operations.filter(({ method, creates }) => method === "POST" && creates);
    expect(creating.filter(({ headers }) => !headers.includes("idempotency-key"))).toEqual([]);
    expect(creating.map(({ path }) => path).toSorted()).toEqual(Object.keys(creations).toSorted());
  });

  test("a repeated submit is marked as a replay, and its key can be used again after 7 days", async () => {
    const key = fresh("week");
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "dusk" } };
    const submit = (parameters = body.parameters) => post("/v1/jobs", { ...body, parameters }, key, ARTIST);
    const [first, second] = [await submit(), await submit()];
    expect(first.headers.get("idempotency-replayed")).toBeNull();
    expect(second.headers.get("idempotency-replayed")).toBe("true");
    expect(second.body).toEqual(first.body);
    const { id } = first.body as { id: string };
    await api.admin`update job set created_at = now() - interval '6 days 23 hours' where id = ${id}`;
    expect(await submit({ prompt: "dawn" })).toMatchObject({ status: 422, body: { code: "idempotency_key_reused" } });
    await api.admin`update job set created_at = now() - interval '7 days 1 hour' where id = ${id}`;
    const third = await submit({ prompt: "dawn" });
    expect(third).toMatchObject({ status: 201 });
    expect((third.body as { id: string }).id).not.toBe(id);
    expect((await submit({ prompt: "dawn" })).headers.get("idempotency-replayed")).toBe("true");
  });

  test.each(Object.keys(creations))(
    "%s: a repeated request returns the same response, and another one is refused",
    async (template) => {
      const { as = ADMIN, at = async () => template, body } = creations[template] ?? { body: () => ({}) };
      const path = await at();
      const [key, sent] = [fresh("key"), body()];
      const first = await post(path, sent, key, as);
      expect(first, JSON.stringify(first.body)).toMatchObject({ status: 201 });
      // A sent effect leaves the outbox in the background.
      await api.studios.waitForBackground();
      const before = await api.footprint();
      const again = await post(path, sent, key, as);
      expect(again.status).toBe(201);
      const stable = ({ upload: _upload, ...rest }: Record<string, unknown>) => rest;
      expect(stable(again.body as Record<string, unknown>)).toEqual(stable(first.body as Record<string, unknown>));
      expect(await post(path, body(), key, as)).toMatchObject({
        status: 422,
        body: { code: "idempotency_key_reused" },
      });
      expect((await api.footprint()).rows).toEqual(before.rows);
    },
  );

  test("twenty concurrent requests create one resource", async () => {
    const [key, body] = [fresh("key"), { code: fresh("S"), name: "At once" }];
    const answers = await Promise.all(Array.from({ length: 20 }, () => post("/v1/shows", body, key)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(20).fill(201));
    expect(new Set(answers.map((answer) => (answer.body as { id: string }).id)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get("idempotency-replayed") === "true")).toHaveLength(19);
  });

  test("a refused request changes nothing and leaves its key unused", async () => {
    const [key, code] = [fresh("key"), fresh("S")];
    await api.ask("POST", "/v1/shows", { as: ADMIN, body: { code, name: "There already" } });
    expect(await post("/v1/shows", { code, name: "Again" }, key)).toMatchObject({ status: 409 });
    expect(await post("/v1/shows", { code: 7 }, key)).toMatchObject({ status: 400 });
    expect(await post("/v1/shows", { code: fresh("S"), name: "Now" }, key)).toMatchObject({ status: 201 });
  });

  test("members have separate keys", async () => {
    const key = fresh("key");
    const [mine, theirs] = [
      await post("/v1/tokens", { name: "a" }, key),
      await post("/v1/tokens", { name: "a" }, key, ARTIST),
    ];
    expect((mine.body as { id: string }).id).not.toBe((theirs.body as { id: string }).id);
  });

  test("a stored secret cannot be read from the database, and is deleted after a week", async () => {
    const key = fresh("key");
    const { body } = await post("/v1/tokens", { name: "secret" }, key);
    const { secret } = body as { secret: string };
    const rows = await api.admin`select encode(sealed_answer, 'escape') as answer from idempotency`;
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(secret);
    await api.admin`update idempotency set created_at = now() - interval '8 days' where key = ${key}`;
    await api.studios.runAsPlatform("dispatch", Idempotency.forget);
    const again = await post("/v1/tokens", { name: "secret" }, key);
    expect((again.body as { secret: string }).secret).not.toBe(secret);
  });

  test.each([
    ["empty", ""],
    ["too long", "x".repeat(256)],
    ["not ASCII", "é"],
  ])("%s is refused", async (_name, key) => {
    const answer = await post("/v1/shows", { code: fresh("S"), name: "A" }, key);
    expect(answer).toMatchObject({ status: 400, body: { code: "invalid_request" } });
  });
});

describe("ETag and If-Match", () => {
  const change = (path: string, body: unknown, tag: string, as = ADMIN, method = "PATCH") =>
    api.ask(method, path, { as, body, headers: { "if-match": tag } });
  const tagOf = async (path: string, as = ADMIN) => {
    const { headers, status } = await api.ask("GET", path, { as });
    expect(status).toBe(200);
    expect(headers.get("etag")).toMatch(/^"[\w-]{22}"$/);
    return headers.get("etag") ?? "";
  };
  const row = async (table: string) => {
    const [found] = await api.admin.unsafe(
      `select x.id from ${table} x join tenant t on t.id = x.tenant_id where t.slug = 'lumen' order by x.id limit 1`,
    );
    return String(found?.["id"]);
  };

  /** Every editable resource: path, a change, another change, and the actor. */
  const edits: [string, () => Promise<string>, unknown, unknown, string?, string?][] = [
    ["/v1/tenant", async () => "/v1/tenant", { timeZone: "Europe/Paris" }, { timeZone: "Asia/Tokyo" }],
    ["/v1/shows/{id}", async () => `/v1/shows/${await row("show")}`, { name: "One" }, { name: "Two" }],
    ["/v1/members/{id}", async () => `/v1/members/${await row("member")}`, { name: "One" }, { name: "Two" }],
    ["/v1/quotas/{id}", async () => `/v1/quotas/${await row("show")}`, { runningJobs: 3 }, { runningJobs: 4 }],
    ["/v1/webhooks/{id}", newWebhook, { description: "One" }, { description: "Two" }],
    ["/v1/playlists/{id}", newPlaylist, { name: "One" }, { name: "Two" }],
    ["/v1/jobs/{id}", newJob, { priority: -5 }, { priority: -6 }],
    ["/v1/tenants/{id}", orrery, { weight: 200 }, { weight: 300 }, OPERATOR],
    ["/v1/tenants/{id}/quota", async () => `${await orrery()}/quota`, { runningJobs: 3 }, { runningJobs: 4 }, OPERATOR],
  ];
  async function orrery() {
    return `/v1/tenants/${String((await api.admin`select id from tenant where slug = 'orrery'`)[0]?.["id"])}`;
  }
  async function newPlaylist() {
    const made = await api.ask("POST", "/v1/playlists", { as: ADMIN, body: { showId, name: fresh("playlist") } });
    return `/v1/playlists/${(made.body as { id: string }).id}`;
  }
  async function newJob() {
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: fresh("p") } };
    return `/v1/jobs/${((await api.ask("POST", "/v1/jobs", { as: ARTIST, body })).body as { id: string }).id}`;
  }

  test("every operation with If-Match has a test", () => {
    const guarded = api.document.operations.filter(({ headers }) => headers.includes("if-match"));
    expect(guarded.map(({ path }) => path).toSorted()).toEqual(
      [...edits.map(([path]) => path), "/v1/models/{id}/shows"].toSorted(),
    );
  });

  test.each(edits)("%s: a change of an outdated version is refused", async (_name, at, one, two, as) => {
    const path = await at();
    const tag = await tagOf(path, as);
    const changed = await change(path, one, tag, as);
    expect(changed, JSON.stringify(changed.body)).toMatchObject({ status: 200 });
    expect(changed.headers.get("etag")).not.toBe(tag);
    const late = await change(path, two, tag, as);
    expect(late).toMatchObject({ status: 412, body: { code: "precondition_failed" } });
    const now = await tagOf(path, as);
    expect(now).toBe(changed.headers.get("etag"));
    expect(await change(path, two, now, as)).toMatchObject({ status: 200 });
    expect(await change(path, one, "*", as)).toMatchObject({ status: 200 });
    expect(await change(path, two, `W/"x", "y"`, as)).toMatchObject({ status: 412 });
  });

  test("clearances of a model", async () => {
    const model = await row("model").catch(() => "");
    const [shared] = await api.admin`select id from model limit 1`;
    const path = `/v1/models/${model === "undefined" ? String(shared?.["id"]) : model}`;
    const tag = await tagOf(path);
    const showIds = [await row("show")];
    await change(`${path}/shows`, { showIds: [] }, tag, ADMIN, "PUT");
    await change(`${path}/shows`, { showIds }, "*", ADMIN, "PUT");
    const seen = await tagOf(path);
    expect(await change(`${path}/shows`, { showIds: [] }, seen, ADMIN, "PUT")).toMatchObject({ status: 200 });
    expect(await change(`${path}/shows`, { showIds }, seen, ADMIN, "PUT")).toMatchObject({ status: 412 });
  });

  test("one of ten concurrent changes of the same version succeeds", async () => {
    const path = `/v1/shows/${await row("show")}`;
    const tag = await tagOf(path);
    const answers = await Promise.all(Array.from({ length: 10 }, (_, n) => change(path, { name: `N${n}` }, tag)));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(9).fill(412)]);
  });

  test("counters that change by themselves do not make a change fail", async () => {
    const quota = `/v1/quotas/${await row("show")}`;
    const tag = await tagOf(quota);
    await newJob();
    expect(await tagOf(quota)).toBe(tag);
  });
});
