import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { decodeJwt } from "jose";
import { startApi, type TestApi } from "../setup/api.ts";
import { startShapedIssuer, type Account } from "../setup/shaped-issuer.ts";

const EMAIL = "new@lumen.example";
const UNVERIFIED = "unverified@lumen.example";
const accounts: Account[] = [
  { subject: "aaaa-1111", email: EMAIL.toUpperCase(), verified: true, groups: ["pegbar", "artists"] },
  { subject: "bbbb-2222", email: UNVERIFIED, verified: false, groups: ["pegbar"] },
  { subject: "cccc-3333", email: "outside@lumen.example", verified: true, groups: ["accounting"] },
  { subject: "dddd-4444", email: "nobody@lumen.example", verified: true },
];

describe.each(["cognito", "auth0"] as const)("an issuer shaped like %s", (shape) => {
  let issuer: Awaited<ReturnType<typeof startShapedIssuer>>;
  let api: TestApi;
  const invite = (email: string) =>
    api.ask("POST", "/v1/members", { as: "admin@lumen.example", body: { email, name: "New", role: "artist" } });
  const me = async (subject: string, base: string) =>
    api.ask("GET", "/v1/me", { token: await issuer.token(subject) }, base);

  beforeAll(async () => {
    issuer = await startShapedIssuer(shape, accounts);
    api = await startApi();
    for (const { email } of accounts) expect((await invite(email.toLowerCase())).status).toBe(201);
  });
  afterAll(async () => {
    await api.stop();
    await issuer.stop();
  });

  test("returns its sign-in settings", async () => {
    const base = await api.elsewhere({ issuer: issuer.config });
    const { body } = await api.ask("GET", "/v1/sign-in", {}, base);
    expect(body).toMatchObject({
      issuer: issuer.config.issuer,
      clientId: issuer.config.client.id,
      audience: shape === "auth0" ? "https://api.pegbar.example" : null,
      resource: null,
    });
  });

  test("a verified e-mail finds its invitation; after that, the subject is sufficient", async () => {
    const base = await api.elsewhere({ issuer: issuer.config });
    const claims = decodeJwt(await issuer.token("aaaa-1111"));
    expect("email" in claims).toBe(false);
    expect(await me("aaaa-1111", base)).toMatchObject({ status: 403, body: { code: "invitation_pending" } });
    const token = await issuer.token("aaaa-1111");
    expect(await api.ask("POST", "/v1/invitations/lumen/accept", { token }, base)).toMatchObject({ status: 200 });
    expect(await me("aaaa-1111", base)).toMatchObject({
      status: 200,
      body: { member: { email: EMAIL, role: "artist" } },
    });
    const asked = issuer.asked();
    // Once for each of the two tokens, before the subject was known.
    expect(asked).toBe(shape === "cognito" ? 2 : 0);
    const later = await api.elsewhere({ issuer: issuer.config });
    expect(await me("aaaa-1111", later)).toMatchObject({ status: 200 });
    expect(issuer.asked()).toBe(asked);
  });

  test("an unverified e-mail finds none", async () => {
    const base = await api.elsewhere({ issuer: issuer.config });
    expect(await me("bbbb-2222", base)).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });

  test("with configured groups, refuses people outside of them", async () => {
    const base = await api.elsewhere({ issuer: { ...issuer.config, groups: ["pegbar", "admins"] } });
    expect(await me("aaaa-1111", base)).toMatchObject({ status: 200 });
    for (const subject of ["cccc-3333", "dddd-4444"])
      expect(await me(subject, base)).toMatchObject({
        status: 403,
        body: { detail: expect.stringContaining("pegbar, admins") },
      });
  });

  test("refuses a token for another client, audience or use", async () => {
    const others =
      shape === "cognito"
        ? [{ audience: "another" }, { tokenUse: "id" }, { audienceClaim: "aud" as const }]
        : [{ audience: "https://other.example" }, { algorithms: ["ES256" as const] }, { tokenUse: "access" }];
    for (const other of others) {
      const base = await api.elsewhere({ issuer: { ...issuer.config, ...other } });
      expect(await me("aaaa-1111", base), JSON.stringify(other)).toMatchObject({
        status: 401,
        body: { code: "unauthenticated" },
      });
    }
  });
});

describe("unavailable user info", () => {
  let issuer: Awaited<ReturnType<typeof startShapedIssuer>>;
  let api: TestApi;
  const [account] = accounts;
  const me = async (token: string, base: string) => api.ask("GET", "/v1/me", { token }, base);
  const accept = (token: string, base: string) => api.ask("POST", "/v1/invitations/lumen/accept", { token }, base);

  beforeAll(async () => {
    issuer = await startShapedIssuer("cognito", accounts);
    api = await startApi();
    const body = { email: EMAIL, name: "New", role: "artist" };
    expect(await api.ask("POST", "/v1/members", { as: "admin@lumen.example", body })).toMatchObject({ status: 201 });
  });
  afterAll(async () => {
    await api.stop();
    await issuer.stop();
  });

  test.each([
    ["a server error", 500, ""],
    ["a rate limit", 429, ""],
    ["a missing page", 404, "{}"],
    ["a page that is not JSON", 200, "<html>"],
    ["JSON that is not an object", 200, "[]"],
  ])("%s is 503, and is not cached as a missing e-mail", async (_name, status, body) => {
    const base = await api.elsewhere({ issuer: issuer.config });
    const token = await issuer.token(account?.subject ?? "");
    Object.assign(issuer.instead, { status, body });
    for (const failed of [await me(token, base), await accept(token, base)]) {
      expect(failed).toMatchObject({ status: 503, body: { code: "unavailable" } });
      expect(failed.headers.get("retry-after")).toBe("5");
    }
    delete issuer.instead.status;
    expect(await me(token, base)).toMatchObject({ status: 403, body: { code: "invitation_pending" } });
  });

  test("a network failure is 503", async () => {
    const config = { ...issuer.config, userinfoUri: "http://127.0.0.1:9/userinfo" };
    const base = await api.elsewhere({ issuer: config });
    const answer = await me(await issuer.token(account?.subject ?? ""), base);
    expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
  });

  test.each([401, 403])("%i refuses only this token: the person has no e-mail", async (status) => {
    const base = await api.elsewhere({ issuer: issuer.config });
    issuer.instead.status = status;
    const answer = await me(await issuer.token(account?.subject ?? ""), base);
    delete issuer.instead.status;
    expect(answer).toMatchObject({ status: 403, body: { code: "forbidden" } });
  });
});

describe("keys", () => {
  let api: TestApi;
  beforeAll(async () => {
    api = await startApi();
  });
  afterAll(() => api.stop());
  const me = (token: string, base?: string) => api.ask("GET", "/v1/me", { token }, base);

  test("accepts a new key immediately, and refuses a removed one", async () => {
    const old = await api.issuer.sign("artist@lumen.example");
    const base = await api.elsewhere();
    expect(await me(old, base)).toMatchObject({ status: 200 });
    await api.issuer.rotate();
    const fresh = await api.issuer.sign("artist@lumen.example");
    // The key set is fetched again at most once per second.
    await expect.poll(async () => (await me(fresh, base)).status, { timeout: 5000 }).toBe(200);
    const other = await api.issuer.signWithOld("supervisor@lumen.example");
    expect(await me(other, base)).toMatchObject({ status: 401 });
  });

  test("is 503 and not 401 if the identity provider is down", async () => {
    const down = { ...api.issuer.config, jwksUri: "http://127.0.0.1:9/jwks" };
    const answer = await me(await api.issuer.sign("artist@lumen.example"), await api.elsewhere({ issuer: down }));
    expect(answer).toMatchObject({ status: 503, body: { code: "unavailable" } });
    expect(answer.headers.get("retry-after")).toBe("5");
  });

  test("accepts a clock difference of half a minute", async () => {
    const at = api.issuer.now();
    const within = { exp: at - 20, nbf: at + 20 };
    expect(await me(await api.issuer.sign("artist@lumen.example", within))).toMatchObject({ status: 200 });
    expect(await me(await api.issuer.sign("artist@lumen.example", { exp: at - 40 }))).toMatchObject({ status: 401 });
    expect(await me(await api.issuer.sign("artist@lumen.example", { nbf: at + 40 }))).toMatchObject({ status: 401 });
  });
});
