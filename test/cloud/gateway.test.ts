import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createApiGatewayPlans, createLambdaPlans, createMemoryPlans } from "@pegbar/core/platform/adapter";
import * as Outbox from "@pegbar/core/platform/outbox";
import type { Plans } from "@pegbar/core/platform/port";
import * as Context from "@pegbar/core/platform/context.ts";
import { Issuer } from "@pegbar/functions/api/identity/issuer.ts";
import { createAuthorizer } from "@pegbar/functions/authorizer/authorize.ts";
import { startApi, type TestApi } from "../setup/api.ts";
import { startApiGateway } from "../setup/api-gateway.ts";

const OPERATOR = "operator@pegbar.example";
const ADMIN = "admin@lumen.example";
const METHOD = "arn:aws:execute-api:eu-central-1:123456789012:api1/live/GET/v1/jobs";

let api: TestApi;
let lumen: string;
let orrery: string;
beforeAll(async () => {
  api = await startApi();
  const rows = await api.admin`select id from tenant order by slug`;
  [lumen = "", orrery = ""] = rows.map(({ id }) => String(id));
});
afterAll(() => api.stop());

describe("usage plans of the gateway", () => {
  const usagePlans = { starter: "plan1", studio: "plan2", house: "plan3" };
  const tenant = "ten_01JD000000000000000000000A";

  test("a studio's key is created once and belongs only to the plan of its tier, however often it is assigned", async () => {
    const gateway = await startApiGateway(Object.values(usagePlans));
    try {
      const plans = createApiGatewayPlans({ usagePlans, client: gateway.client });
      await plans.assign(tenant, "studio");
      await plans.assign(tenant, "studio");
      await plans.assign(`${tenant}2`, "house");
      expect([...gateway.keys.values()].map(({ value }) => value)).toEqual([tenant, `${tenant}2`]);
      expect(gateway.in("plan2")).toEqual([tenant]);
      await plans.assign(tenant, "starter");
      expect([gateway.in("plan1"), gateway.in("plan2"), gateway.in("plan3")]).toEqual([[tenant], [], [`${tenant}2`]]);
    } finally {
      await gateway.stop();
    }
  });

  test("a missing plan is an error", async () => {
    const gateway = await startApiGateway([]);
    try {
      const plans = createApiGatewayPlans({ usagePlans, client: gateway.client });
      await expect(plans.assign(tenant, "studio")).rejects.toThrow("NotFoundException");
    } finally {
      await gateway.stop();
    }
  });

  const relayTo = (plans: Plans) =>
    Context.provide(
      { actor: { type: "platform", name: "test" }, ports: { ...api.studios.ports.dispatch, plans } },
      () => Outbox.relay(-1),
    );

  test("a new studio waits in the outbox until the relay assigns its plan, and failures are retried", async () => {
    const assigned = new Map<string, "starter" | "studio" | "house">();
    await relayTo(createMemoryPlans(assigned));
    expect([assigned.get(lumen), assigned.get(orrery)]).toEqual(["studio", "studio"]);

    const draft = { slug: "atlas", name: "Atlas", admin: { email: "boss@atlas.example", name: "Boss" } };
    const made = (await api.ask("POST", "/v1/tenants", { as: OPERATOR, body: draft })).body as { id: string };
    // The relay without a gateway leaves effects that it cannot deliver.
    await api.studios.runAsPlatform("dispatch", () => Outbox.relay(-1));
    await relayTo(createLambdaPlans(() => Promise.reject(new Error("the function is away"))));
    await relayTo(
      createLambdaPlans(async (said) => {
        expect(said).toEqual({ tenantId: made.id, tier: "studio" });
      }),
    );

    const path = `/v1/tenants/${made.id}`;
    const changed = await api.ask("PATCH", path, { as: OPERATOR, body: { tier: "house" } });
    expect(changed).toMatchObject({ status: 200, body: { tier: "house" } });
    await relayTo(createMemoryPlans(assigned));
    expect(assigned.get(made.id)).toBe("house");
    const [left] = await api.admin`select count(*)::int as n from outbox where effect ->> 'to' = 'plan'`;
    expect(left).toEqual({ n: 0 });
  });

  test("a studio cannot change its tier", async () => {
    const answer = await api.ask("PATCH", "/v1/tenant", { as: ADMIN, body: { tier: "house" } });
    expect(answer.status).toBe(400);
  });
});

describe("the gateway's authorizer", () => {
  const authorize = (headers: Record<string, string>) =>
    createAuthorizer({
      issuer: Issuer.parse(api.issuer.config),
      ports: api.studios.ports.identity,
      operatorKey: "the-plan-of-operators",
    })({ type: "REQUEST", methodArn: METHOD, headers });
  const bearer = async (email: string) => ({ Authorization: `Bearer ${await api.issuer.sign(email)}` });

  test("counts a member's requests on the studio's key, for all methods of the stage", async () => {
    const answer = await authorize(await bearer(ADMIN));
    expect(answer).toMatchObject({
      principalId: expect.stringMatching(/^mem_/) as string,
      usageIdentifierKey: lumen,
      context: { tenantId: lumen },
    });
    expect(answer.policyDocument.Statement).toEqual([
      {
        Action: "execute-api:Invoke",
        Effect: "Allow",
        Resource: "arn:aws:execute-api:eu-central-1:123456789012:api1/live/*",
      },
    ]);
  });

  test("accepts API tokens", async () => {
    const body = { name: "render farm" };
    const made = await api.ask("POST", "/v1/tokens", { as: ADMIN, body });
    const { secret } = made.body as { secret: string };
    expect(await authorize({ authorization: `Bearer ${secret}` })).toMatchObject({ usageIdentifierKey: lumen });
  });

  test("uses the studio of the header for people in several studios, and one of them without it", async () => {
    const email = "both@example.com";
    for (const as of [ADMIN, "admin@orrery.example"])
      await api.ask("POST", "/v1/members", { as, body: { email, name: "Both", role: "artist" } });
    const token = await bearer(email);
    // Invited people can read their invitations; the request counts on the plan of one of the inviting studios.
    expect([lumen, orrery]).toContain((await authorize(token)).usageIdentifierKey);
    for (const slug of ["lumen", "orrery"]) await api.ask("POST", `/v1/invitations/${slug}/accept`, { as: email });
    for (const [slug, id] of [
      ["lumen", lumen],
      ["orrery", orrery],
    ] as const)
      expect(await authorize({ ...token, "Pegbar-Tenant": slug })).toMatchObject({ usageIdentifierKey: id });
    expect([lumen, orrery]).toContain((await authorize(token)).usageIdentifierKey);
  });

  test("returns a separate key for operators", async () => {
    const answer = await authorize(await bearer(OPERATOR));
    expect(answer).toMatchObject({ usageIdentifierKey: "the-plan-of-operators" });
    expect(answer.context).toBeUndefined();
  });

  test("refuses people without a studio", async () => {
    const answer = await authorize(await bearer("stranger@example.com"));
    expect(answer.policyDocument.Statement).toMatchObject([{ Effect: "Deny" }]);
    expect(answer.usageIdentifierKey).toBeUndefined();
  });

  test.each([
    ["no token", async () => ({})],
    ["another scheme", async () => ({ authorization: "Basic eDp5" })],
    ["no JWT", async () => ({ authorization: "Bearer nonsense" })],
    ["an expired one", async () => ({ authorization: `Bearer ${await api.issuer.sign(ADMIN, { exp: 1000 })}` })],
    ["an unknown API token", async () => ({ authorization: `Bearer pgb_${"a".repeat(40)}` })],
  ])("%s is 401 to the gateway", async (_what, headers) => {
    await expect(authorize(await headers())).rejects.toThrow(/^Unauthorized$/);
  });
});
