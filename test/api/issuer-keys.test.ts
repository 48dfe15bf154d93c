import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as z from "zod";
import { createSsmParameter } from "@pegbar/core/platform/adapter";
import { Issuer } from "@pegbar/functions/api/identity/issuer.ts";
import { createVerifier } from "@pegbar/functions/api/identity/token.ts";
import { createKeyFetcher } from "@pegbar/functions/identity/fetch-keys.ts";
import { handler as preToken } from "@pegbar/functions/identity/pre-token.ts";
import { startService } from "../setup/service.ts";

const NAME = "/pegbar/test/issuer-keys";
const Named = z.object({ Name: z.literal(NAME) });
const Put = Named.extend({
  Value: z.string().max(8192),
  Type: z.literal("String"),
  Tier: z.literal("Intelligent-Tiering"),
  Overwrite: z.literal(true),
});

/** A Parameter Store with one parameter, and the requests that it received. */
async function startParameters() {
  let value: string | undefined;
  let isAway = false;
  const asked: string[] = [];
  const service = await startService(({ headers, body }) => {
    const target = String(headers["x-amz-target"]);
    asked.push(target.replace("AmazonSSM.", ""));
    if (isAway) return { status: 503, error: "ServiceUnavailable" };
    if (target === "AmazonSSM.PutParameter") {
      value = Put.parse(body).Value;
      return { body: { Version: 1, Tier: "Standard" } };
    }
    Named.parse(body);
    return value === undefined
      ? { status: 400, error: "ParameterNotFound" }
      : { body: { Parameter: { Name: NAME, Type: "String", Value: value, Version: 1 } } };
  });
  return { ...service, asked, goAway: (away: boolean) => void (isAway = away) };
}

const issuer = Issuer.parse({
  issuer: "https://issuer.example",
  jwksUri: "https://issuer.example/jwks",
  audience: "pegbar",
  client: { id: "pegbar" },
});
const newKey = async (kid: string) => {
  const { publicKey, privateKey } = await generateKeyPair("ES256", { extractable: true });
  const jwk = { ...(await exportJWK(publicKey)), kid, alg: "ES256", use: "sig" };
  const sign = (claims: Record<string, unknown> = {}) =>
    new SignJWT({ sub: "somebody", ...claims })
      .setProtectedHeader({ alg: "ES256", kid })
      .setIssuer(issuer.issuer)
      .setAudience("pegbar")
      .setExpirationTime("5m")
      .sign(privateKey);
  return { jwk, sign, secret: await exportJWK(privateKey) };
};

let first: Awaited<ReturnType<typeof newKey>>;
let second: Awaited<ReturnType<typeof newKey>>;
let published: unknown;
let provider: Awaited<ReturnType<typeof startService>>;
let parameters: Awaited<ReturnType<typeof startParameters>>;
beforeAll(async () => {
  [first, second] = await Promise.all([newKey("first"), newKey("second")]);
  provider = await startService(() => (published === undefined ? { status: 500 } : { body: published }));
  parameters = await startParameters();
});
afterAll(() => Promise.all([provider.stop(), parameters.stop()]));

const parameter = () => createSsmParameter(NAME, parameters.client);
const fetcher = () => createKeyFetcher(`${provider.client.endpoint}/jwks`, parameter());

describe("keys of the identity provider that a function stores for functions inside the network", () => {
  test("a missing key set does not make a token invalid", async () => {
    const verify = createVerifier(issuer, parameter());
    await expect(verify(await first.sign())).rejects.toMatchObject({ code: "unavailable" });
  });

  test("are written when they change, and cached for half a minute", async () => {
    published = { keys: [first.jwk] };
    const fetchKeys = fetcher();
    expect([await fetchKeys(), await fetchKeys()]).toEqual([true, false]);
    const verify = createVerifier(issuer, parameter());
    parameters.asked.length = 0;
    for (let times = 3; times > 0; times--)
      expect(await verify(await first.sign())).toMatchObject({ subject: "somebody", issuer: issuer.issuer });
    expect(parameters.asked).toEqual(["GetParameter"]);
    published = { keys: [first.jwk, second.jwk] };
    expect(await fetchKeys()).toBe(true);
    published = { keys: [first.jwk] };
    expect(await fetchKeys()).toBe(true);
  });

  test("are read again for an unknown key, at most once per second", async () => {
    const verify = createVerifier(issuer, parameter());
    await verify(await first.sign());
    parameters.asked.length = 0;
    await expect(verify(await second.sign())).rejects.toMatchObject({ code: "unauthenticated" });
    expect(parameters.asked).toEqual([]);
    published = { keys: [first.jwk, second.jwk] };
    await fetcher()();
    await new Promise((resolve) => setTimeout(resolve, 1050));
    parameters.asked.length = 0;
    expect(await Promise.all([verify(await second.sign()), verify(await second.sign())])).toHaveLength(2);
    const stranger = await newKey("third");
    for (let times = 5; times > 0; times--)
      await expect(verify(await stranger.sign())).rejects.toMatchObject({ code: "unauthenticated" });
    expect(parameters.asked).toEqual(["GetParameter"]);
  });

  test("an unavailable service is reported", async () => {
    const verify = createVerifier(issuer, parameter());
    parameters.goAway(true);
    await expect(verify(await first.sign())).rejects.toMatchObject({ code: "unavailable" });
    parameters.goAway(false);
    expect(await verify(await first.sign())).toMatchObject({ subject: "somebody" });
  });

  test.each([
    ["no keys", () => ({ keys: [] })],
    ["what could sign", () => ({ keys: [{ ...first.jwk, ...first.secret }] })],
    ["a shared secret", () => ({ keys: [{ kty: "oct", k: "c2VjcmV0" }] })],
    ["an error", () => undefined],
    ["more than a parameter holds", () => ({ keys: [{ ...first.jwk, x5c: ["a".repeat(9000)] }] })],
  ])("%s is not stored", async (_what, answer) => {
    published = answer();
    parameters.asked.length = 0;
    await expect(fetcher()()).rejects.toThrow();
    expect(parameters.asked).toEqual([]);
  });
});

describe("Cognito's access tokens", () => {
  const event = (userAttributes: Record<string, string>) => ({
    version: "2",
    triggerSource: "TokenGeneration_HostedAuth",
    request: { userAttributes, scopes: ["openid"] },
    response: { claimsAndScopeOverrideDetails: null },
  });

  test("contain the e-mail address and whether it is verified", async () => {
    const { response, ...rest } = await preToken(event({ sub: "a", email: "a@example.com", email_verified: "true" }));
    expect(rest.request.scopes).toEqual(["openid"]);
    const Claims = z.object({
      claimsAndScopeOverrideDetails: z.object({
        accessTokenGeneration: z.object({ claimsToAddOrOverride: z.record(z.string(), z.string()) }),
      }),
    });
    const claims = Claims.parse(response).claimsAndScopeOverrideDetails.accessTokenGeneration.claimsToAddOrOverride;
    published = { keys: [first.jwk] };
    await fetcher()();
    const verify = createVerifier(issuer, parameter());
    expect(await verify(await first.sign(claims))).toMatchObject({ verifiedEmail: "a@example.com" });
    expect(await verify(await first.sign({ ...claims, email_verified: "false" }))).toMatchObject({
      verifiedEmail: undefined,
    });
  });

  test("are unchanged without an address, and do not contain an unverified one", async () => {
    expect(await preToken(event({ sub: "a" }))).toEqual(event({ sub: "a" }));
    expect(JSON.stringify(await preToken(event({ email: "a@example.com" })))).toContain('"email_verified":"false"');
  });
});
