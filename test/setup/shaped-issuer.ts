import { createServer } from "node:http";
import { once } from "node:events";
import { decodeJwt, decodeProtectedHeader, exportJWK, generateKeyPair, SignJWT } from "jose";
import { Provider } from "oidc-provider";
import type { IssuerConfig } from "@pegbar/functions/api/identity/issuer.ts";

export const NAMESPACE = "https://pegbar.example/";
const AUDIENCE = "https://api.pegbar.example";
const CLIENT = "4h1client";

/** A person in the directory. */
export interface Account {
  subject: string;
  email: string;
  verified: boolean;
  groups?: readonly string[];
}

interface Shape {
  /** Converts the payload of oidc-provider's access token. */
  payload: (payload: Record<string, unknown>, account: Account) => Record<string, unknown>;
  /** Returns the response of /userinfo. */
  userinfo: (account: Account) => Record<string, unknown>;
  config: (issuer: string) => IssuerConfig;
}

const client = { id: CLIENT };

/** Claims and settings of two identity providers, as in their documentation. */
export const shapes = {
  /** Access tokens have no `aud`: the client is in `client_id`, the kind in `token_use`. No e-mail; booleans are strings. */
  cognito: {
    payload: ({ aud: _aud, ...rest }, { groups }) => ({
      ...rest,
      client_id: CLIENT,
      token_use: "access",
      version: 2,
      ...(groups ? { "cognito:groups": groups } : {}),
    }),
    userinfo: ({ subject, email, verified }) => ({ sub: subject, email, email_verified: String(verified) }),
    config: (issuer) => ({
      issuer,
      jwksUri: `${issuer}/jwks`,
      audience: CLIENT,
      audienceClaim: "client_id",
      tokenUse: "access",
      groupsClaim: "cognito:groups",
      userinfoUri: `${issuer}/oauth2/userInfo`,
      client,
    }),
  },
  /** Two audiences, and custom claims with a namespace, which an Action adds. */
  auth0: {
    payload: ({ aud, client_id: azp, ...rest }, { email, verified, groups }) => ({
      ...rest,
      azp,
      aud: [aud, "https://tenant.auth0.example/userinfo"],
      [`${NAMESPACE}email`]: email,
      [`${NAMESPACE}email_verified`]: verified,
      ...(groups ? { [`${NAMESPACE}groups`]: groups } : {}),
    }),
    userinfo: ({ subject, email, verified }) => ({ sub: subject, email, email_verified: verified }),
    config: (issuer) => ({
      issuer,
      jwksUri: `${issuer}/jwks`,
      audience: AUDIENCE,
      algorithms: ["RS256"],
      emailClaim: `${NAMESPACE}email`,
      emailVerifiedClaim: `${NAMESPACE}email_verified`,
      groupsClaim: `${NAMESPACE}groups`,
      client: { ...client, audience: AUDIENCE },
    }),
  },
} as const satisfies Record<string, Shape>;

/** Starts oidc-provider, a certified implementation, with tokens like those of another provider. */
export async function startShapedIssuer(name: keyof typeof shapes, accounts: readonly Account[]) {
  const shape: Shape = shapes[name];
  const accountOf = (subject: unknown): Account => {
    const found = accounts.find((account) => account.subject === subject);
    if (!found) throw new Error(`no account ${String(subject)}`);
    return found;
  };
  const { privateKey } = await generateKeyPair("RS256", { extractable: true });
  const server = createServer();
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the issuer has no address");
  const issuer = `http://127.0.0.1:${address.port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: CLIENT, redirect_uris: [`${issuer}/callback`], token_endpoint_auth_method: "none" }],
    jwks: { keys: [{ ...(await exportJWK(privateKey)), kid: "k1", alg: "RS256", use: "sig" }] },
    features: { resourceIndicators: { enabled: true } },
    findAccount: (_ctx, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
  });
  const handle = provider.callback();
  let asked = 0;
  /** Response of /userinfo instead of user info. */
  const instead: { status?: number; body?: string } = {};
  server.on("request", (request, response) => {
    if (!/userinfo/i.test(request.url ?? "")) return void handle(request, response);
    asked++;
    if (instead.status !== undefined) return void response.writeHead(instead.status).end(instead.body);
    const token = request.headers.authorization?.replace("Bearer ", "") ?? "";
    response.setHeader("content-type", "application/json");
    response.end(JSON.stringify(shape.userinfo(accountOf(decodeJwt(token).sub))));
  });
  return {
    config: shape.config(issuer),
    instead,
    /** Number of requests to /userinfo. */
    asked: () => asked,
    /** Creates an access token for an account, as after a sign-in. */
    async token(subject: string): Promise<string> {
      const known = await provider.Client.find(CLIENT);
      if (!known) throw new Error("no client");
      const token = new provider.AccessToken({
        accountId: subject,
        client: known,
        grantId: "g",
        gty: "authorization_code",
        scope: "api",
        expiresIn: 600,
      });
      token.resourceServer = new provider.ResourceServer(AUDIENCE, {
        audience: AUDIENCE,
        scope: "api",
        accessTokenFormat: "jwt",
        accessTokenTTL: 600,
        jwt: { sign: { alg: "RS256" } },
      });
      // The provider creates no JWT without an audience, so its token is converted and signed again with its key.
      const made = await token.save();
      return new SignJWT(shape.payload(decodeJwt(made), accountOf(subject)))
        .setProtectedHeader({ ...decodeProtectedHeader(made), alg: "RS256" })
        .sign(privateKey);
    },
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
