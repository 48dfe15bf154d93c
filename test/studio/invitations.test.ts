import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type Ask, type TestApi } from "../setup/api.ts";

const LUMEN_ADMIN = "admin@lumen.example";
const ORRERY_ADMIN = "admin@orrery.example";
const ORRERY_ARTIST = "artist@orrery.example";
const OPERATOR = "operator@pegbar.example";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(() => api.stop());

type Body = Record<string, unknown>;
const ask = async (method: string, path: string, options: Ask, status = 200): Promise<Body> => {
  const answer = await api.ask(method, path, options);
  expect([answer.status, answer.body]).toMatchObject([status, {}]);
  return answer.body as Body;
};
const invite = (email: string, as = LUMEN_ADMIN, role = "artist") =>
  ask("POST", "/v1/members", { as, body: { email, name: "Somebody", role } }, 201) as Promise<Body & { id: string }>;
const statusOf = async (id: string, as = LUMEN_ADMIN) => (await ask("GET", `/v1/members/${id}`, { as }))["status"];
const studiosOf = async (as: string) => {
  const { items } = await ask("GET", "/v1/me/memberships", { as });
  return (items as { tenant: { slug: string }; default: boolean }[]).map(
    ({ tenant, default: isDefault }) => `${tenant.slug}${isDefault ? "*" : ""}`,
  );
};
/** On an instance of the API with empty caches. */
const meElsewhere = async (as: string, headers: Record<string, string> = {}) =>
  api.ask("GET", "/v1/me", { as, headers }, await api.elsewhere());

describe("an invitation that is not accepted changes nothing", () => {
  test("for another studio's artist: session, studio and permissions stay", async () => {
    const before = await ask("GET", "/v1/me", { as: ORRERY_ARTIST });
    const { id } = await invite(ORRERY_ARTIST, LUMEN_ADMIN, "admin");
    expect((await meElsewhere(ORRERY_ARTIST)).body).toEqual(before);
    expect((await meElsewhere(ORRERY_ARTIST, { "pegbar-tenant": "lumen" })).body).toMatchObject({
      status: 403,
      code: "forbidden",
    });
    expect(await studiosOf(ORRERY_ARTIST)).toEqual(["orrery*"]);
    expect(await statusOf(id)).toBe("invited");
    const [row] = await api.admin`select issuer, subject from member where id = ${id}`;
    expect(row).toEqual({ issuer: null, subject: null });
  });

  test("for the operator, who stays the operator, and sees and may decline it", async () => {
    const { id } = await invite(OPERATOR);
    expect((await meElsewhere(OPERATOR)).body).toMatchObject({ operator: { email: OPERATOR }, member: null });
    const { items } = await ask("GET", "/v1/invitations", { as: OPERATOR });
    expect(items).toMatchObject([{ id, tenant: { slug: "lumen" }, role: "artist" }]);
    await api.ask("POST", `/v1/invitations/${id}/decline`, { as: OPERATOR });
    expect(await statusOf(id)).toBe("declined");
    expect(await ask("GET", "/v1/invitations", { as: OPERATOR })).toEqual({ items: [] });
  });

  test("for a person without a studio, who is told to accept and who invited them", async () => {
    const email = "new@lumen.example";
    const { id } = await invite(email);
    expect((await meElsewhere(email)).body).toMatchObject({ status: 403, code: "invitation_pending" });
    expect(await ask("GET", "/v1/jobs", { as: email }, 403)).toMatchObject({ code: "invitation_pending" });
    expect(await ask("GET", "/v1/invitations", { as: email })).toMatchObject({
      items: [{ id, invitedBy: "Ifeoma Adeyemi", email, invitedAt: expect.any(String) }],
    });
  });
});

describe("accepting", () => {
  test("creates a member of this studio only, and the previous studio stays the default", async () => {
    const email = "supervisor@orrery.example";
    await ask("GET", "/v1/me", { as: email });
    const { id } = await invite(email, LUMEN_ADMIN, "artist");
    const answer = await ask("POST", `/v1/invitations/${id}/accept`, { as: email });
    expect(answer).toMatchObject({
      items: [
        { tenant: { slug: "lumen" }, role: "artist", default: false },
        { tenant: { slug: "orrery" }, role: "supervisor", default: true },
      ],
    });
    expect((await meElsewhere(email)).body).toMatchObject({ tenant: { slug: "orrery" } });
    // Immediately, also on the instance that has cached the person.
    expect(await ask("GET", "/v1/me", { as: email, headers: { "pegbar-tenant": "lumen" } })).toMatchObject({
      tenant: { slug: "lumen" },
      member: { id, role: "artist" },
    });
    expect(await statusOf(id)).toBe("active");
    const { items } = await ask("GET", "/v1/audit?action=member.join", { as: LUMEN_ADMIN });
    expect(items).toMatchObject([{ subject: { type: "member", id } }]);
    await ask("POST", `/v1/invitations/${id}/accept`, { as: email }, 404);
  });

  test("by the studio's slug gives a new person their first studio", async () => {
    const email = "nova@lumen.example";
    await invite(email);
    expect(await ask("POST", "/v1/invitations/lumen/accept", { as: email })).toMatchObject({
      operator: false,
      items: [{ tenant: { slug: "lumen" }, default: true }],
    });
    expect(await ask("GET", "/v1/me", { as: email })).toMatchObject({ tenant: { slug: "lumen" } });
  });

  test("stores the choice of a default studio, which can be changed", async () => {
    const email = "both@lumen.example";
    for (const [as, slug] of [
      [LUMEN_ADMIN, "lumen"],
      [ORRERY_ADMIN, "orrery"],
    ] as const) {
      await invite(email, as);
      await ask("POST", `/v1/invitations/${slug}/accept`, { as: email });
    }
    expect(await studiosOf(email)).toEqual(["lumen*", "orrery"]);
    await ask("PUT", "/v1/me/default-tenant", { as: email, body: { tenant: "orrery" } });
    expect((await meElsewhere(email)).body).toMatchObject({ tenant: { slug: "orrery" } });
    expect(await studiosOf(email)).toEqual(["lumen", "orrery*"]);
    await ask("PUT", "/v1/me/default-tenant", { as: email, body: { tenant: "nowhere" } }, 404);
  });

  test("as an operator keeps the operator the default; the studio's name selects the membership", async () => {
    await invite(OPERATOR, ORRERY_ADMIN, "supervisor");
    await ask("POST", "/v1/invitations/orrery/accept", { as: OPERATOR });
    expect((await meElsewhere(OPERATOR)).body).toMatchObject({ operator: { email: OPERATOR }, tenant: null });
    expect((await meElsewhere(OPERATOR, { "pegbar-tenant": "orrery" })).body).toMatchObject({
      member: { role: "supervisor" },
    });
    expect((await meElsewhere(OPERATOR, { "pegbar-tenant": "platform" })).body).toMatchObject({ member: null });
  });
});

describe("an invitation", () => {
  test("cannot be accepted, declined or seen by others", async () => {
    const { id } = await invite("private@lumen.example");
    for (const as of [LUMEN_ADMIN, ORRERY_ADMIN, OPERATOR])
      for (const action of ["accept", "decline"]) await ask("POST", `/v1/invitations/${id}/${action}`, { as }, 404);
    expect(JSON.stringify(await ask("GET", "/v1/invitations", { as: ORRERY_ADMIN }))).not.toContain(id);
    expect(await statusOf(id)).toBe("invited");
  });

  test("cannot be accepted with an unverified e-mail or an API token", async () => {
    const email = "unverified@lumen.example";
    const { id } = await invite(email);
    const token = await api.issuer.sign(email, { email_verified: false, sub: "unverified" });
    expect(await ask("GET", "/v1/invitations", { token })).toEqual({ items: [] });
    await ask("POST", `/v1/invitations/${id}/accept`, { token }, 404);
    const made = await ask("POST", "/v1/tokens", { as: LUMEN_ADMIN, body: { name: "script" } }, 201);
    await ask("GET", "/v1/invitations", { token: String(made["secret"]) }, 403);
    await ask("POST", `/v1/invitations/${id}/accept`, { token: String(made["secret"]) }, 403);
    await ask("GET", "/v1/invitations", {}, 401);
  });
});

test("cannot be accepted after the admin withdrew it, and can be sent again after it was declined", async () => {
  const email = "twice@lumen.example";
  const { id } = await invite(email);
  await ask("DELETE", `/v1/members/${id}`, { as: LUMEN_ADMIN });
  await ask("POST", `/v1/invitations/${id}/accept`, { as: email }, 404);
  expect((await invite(email)).id).toBe(id);
  expect((await api.ask("POST", `/v1/invitations/${id}/decline`, { as: email })).status).toBe(204);
  expect((await invite(email)).id).toBe(id);
  await ask("POST", `/v1/invitations/${id}/accept`, { as: email });
  expect(await statusOf(id)).toBe("active");
});

test("cannot be accepted twice by one identity under two e-mails; the second one stays open", async () => {
  const first = await invite("one@lumen.example");
  const second = await invite("two@lumen.example");
  const sub = "the-same-person";
  const tokenOf = (email: string) => api.issuer.sign(email, { sub });
  await ask("POST", `/v1/invitations/${first.id}/accept`, { token: await tokenOf("one@lumen.example") });
  const refused = await ask(
    "POST",
    `/v1/invitations/${second.id}/accept`,
    { token: await tokenOf("two@lumen.example") },
    409,
  );
  expect(refused).toMatchObject({ code: "already_exists" });
  expect(await statusOf(second.id)).toBe("invited");
});

test("an invitation expires after 30 days, gives no access then, and can be sent again", async () => {
  const email = "late@lumen.example";
  const { id, invitationExpiresAt } = await invite(email);
  const sent = Date.parse(String(invitationExpiresAt)) - 30 * 86_400_000;
  expect(Math.abs(Date.now() - sent)).toBeLessThan(60_000);
  expect((await ask("GET", "/v1/invitations", { as: email }))["items"]).toMatchObject([{ id }]);
  const body = { email, name: "Somebody", role: "artist" };
  expect((await api.ask("POST", "/v1/members", { as: LUMEN_ADMIN, body })).body).toMatchObject({ status: 409 });
  await api.admin`update member set invited_at = now() - interval '30 days 1 minute' where id = ${id}`;
  expect(await ask("GET", "/v1/invitations", { as: email })).toEqual({ items: [] });
  expect((await api.ask("POST", `/v1/invitations/${id}/accept`, { as: email })).body).toMatchObject({ status: 404 });
  expect(await statusOf(id)).toBe("invited");
  expect(await invite(email)).toMatchObject({ id, status: "invited" });
  await api.ask("POST", `/v1/invitations/${id}/accept`, { as: email });
  expect(await ask("GET", `/v1/members/${id}`, { as: LUMEN_ADMIN })).toMatchObject({
    status: "active",
    invitationExpiresAt: null,
  });
});
