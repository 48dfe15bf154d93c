import { createServer } from "node:http";
import { once } from "node:events";
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTPayload } from "jose";
import { ISSUER } from "./studio.ts";

export const TEST_AUDIENCE = "urn:pegbar:test";

/** What a token says unless a test says otherwise. */
export type Claims = { [Name in keyof JWTPayload]: JWTPayload[Name] | undefined };

/** Claims as a token has them. */
export const present = (claims: Claims): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([, value]) => value !== undefined));

/** An identity provider's signing key, published as a JWKS over HTTP: what the API knows of it. */
export async function startIssuer() {
  const kid = "test-key";
  const [{ publicKey, privateKey }, stranger] = await Promise.all([
    generateKeyPair("RS256", { extractable: true }),
    generateKeyPair("RS256", { extractable: true }),
  ]);
  const jwks = JSON.stringify({ keys: [{ ...(await exportJWK(publicKey)), kid, alg: "RS256", use: "sig" }] });
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
    publicPem: await exportSPKI(publicKey),
    /** A token as the provider makes it; `over` changes its claims, `header` its head. */
    sign: (email: string, over: Claims = {}, header: { kid?: string } = {}) =>
      new SignJWT(present(claims(email, over))).setProtectedHeader({ alg: "RS256", kid, ...header }).sign(privateKey),
    /** A token by a key that nobody published, under the published key's name. */
    signAsStranger: (email: string) =>
      new SignJWT(present(claims(email))).setProtectedHeader({ alg: "RS256", kid }).sign(stranger.privateKey),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
