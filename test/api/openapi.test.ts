import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

describe("the OpenAPI document", () => {
  test("describes every operation with its purpose, scope, errors and error codes", () => {
    for (const { method, path, verb, security, problems } of api.document.operations) {
      const where = `${method} ${path}`;
      if (api.document.publicPaths.includes(path)) {
        expect(security, where).toEqual([]);
        continue;
      }
      // Each bulk action needs its own permission.
      const bulk: Record<string, string[]> = {
        "POST /v1/jobs/actions": ["job.cancel", "job.hold", "job.defer"],
        "POST /v1/batches/{id}/actions": ["job.cancel", "job.hold", "job.retry", "job.defer"],
      };
      const permissions = bulk[where] ?? [verb];
      expect(security, where).toEqual([{ bearer: permissions }]);
      const statuses = problems.map(([status]) => Number(status));
      for (const status of [400, 401, 403, 429, 500]) expect(statuses, where).toContain(status);
      for (const [status, { content }] of problems) {
        // Answered before the request reaches the API.
        if (status === "431") continue;
        const problem = JSON.stringify(content?.["application/problem+json"]?.schema);
        expect(problem, `${where} → ${status}`).toContain(`Problem${status}`);
      }
    }
  });

  test("has a valid example of every body", () => {
    const bodies = api.document.operations.flatMap(({ method, path, body }) =>
      body ? [{ where: `${method} ${path}`, ...body }] : [],
    );
    expect(bodies.length).toBeGreaterThan(15);
    for (const { where, schema, example } of bodies) {
      expect(example, where).toBeDefined();
      expect(api.document.fits(schema, example), where).toBe(true);
    }
  });

  test("describes every route that the API answers", async () => {
    const described = new Set(api.document.operations.map(({ method, path }) => `${method} ${path}`));
    const served = api.routes.map(({ method, path }) => `${method} ${path.replaceAll(/:(\w+)(\{[^}]*\})?/g, "{$1}")}`);
    expect(served.length).toBeGreaterThan(60);
    // The Comfy API has a contract of its own: test/comfy-api.
    const own = served.filter((route) => !route.includes(" /api/v2/"));
    expect(own.filter((route) => !described.has(route))).toEqual([]);
  });
});

describe("values that cannot be stored exactly are refused", () => {
  const send = async (body: string | Uint8Array<ArrayBuffer>) => {
    const response = await fetch(`${api.url}/v1/shows`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${await api.issuer.sign("admin@lumen.example")}`,
        "content-type": "application/json",
      },
      body,
    });
    return { status: response.status, body: (await response.json()) as { code: string; errors: { code: string }[] } };
  };

  test.each([
    ["at the top", '{"code":"A1","name":"one","name":"two"}'],
    ["deeper", '{"code":"A1","name":"one","sequences":[{"code":"sq1","code":"sq2"}]}'],
    ["the same value", '{"code":"A1","name":"one","name":"one"}'],
    ["escaped", '{"code":"A1","name":"one","n\\u0061me":"two"}'],
  ])("a duplicate name: %s", async (_where, body) => {
    expect(await send(body)).toMatchObject({ status: 400, body: { errors: [{ code: "duplicate_name" }] } });
  });

  test("accepts colons and quotes in texts", async () => {
    const name = 'a: "b": {"c": 1}, \\';
    expect(await send(JSON.stringify({ code: "COLON", name }))).toMatchObject({ status: 201, body: { name } });
  });

  test("bytes that are not UTF-8", async () => {
    const bytes = new Uint8Array(
      Buffer.concat([Buffer.from('{"code":"A1","name":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    );
    expect(await send(bytes)).toMatchObject({ status: 400, body: { code: "invalid_json" } });
  });
});
