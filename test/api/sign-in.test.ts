import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startApi, type TestApi } from "../setup/api.ts";

const ARTIST = "artist@lumen.example";
const ADMIN = "admin@lumen.example";

let api: TestApi;
beforeAll(async () => {
  api = await startApi();
});
afterAll(async () => {
  await api.stop();
});

interface Token {
  id: string;
  secret: string;
  memberId: string;
  hint: string;
  lastUsedAt: string | null;
}
const makeToken = async (as: string, draft: Record<string, unknown>): Promise<Token> => {
  const made = await api.ask("POST", "/v1/tokens", { as, body: { name: "t", ...draft } });
  expect(made).toMatchObject({ status: 201 });
  return made.body as Token;
};
const showId = async (code: string): Promise<string> => {
  const [row] = await api.admin`select id from show where code = ${code}`;
  return String(row?.["id"]);
};

describe("API tokens", () => {
  test("act as their creator, show their secret once, and are stored as a hash", async () => {
    const token = await makeToken(ARTIST, {});
    expect(token.secret).toMatch(/^pgb_[0-9A-Za-z]{38}$/);
    const me = await api.ask("GET", "/v1/me", { token: token.secret });
    expect(me.body).toMatchObject({ member: { id: token.memberId, email: ARTIST } });
    const { body } = await api.ask("GET", `/v1/tokens/${token.id}`, { as: ARTIST });
    expect(body).toMatchObject({ id: token.id, hint: token.secret.slice(-4), lastUsedAt: expect.any(String) });
    expect(JSON.stringify(body)).not.toContain(token.secret);
    const dump = await api.admin`select row_to_json(t)::text as row from api_token t`;
    const audit = await api.admin`select row_to_json(t)::text as row from audit t`;
    expect(JSON.stringify([dump, audit])).not.toContain(token.secret);
  });

  test("are 401 if mistyped, unknown, expired or revoked", async () => {
    const { id, secret } = await makeToken(ARTIST, { expiresInDays: 1 });
    const other = secret.at(8) === "a" ? "b" : "a";
    const mistyped = `${secret.slice(0, 8)}${other}${secret.slice(9)}`;
    expect(await api.ask("GET", "/v1/me", { token: mistyped })).toMatchObject({
      status: 401,
      body: { code: "unauthenticated", detail: expect.stringContaining("incomplete") },
    });
    const expired = await makeToken(ARTIST, { expiresInDays: 1 });
    await api.admin`update api_token set expires_at = now() - interval '1 second' where id = ${expired.id}`;
    expect(await api.ask("GET", "/v1/me", { token: expired.secret })).toMatchObject({ status: 401 });
    expect(await api.ask("GET", "/v1/me", { token: secret })).toMatchObject({ status: 200 });
    expect(await api.ask("DELETE", `/v1/tokens/${id}`, { as: ARTIST })).toMatchObject({ status: 204 });
    expect(await api.ask("GET", "/v1/me", { token: secret }, await api.elsewhere())).toMatchObject({ status: 401 });
  });

  test("are limited to their permissions, and cannot create tokens", async () => {
    const reader = await makeToken(ARTIST, { verbs: ["job.read"] });
    for (const path of ["/v1/jobs", "/v1/me"])
      expect(await api.ask("GET", path, { token: reader.secret })).toMatchObject({ status: 200 });
    for (const path of ["/v1/assets", "/v1/shows", "/v1/members"])
      expect(await api.ask("GET", path, { token: reader.secret })).toMatchObject({
        status: 403,
        body: { code: "forbidden", detail: expect.stringContaining("this token has no permission") },
      });
    const all = await makeToken(ARTIST, {});
    expect(await api.ask("POST", "/v1/tokens", { token: all.secret, body: { name: "child" } })).toMatchObject({
      status: 403,
    });
    // A token cannot have a permission that its member does not have.
    const wish = { name: "wish", verbs: ["member.invite"] };
    expect(await api.ask("POST", "/v1/tokens", { as: ARTIST, body: wish })).toMatchObject({
      status: 400,
      body: { errors: [{ code: "token_scope", pointer: "/verbs" }] },
    });
    // A token loses a permission when its creator loses the role.
    const former = { email: "former-admin@lumen.example", name: "Former", role: "admin" };
    const invited = await api.ask("POST", "/v1/members", { as: ADMIN, body: former });
    expect(invited).toMatchObject({ status: 201 });
    const { id } = invited.body as { id: string };
    expect(await api.ask("POST", `/v1/invitations/${id}/accept`, { as: former.email })).toMatchObject({ status: 200 });
    const { secret } = await makeToken(former.email, { verbs: ["member.invite"] });
    const invitation = { email: "a@b.example", name: "A", role: "artist" };
    expect((await api.ask("POST", "/v1/members", { token: secret, body: invitation })).status).toBe(201);
    expect(await api.ask("PATCH", `/v1/members/${id}`, { as: ADMIN, body: { role: "artist" } })).toMatchObject({
      status: 200,
    });
    const elsewhere = await api.elsewhere();
    expect(await api.ask("POST", "/v1/members", { token: secret, body: invitation }, elsewhere)).toMatchObject({
      status: 403,
    });
  });

  test("limited to shows find nothing of other shows, also for an admin", async () => {
    const draft = { code: "FJORD", name: "Fjord", sequences: [{ code: "sq010", shots: [{ code: "sh010" }] }] };
    expect(await api.ask("POST", "/v1/shows", { as: ADMIN, body: draft })).toMatchObject({ status: 201 });
    const fjord = await showId("FJORD");
    const { secret } = await makeToken(ADMIN, { showIds: [fjord] });
    const shows = await api.ask("GET", "/v1/shows", { token: secret });
    expect((shows.body as { items: { code: string }[] }).items.map(({ code }) => code)).toEqual(["FJORD"]);
    const submit = (shot: string) =>
      api.ask("POST", "/v1/estimates", { token: secret, body: { shot, workflow: "paint-text" } });
    expect(await submit("HARBOR/sq010/sh010")).toMatchObject({ status: 404 });
    expect((await submit("FJORD/sq010/sh010")).status).not.toBe(404);
    expect(await api.ask("GET", "/v1/members", { token: secret })).toMatchObject({ status: 403 });
    const quotas = await api.ask("GET", "/v1/quotas", { token: secret });
    expect(JSON.stringify(quotas.body)).not.toContain(await showId("HARBOR"));
    const refused = await api.ask("POST", "/v1/tokens", {
      as: ADMIN,
      body: { name: "x", showIds: [fjord], verbs: ["member.invite"] },
    });
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: "/verbs", code: "token_scope" }] } });
  });

  test("of the studio stay valid when their creator leaves, and their jobs name them", async () => {
    const harbor = await showId("HARBOR");
    const service = { role: "artist" };
    expect(
      await api.ask("POST", "/v1/tokens", { as: ARTIST, body: { name: "farm", service, showIds: [harbor] } }),
    ).toMatchObject({ status: 403 });
    expect(await api.ask("POST", "/v1/tokens", { as: ADMIN, body: { name: "farm", service } })).toMatchObject({
      status: 400,
      body: { errors: [{ pointer: "/showIds" }] },
    });
    const farm = await makeToken(ADMIN, { name: "farm", service, showIds: [harbor] });
    const job = await api.ask("POST", "/v1/jobs", {
      token: farm.secret,
      body: { shot: "HARBOR/sq010/sh010", workflow: "paint-text", parameters: { prompt: "a boat" } },
    });
    expect(job).toMatchObject({ status: 201, body: { memberId: farm.memberId } });
    const members = await api.ask("GET", "/v1/members", { as: ADMIN });
    expect(members.body).toMatchObject({
      items: expect.arrayContaining([expect.objectContaining({ id: farm.memberId, service: true, name: "farm" })]),
    });
    await api.ask("DELETE", `/v1/tokens/${farm.id}`, { as: ADMIN });
    expect(await api.ask("GET", `/v1/members/${farm.memberId}`, { as: ADMIN })).toMatchObject({
      body: { status: "left" },
    });
  });

  test("are listed for their owner, for admins if they belong to the studio, and for no other studio", async () => {
    const { id } = await makeToken(ARTIST, {});
    expect(await api.ask("GET", `/v1/tokens/${id}`, { as: "supervisor@lumen.example" })).toMatchObject({ status: 404 });
    expect(await api.ask("GET", `/v1/tokens/${id}`, { as: "admin@orrery.example" })).toMatchObject({ status: 404 });
    expect(await api.ask("DELETE", `/v1/tokens/${id}`, { as: ADMIN })).toMatchObject({ status: 204 });
  });
});

describe("signing out", () => {
  test("invalidates tokens that were issued before, and no later ones", async () => {
    const email = "supervisor@lumen.example";
    const before = await api.issuer.sign(email, { iat: api.issuer.now() - 5 });
    expect(await api.ask("POST", "/v1/me/sign-out", { token: before })).toMatchObject({ status: 204 });
    const elsewhere = await api.elsewhere();
    expect(await api.ask("GET", "/v1/me", { token: before }, elsewhere)).toMatchObject({
      status: 401,
      body: { detail: expect.stringContaining("signed out") },
    });
    const after = await api.issuer.sign(email, { iat: api.issuer.now() + 2 });
    expect(await api.ask("GET", "/v1/me", { token: after }, elsewhere)).toMatchObject({ status: 200 });
  });
});
