import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPortal } from "@pegbar/local/portal/index.ts";
import { mountSite } from "@pegbar/local/portal/addresses.ts";
import { Problem } from "@pegbar/functions/http/problem.ts";
import { startApi, type Answer, type TestApi } from "../setup/api.ts";
import { WORKER_KEY } from "../setup/constants.ts";
import { buildClaimRequest } from "../setup/studio.ts";

const ADMIN = "admin@lumen.example";
const ARTIST = "artist@lumen.example";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

const codeOf = ({ status, body }: Answer) => [status, Problem.parse(body).code];

describe("content types, on the public API and the Work API", () => {
  const onPublic = (headers: Record<string, string>, n: number) =>
    api.ask("POST", "/v1/shows", { as: ADMIN, body: { code: `TYPE${n}`, name: "Types" }, headers });
  const onWork = (headers: Record<string, string>) =>
    api.ask(
      "POST",
      "/work/v1/claims",
      {
        body: buildClaimRequest("01ARZ3NDEKTSV4RRFFQ69G5FAV"),
        headers: { authorization: `Worker ${WORKER_KEY}`, ...headers },
      },
      api.workUrl,
    );

  test.each(
    [
      "application/json;",
      "application/json ;charset=utf-8",
      "application/json; charset=utf-8; profile=x",
      'APPLICATION/JSON; Charset="UTF-8"',
      "application/json;;",
    ].map((type, n) => [type, n] as const),
  )("%s is accepted", async (type, n) => {
    expect((await onPublic({ "content-type": type }, n)).status).toBe(201);
    // 403: the claim was parsed, and its nonce is unknown.
    expect(codeOf(await onWork({ "content-type": type }))).toEqual([403, "nonce_unknown"]);
  });

  test.each([
    ["application/json, text/plain", undefined],
    ["json", undefined],
    ["text/json", undefined],
    ["application/json; charset=utf-16", undefined],
    ["application/problem+json", undefined],
    ["application/json", "gzip"],
    ["application/json", "br, gzip"],
  ])("%s with Content-Encoding %s is refused with 415", async (type, coding) => {
    const headers = { "content-type": type, ...(coding === undefined ? {} : { "content-encoding": coding }) };
    expect(codeOf(await onPublic(headers, 99))).toEqual([415, "unsupported_media_type"]);
    expect(codeOf(await onWork(headers))).toEqual([415, "unsupported_media_type"]);
  });

  test("every operation with a body accepts unusual parameters and refuses other types", async () => {
    for (const { method, path, body } of api.document.operations) {
      if (!body) continue;
      const address = path.replaceAll(/\{\w+\}/g, "xxx_00000000000000000000000000");
      const ask = (type: string) =>
        api.ask(method, address, { as: ADMIN, body: body.example, headers: { "content-type": type } });
      expect((await ask("text/plain")).status, `${method} ${path}`).toBe(415);
      expect((await ask("application/json ; charset=utf-8")).status, `${method} ${path}`).not.toBe(415);
    }
    expect(api.studios.logged.filter(({ level }) => level === "error")).toEqual([]);
  });
});

describe("responses stay small", () => {
  /** Maximum size of a body. */
  const LARGEST = 2 * 1024 * 1024 - 4096;
  const bodies: Record<string, (example: unknown) => unknown> = {
    "unknown fields": (example) => ({
      ...(example as object),
      ...Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`unknown_field_${n}`, 1])),
    }),
    "unknown names inside": (example) => ({
      ...(example as object),
      parameters: Object.fromEntries(Array.from({ length: 24_000 }, (_, n) => [`名前_${n}`, "x".repeat(20)])),
      inputs: Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`in_${n}`, "x"])),
      graph: Object.fromEntries(
        Array.from({ length: 3000 }, (_, n) => [`n${n}`, { class_type: "C".repeat(200), inputs: {} }]),
      ),
    }),
    "one long name": (example) => ({ ...(example as object), ["y".repeat(LARGEST - 20_000)]: 1 }),
    "one long text everywhere": (example) => withLongTexts(example, LARGEST - 20_000),
    "a long list": () => Array.from({ length: 500_000 }, () => 1),
  };
  for (const [name, make] of Object.entries(bodies))
    test(`${name}: below 256 kB, at most 50 errors, and no value longer than 200 characters`, async () => {
      let shared: string | undefined;
      for (const { method, path, body } of api.document.operations) {
        if (!body) continue;
        const address = path.replaceAll(/\{\w+\}/g, "xxx_00000000000000000000000000");
        // The same text for all operations if it does not depend on them.
        const text: string =
          make.length === 0 ? (shared ??= JSON.stringify(make(undefined))) : JSON.stringify(make(body.example));
        expect(text.length, name).toBeLessThan(LARGEST + 4096);
        const answer = await api.ask(method, address, { as: ADMIN, body: text });
        const where = `${method} ${path} → ${answer.status}`;
        expect(Buffer.byteLength(JSON.stringify(answer.body)), where).toBeLessThan(256 * 1024);
        if (answer.status < 400) continue;
        const problem = Problem.parse(answer.body);
        expect(problem.errors.length, where).toBeLessThanOrEqual(50);
        expect(JSON.stringify(problem), where).not.toMatch(/y{201}/);
        if (problem.status === 422) expect(problem.errors.length, where).toBeGreaterThan(0);
        if (problem.errors.length === 50) expect(problem.detail, where).toMatch(/\d+ more errors are not listed/);
      }
    });
});

/** The same with each text extended, within `most` characters in total. */
function withLongTexts(value: unknown, most: number): unknown {
  const count = textsIn(value);
  const fill = (one: unknown): unknown => {
    if (typeof one === "string") return "y".repeat(Math.floor(most / Math.max(1, count)));
    if (Array.isArray(one)) return one.map(fill);
    if (typeof one !== "object" || one === null) return one;
    return Object.fromEntries(Object.entries(one).map(([name, inner]) => [name, fill(inner)]));
  };
  return fill(value);
}
const textsIn = (value: unknown): number => {
  if (typeof value === "string") return 1;
  return typeof value === "object" && value !== null
    ? Object.values(value).reduce<number>((sum, one) => sum + textsIn(one), 0)
    : 0;
};

describe("query and header values are exact", () => {
  const status = async (path: string, headers: Record<string, string> = {}) =>
    (await api.ask("GET", path, { as: ADMIN, headers })).status;

  test.each(["", "+5", " 5", "5 ", "0x10", "1e1", "05", "5.0", "201", "0", "-1", "9".repeat(30)])(
    "limit=%s is refused",
    async (limit) => {
      expect(await status(`/v1/jobs?limit=${encodeURIComponent(limit)}`)).toBe(400);
    },
  );
  test("limit=1 and limit=200 are accepted", async () => {
    expect([await status("/v1/jobs?limit=1"), await status("/v1/jobs?limit=200")]).toEqual([200, 200]);
  });
  test.each(["", "TRUE", "1", "yes", "on"])("a boolean of %s is refused", async (value) => {
    expect(await status(`/v1/jobs?wait=${value}`)).toBe(400);
    expect(await status(`/v1/assets/ast_1/download?credentialed=${value}`)).toBe(400);
  });
  test.each(["", "1e1", "21", "-1", "NaN", "Infinity", "0x1"])("wait=%s seconds is refused", async (value) => {
    expect(await status(`/v1/assets/ast_1/certificate?wait=${value}`)).toBe(400);
  });
  test.each(["", "day,", " day", "day, show", "colour", "day,show,class,member,model"])(
    "groupBy=%s is refused",
    async (value) => {
      expect(await status(`/v1/usage?groupBy=${encodeURIComponent(value)}`)).toBe(400);
    },
  );
  test("unknown query parameters are refused by name", async () => {
    const answer = await api.ask("GET", "/v1/usage?groupby=day", { as: ADMIN });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/query/groupby" }] } });
  });

  test.each(["", "with space", "ünïcode", "k".repeat(256)])("the Idempotency-Key %j is refused", async (key) => {
    const headers = { "idempotency-key": Buffer.from(key).toString("latin1") };
    const answer = await api.ask("POST", "/v1/shows", { as: ADMIN, body: { code: "KEYED", name: "Keyed" }, headers });
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer: "/header/idempotency-key" }] } });
  });

  test("If-Match accepts lists, weak tags and commas in tags, and refuses invalid tags", async () => {
    const made = await api.ask("POST", "/v1/shows", { as: ADMIN, body: { code: "TAGGED", name: "Tagged" } });
    const path = `/v1/shows/${(made.body as { id: string }).id}`;
    const tag = String((await api.ask("GET", path, { as: ADMIN })).headers.get("etag"));
    const change = async (ifMatch: string) =>
      (await api.ask("PATCH", path, { as: ADMIN, body: { name: "Tagged" }, headers: { "if-match": ifMatch } })).status;
    expect(await change(`"other", ${tag}`)).toBe(200);
    expect(await change(`"a,b",${tag} , "c"`)).toBe(200);
    expect(await change("*")).toBe(200);
    expect(await change(`"other", "another"`)).toBe(412);
    expect(await change(`W/${tag}`)).toBe(412);
    for (const bad of [tag.replaceAll('"', ""), `${tag} "x"`, `*, ${tag}`, '"unclosed'])
      expect(await change(bad)).toBe(400);
  });
});

test("a webhook that does not exist is 404 before its host is resolved", async () => {
  const countWarnings = () => api.studios.logged.filter(({ level }) => level !== "info").length;
  const before = countWarnings();
  const started = performance.now();
  const answer = await api.ask("PATCH", "/v1/webhooks/whk_00000000000000000000000000", {
    as: ADMIN,
    body: { url: "https://does-not-resolve.invalid/hook" },
  });
  expect(codeOf(answer)).toEqual([404, "not_found"]);
  expect(countWarnings()).toBe(before);
  expect(performance.now() - started).toBeLessThan(5000);
});

test("a token cannot have a permission that its creator's role lacks", async () => {
  const make = (as: string, verbs: string[], service?: { role: string }) =>
    api.ask("POST", "/v1/tokens", { as, body: { name: "t", verbs, ...(service ? { service } : {}) } });
  expect(await make(ARTIST, ["job.read", "member.update"])).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: "/verbs", message: expect.stringContaining("member.update") }] },
  });
  expect(await make(ADMIN, ["tenants.write"])).toMatchObject({
    status: 400,
    body: { errors: [{ pointer: "/verbs" }] },
  });
  expect(await make(ADMIN, ["member.update"], { role: "artist" })).toMatchObject({ status: 400 });
  expect((await make(ARTIST, ["job.read"])).status).toBe(201);
});

test("a client that disconnects in the middle of its body is not logged as an error", async () => {
  const before = api.studios.logged.filter(({ level }) => level === "error").length;
  for (const [url, path] of [
    [api.url, "/v1/shows"],
    [api.workUrl, "/work/v1/claims"],
  ] as const) {
    const { hostname, port } = new URL(url);
    const token = path.startsWith("/work") ? `Worker ${WORKER_KEY}` : `Bearer ${await api.issuer.sign(ADMIN)}`;
    const socket = connect(Number(port), hostname);
    await once(socket, "connect");
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\nauthorization: ${token}\r\ncontent-type: application/json\r\ncontent-length: 500\r\n\r\n{"code":`,
    );
    await sleep(100);
    socket.destroy();
  }
  await sleep(300);
  expect(api.studios.logged.filter(({ level }) => level === "error").slice(before)).toEqual([]);
});

describe("addresses on one machine, where the portal shares the API's port", () => {
  const folder = mkdtempSync(path.join(tmpdir(), "pegbar-site-"));
  writeFileSync(path.join(folder, "index.html"), "<!doctype html><title>portal</title>");
  writeFileSync(path.join(folder, "verify.html"), "<!doctype html><title>verify</title>");
  const site = new Hono().route(
    "/",
    createPortal({ folder, url: "http://127.0.0.1", issuer: "http://127.0.0.1:1", store: "http://127.0.0.1:2" }),
  );
  afterAll(() => rmSync(folder, { recursive: true }));
  const ask = async (method: string, address: string) => {
    const authorization = `Bearer ${await api.issuer.sign(ADMIN)}`;
    return mountSite(api.app, site)(new Request(`http://127.0.0.1${address}`, { method, headers: { authorization } }));
  };

  test.each(["/v1", "/v1/", "/v1/nothing", "/v1/jobs/", "/v1//jobs", "/v1/shows/x/y/z", "/v1/index.html"])(
    "GET %s is the API's 404",
    async (address) => {
      const answer = await ask("GET", address);
      expect([answer.status, answer.headers.get("content-type")]).toEqual([404, "application/problem+json"]);
      expect(await answer.json()).toMatchObject({ code: "not_found" });
    },
  );
  test.each([
    ["GET", "/v1/jobs/job_1/cancel", "POST"],
    ["GET", "/v1/estimates", "POST"],
    ["DELETE", "/v1/jobs", "GET, HEAD, POST"],
    ["PUT", "/v1/me", "GET, HEAD"],
  ])("%s %s is 405 and lists the allowed methods: %s", async (method, address, allow) => {
    const answer = await ask(method, address);
    expect([answer.status, answer.headers.get("allow")]).toEqual([405, allow]);
  });
  test("a wrong method on a public route is 405 without a token", async () => {
    for (const method of ["POST", "OPTIONS", "DELETE"]) {
      const answer = await api.ask(method, "/v1/health");
      expect([answer.status, answer.headers.get("allow")]).toEqual([405, "GET, HEAD"]);
    }
    expect((await api.ask("GET", "/v1/ledger/logs/x/tile/entries/000")).status).toBe(401);
  });
  test.each([
    ["/", 200],
    ["/jobs/job_1", 200],
    ["/v10", 200],
    ["/verify", 200],
    ["/favicon.png", 404],
    ["/plugins", 200],
    ["/assets/gone.js", 404],
    ["/plugins/gone.zip", 404],
    ["/.well-known/security.txt", 404],
  ])("GET %s is %i: the fallback serves only pages", async (address, status) => {
    const answer = await ask("GET", address);
    expect(answer.status).toBe(status);
    if (status === 200) expect(await answer.text()).toContain("<!doctype html>");
  });
});
