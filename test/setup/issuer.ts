import { createServer } from "node:http";
import { once } from "node:events";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { ISSUER } from "./constants.ts";

export const TEST_AUDIENCE = "urn:pegbar:test";

/** Claims of a token; undefined removes a default claim. */
export type Claims = { [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

/** Removes claims that are undefined. */
export const omitUndefined = (claims: Claims): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));

/** Starts an identity provider that only publishes its signing key as a JWKS. */
export async function startIssuer() {
  const kid = "test-key";
  const pair = () => generateKeyPair("RS256", { extractable: true });
  const [first, stranger] = await Promise.all([pair(), pair()]);
  const published = async (key: CryptoKey, name: string) =>
    JSON.stringify({ keys: [{ ...(await exportJWK(key)), kid: name, alg: "RS256", use: "sig" }] });
  let current = { key: first.privateKey, kid };
  let jwks = await published(first.publicKey, kid);
  const server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json" }).end(jwks);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the issuer has no address");

  const now = () => Math.floor(Date.now() / 1000);
  const claims = (email: string, over: Claims = {}): Claims => ({
    iss: ISSUER,
    aud: TEST_AUDIENCE,
    sub: email,
    email,
    email_verified: true,
    iat: now(),
    exp: now() + 600,
    ...over,
  });
  return {
    config: {
      issuer: ISSUER,
      audience: TEST_AUDIENCE,
      jwksUri: `http://127.0.0.1:${address.port}/jwks`,
      client: { id: "pegbar-test" },
    },
    now,
    claims,
    publicPem: await exportSPKI(first.publicKey),
    /** Creates a token; `over` replaces claims, `header` adds to its header. */
    sign: (email: string, over: Claims = {}, header: { kid?: string } = {}) =>
      new SignJWT(omitUndefined(claims(email, over)))
        .setProtectedHeader({ alg: "RS256", kid: current.kid, ...header })
        .sign(current.key),
    /** Creates a token with the key that was published first. */
    signWithOld: (email: string) =>
      new SignJWT(omitUndefined(claims(email))).setProtectedHeader({ alg: "RS256", kid }).sign(first.privateKey),
    /** Replaces the signing key, and publishes only the new one. */
    async rotate() {
      const next = await pair();
      current = { key: next.privateKey, kid: "next-key" };
      jwks = await published(next.publicKey, "next-key");
    },
    /** Creates a token with an unpublished key that has the published key's id. */
    signAsStranger: (email: string) =>
      new SignJWT(omitUndefined(claims(email))).setProtectedHeader({ alg: "RS256", kid }).sign(stranger.privateKey),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
