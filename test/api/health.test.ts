import { createServer, type AddressInfo, type Socket } from "node:net";
import { createHash } from "node:crypto";
import { once } from "node:events";
import sharp from "sharp";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { reconcile } from "@pegbar/core/attempt/reconciler";
import { connect } from "@pegbar/core/platform/database";
import * as Id from "@pegbar/core/platform/id.ts";
import { reportRun } from "@pegbar/core/platform/health";
import * as Fleet from "@pegbar/core/job/fleet";
import { startApi, type Ask, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
interface Announced {
  id: string;
  upload: { url: string; headers: Record<string, string> };
}
const Health = z.strictObject({
  status: z.enum(["ok", "degraded", "down"]),
  parts: z.array(
    z.strictObject({
      name: z.string(),
      status: z.enum(["ok", "degraded", "down"]),
      message: z.string().optional(),
      since: z.iso.datetime().optional(),
    }),
  ),
  checkedAt: z.iso.datetime(),
});

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());
beforeEach(async () => {
  await api.admin`update component_run set ran_at = now(), failing_since = null`;
  await api.admin`update fleet set stalled_since = null`;
  await api.admin`update input set checking_since = null`;
});

/** Reads the health from another process, which has checked nothing before. */
async function readHealth(ask: Ask = {}, base?: string) {
  const answer = await api.ask("GET", "/v1/health", ask, base ?? (await api.elsewhere()));
  const health = Health.parse(answer.body);
  const failing = health.parts.filter(({ status }) => status !== "ok").map(({ name, status }) => [name, status]);
  return { answer, health, failing };
}

describe("liveness", () => {
  test("needs no sign-in and no database", async () => {
    const base = await api.elsewhere({
      ports: { ...api.studios.ports, public: withDatabase("postgres://127.0.0.1:9/x") },
    });
    const answer = await api.ask("GET", "/v1/live", {}, base);
    expect([answer.status, answer.body]).toEqual([200, { status: "ok" }]);
  });
});

describe("readiness", () => {
  test("is ok, and may be cached for some seconds", async () => {
    const { answer, health, failing } = await readHealth();
    expect(failing).toEqual([]);
    expect([answer.status, health.status]).toEqual([200, "ok"]);
    expect(answer.headers.get("cache-control")).toBe("public, max-age=5");
    expect(health.parts.map(({ name }) => name)).toContain("gpu-light");
  });

  test("is checked once for all requests within some seconds", async () => {
    const base = await api.elsewhere();
    const [first, ...others] = await Promise.all([1, 2, 3].map(() => readHealth({}, base)));
    await api.admin`update component_run set ran_at = now() - interval '1 hour'`;
    for (const { health } of [...others, await readHealth({}, base)]) expect(health).toEqual(first?.health);
  });

  test("ignores credentials, also wrong ones", async () => {
    expect((await readHealth({ token: "nonsense" })).answer.status).toBe(200);
  });

  test("is degraded when the sequencer no longer completes its rounds", async () => {
    await api.admin`update component_run set ran_at = now() - interval '4 minutes' where name = 'sequencer'`;
    const { answer, health, failing } = await readHealth();
    expect(failing).toEqual([["ledger", "degraded"]]);
    expect([answer.status, health.status]).toEqual([200, "degraded"]);
    const { message, since } = health.parts.find(({ name }) => name === "ledger") ?? {};
    expect(message).toMatch(/Certificates of new results/);
    expect(Date.parse(since ?? "")).toBeLessThan(Date.parse(health.checkedAt) - 239_000);
  });

  test("is degraded when a class has queued jobs and its only worker stopped reporting", async () => {
    const measure = () => api.studios.runAsPlatform("dispatch", () => Fleet.measure());
    const setSeen = (seconds: number) =>
      api.admin`update worker set seen_at = now() - make_interval(secs => ${seconds})`;
    await api.admin`update fleet set starts_workers = false`;
    await api.admin`
      insert into worker (id, class, state, gpu, vram_bytes, comfyui_version, image_digest, object_info_digest, nodes, models,
        registered_at, seen_at)
      values ('w', 'light', 'ready', 'none', 1, 'x', 'x', 'x', 0, '[]', now(), now())`;
    const body = { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "secretprompt" } };
    expect((await api.ask("POST", "/v1/jobs", { as: ARTIST, body })).status).toBe(201);
    await measure();
    expect((await readHealth()).failing).toEqual([]);
    await setSeen(90);
    await measure();
    // It may be restarting.
    expect((await readHealth()).failing).toEqual([]);
    await api.admin`update fleet set stalled_since = stalled_since - interval '2 minutes'`;
    await measure();
    const { answer, health, failing } = await readHealth();
    expect(failing).toEqual([["gpu-light", "down"]]);
    expect([answer.status, health.status]).toEqual([200, "degraded"]);
    await setSeen(0);
    await measure();
    expect((await readHealth()).failing).toEqual([]);
  });

  test("is degraded while an effect cannot be delivered", async () => {
    const [tenant] = await api.admin`select id from tenant where slug = 'lumen'`;
    await api.admin`
      insert into outbox (id, tenant_id, effect, created_at)
      values (${Id.create("outbox")}, ${String(tenant?.["id"])}, ${api.admin.json({ to: "media", task: { task: "hash-files", tenantId: String(tenant?.["id"]) } })},
        now() - interval '2 minutes')`;
    const { dispatch } = api.studios.ports;
    const broken = {
      ...dispatch,
      queues: { ...dispatch.queues, sendMedia: () => Promise.reject(new Error("no queue")) },
    };
    const original = api.studios.ports.dispatch;
    api.studios.ports.dispatch = broken;
    try {
      await api.studios.runAsPlatform("dispatch", () =>
        reconcile({ effectSeconds: 5, messageSeconds: 60, intentSeconds: 10, thorough: false }),
      );
    } finally {
      api.studios.ports.dispatch = original;
    }
    expect((await readHealth()).failing).toEqual([["queues", "degraded"]]);
    await api.admin`delete from outbox`;
  });

  test("is degraded when an upload is not checked", async () => {
    await api.admin`
      insert into input (id, tenant_id, sha256, bytes, content_type, filename, key, status, checking_since)
      select ${Id.create("input")}, id, 'y', 1, 'image/png', 'secretfile.png', 'y', 'checking', now() - interval '11 minutes'
      from tenant where slug = 'lumen'`;
    expect((await readHealth()).failing).toEqual([["uploads", "degraded"]]);
  });

  test("an upload waits from its completion until it is checked", async () => {
    const bytes = await sharp({ create: { width: 8, height: 8, channels: 3, background: "#123456" } })
      .png()
      .toBuffer();
    const announcement = {
      sha256: createHash("sha256").update(bytes).digest("hex"),
      bytes: bytes.length,
      contentType: "image/png",
      filename: "a.png",
    };
    const { id, upload } = (await api.ask("POST", "/v1/inputs", { as: ARTIST, body: announcement })).body as Announced;
    await fetch(upload.url, { method: "PUT", headers: upload.headers, body: new Uint8Array(bytes) });
    await api.admin`
      create table seen as select checking_since from input where false;
      create function note() returns trigger language plpgsql security definer as $$
        begin insert into seen values (new.checking_since); return new; end $$;
      create trigger note after update on input for each row execute function note()`.simple();
    await api.ask("POST", `/v1/inputs/${id}/complete`, { as: ARTIST });
    const seen = await api.admin`select checking_since is not null as waits from seen`;
    expect(seen.map((row) => row["waits"])).toEqual([true, false]);
    await api.admin`drop trigger note on input; drop function note; drop table seen`.simple();
  });

  test("shows no counts, names or addresses, whatever is wrong", async () => {
    await api.admin`update component_run set ran_at = now() - interval '1 hour', failing_since = now() - interval '1 hour'`;
    await api.admin`update fleet set stalled_since = now() - interval '1 hour'`;
    await api.admin`update input set checking_since = now() - interval '1 hour' where filename = 'secretfile.png'`;
    const { health, failing } = await readHealth();
    expect(failing).toHaveLength(health.parts.length - 2);
    const text = JSON.stringify(health.parts.map(({ since: _since, ...part }) => part));
    expect(text).not.toMatch(/\d|lumen|orrery|HARBOR|secret|http|postgres|sqs|pegbar/i);
  });
});

describe("a database that fails", () => {
  test("that never answers is reported within the limit", async () => {
    const connections: Socket[] = [];
    const silent = createServer((socket) => connections.push(socket)).listen(0, "127.0.0.1");
    await once(silent, "listening");
    try {
      await expectDown(`postgres://x:x@127.0.0.1:${(silent.address() as AddressInfo).port}/x`);
      expect(connections).toHaveLength(1);
    } finally {
      for (const socket of connections) socket.destroy();
      silent.close();
    }
  });

  test("that refuses connections is reported", () => expectDown("postgres://x:x@127.0.0.1:9/x"));

  test("that waits for a lock is reported, and the statement ends", async () => {
    const base = await api.elsewhere();
    await api.admin.begin(async (tx) => {
      await tx`lock table component_run in access exclusive mode`;
      const { answer, failing } = await readHealth({}, base);
      expect([answer.status, failing]).toEqual([503, [["database", "down"]]]);
    });
    const [waiting] = await api.admin`
      select count(*)::int as n from pg_stat_activity where usename = 'pegbar_public' and wait_event_type = 'Lock'`;
    expect(waiting?.["n"]).toBe(0);
  });
});

const withDatabase = (url: string) => ({ ...api.studios.ports.public, database: connect({ url, max: 1 }) });
async function expectDown(url: string): Promise<void> {
  const ports = withDatabase(url);
  const base = await api.elsewhere({ ports: { ...api.studios.ports, public: ports } });
  const began = performance.now();
  const { answer, health, failing } = await readHealth({}, base);
  expect([answer.status, health.status, failing]).toEqual([503, "down", [["database", "down"]]]);
  expect(performance.now() - began).toBeLessThan(10_000);
  void ports.database.end();
}

describe("what the roles may do", () => {
  test("the public role reads of uploads only since when unchecked ones wait, and no load of the fleet", async () => {
    const client = api.studios.database.raw("public");
    await api.admin`update input set checking_since = now() where filename = 'secretfile.png'`;
    expect(Object.keys((await client`select checking_since from input`)[0] ?? {})).toEqual(["checking_since"]);
    for (const column of ["id", "tenant_id", "filename", "sha256", "status", "created_by"])
      await expect(client.unsafe(`select ${column} from input`)).rejects.toThrow(/permission denied/);
    for (const column of ["waiting", "running", "workers", "waiting_tenants", "mean_ms", "micros_per_hour"])
      await expect(client.unsafe(`select ${column} from fleet`)).rejects.toThrow(/permission denied/);
    for (const table of ["job", "attempt", "outbox", "intent", "worker", "webhook", "webhook_delivery", "tenant"])
      await expect(client.unsafe(`select * from ${table}`)).rejects.toThrow(/permission denied/);
    await expect(client`update component_run set ran_at = now()`).rejects.toThrow(/permission denied/);
  });

  test("a component reports its own runs only", async () => {
    await api.admin`update component_run set ran_at = now() - interval '1 hour'`;
    await api.studios.runAsPlatform("webhook", async () => {
      await reportRun("webhooks");
      await reportRun("sequencer");
    });
    const fresh = await api.admin`select name from component_run where ran_at > now() - interval '1 minute'`;
    expect(fresh.map((row) => row["name"])).toEqual(["webhooks"]);
  });

  test("the application role sees no report", async () => {
    await expect(api.studios.database.raw("app")`select * from component_run`).rejects.toThrow(/permission denied/);
  });
});
