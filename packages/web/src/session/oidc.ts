import * as oauth from "oauth4webapi";

/** Where and as which client people sign in: what GET /v1/sign-in answers. */
interface SignIn {
  issuer: string;
  clientId: string;
  scopes: string[];
  audience: string | null;
  resource: string | null;
}

/** What a sign-in gives. It lives in memory alone: nothing of it is ever stored or shown in an address. */
export interface Tokens {
  access: string;
  refresh: string | undefined;
  id: string | undefined;
  /** From when on it is renewed before it is used, in milliseconds since 1970. */
  renewAt: number;
}

const CALLBACK = "/signed-in";
/** What has to survive the way to the issuer and back. No token among it. */
const KEPT = "pegbar.sign-in";

interface Kept {
  verifier: string;
  state: string;
  nonce: string;
  returnTo: string;
}

/** The issuer knows nobody: a person has to sign in there. */
export class SignInNeeded extends Error {}

let found: Promise<{ config: SignIn; server: oauth.AuthorizationServer; options: object }> | undefined;

/** The issuer's own description, asked for once. */
function issuer() {
  found ??= discover().catch((error: unknown) => {
    found = undefined;
    throw error;
  });
  return found;
}

async function discover() {
  const response = await fetch("/v1/sign-in");
  if (!response.ok) throw new Error(`the API answered ${response.status}`);
  const config = (await response.json()) as SignIn;
  const url = new URL(config.issuer);
  // One machine has no certificates; everywhere else plain http is refused.
  const options = { [oauth.allowInsecureRequests]: url.protocol === "http:" && isLoopback(url.hostname) };
  const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
  return { config, server, options };
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "127.0.0.1" || host === "[::1]";
const redirectUri = () => new URL(CALLBACK, location.origin).href;

/** Leaves for the issuer. `silent` comes back at once, also when nobody is signed in there. */
export async function leave(returnTo: string, silent: boolean): Promise<never> {
  const { config, server } = await issuer();
  const kept: Kept = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  sessionStorage.setItem(KEPT, JSON.stringify(kept));
  const url = new URL(server.authorization_endpoint ?? "");
  const parameters = {
    client_id: config.clientId,
    redirect_uri: redirectUri(),
    response_type: "code",
    scope: config.scopes.join(" "),
    code_challenge: await oauth.calculatePKCECodeChallenge(kept.verifier),
    code_challenge_method: "S256",
    state: kept.state,
    nonce: kept.nonce,
    ...(silent ? { prompt: "none" } : {}),
    ...(config.audience === null ? {} : { audience: config.audience }),
    ...(config.resource === null ? {} : { resource: config.resource }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
  return new Promise(() => undefined);
}

export const isCallback = (): boolean => location.pathname === CALLBACK;

/** Comes back from the issuer: the tokens, and where one had wanted to go. */
export async function arrive(): Promise<{ tokens: Tokens; returnTo: string }> {
  const text = sessionStorage.getItem(KEPT);
  sessionStorage.removeItem(KEPT);
  if (text === null) throw new SignInNeeded("this address has been used");
  const { verifier, state, nonce, returnTo } = JSON.parse(text) as Kept;
  const { config, server, options } = await issuer();
  const client = { client_id: config.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      redirectUri(),
      verifier,
      { ...options, ...(config.resource === null ? {} : { additionalParameters: { resource: config.resource } }) },
    );
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce });
    return { tokens: tokensOf(answer), returnTo };
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw new SignInNeeded(returnTo);
    throw error;
  }
}

/** New tokens for a refresh token; undefined when the issuer gives none any more. */
export async function renew({ refresh, id }: Tokens): Promise<Tokens | undefined> {
  if (refresh === undefined) return undefined;
  const { config, server, options } = await issuer();
  const client = { client_id: config.clientId };
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, {
    ...options,
    ...(config.resource === null ? {} : { additionalParameters: { resource: config.resource } }),
  });
  try {
    const renewed = tokensOf(await oauth.processRefreshTokenResponse(server, client, response));
    return { ...renewed, refresh: renewed.refresh ?? refresh, id: renewed.id ?? id };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) return undefined;
    throw error;
  }
}

/** Where the issuer ends its own session; undefined where it says nothing of that. */
export async function endUrl(id: string | undefined): Promise<string | undefined> {
  const { config, server } = await issuer();
  if (server.end_session_endpoint === undefined) return undefined;
  const url = new URL(server.end_session_endpoint);
  url.searchParams.set("client_id", config.clientId);
  url.searchParams.set("post_logout_redirect_uri", new URL("/signed-out", location.origin).href);
  if (id !== undefined) url.searchParams.set("id_token_hint", id);
  return url.href;
}

/** So long before its end a token is renewed; one that serves shortly, at three quarters of its time. */
const LEEWAY_MS = 60_000;

function tokensOf(answer: oauth.TokenEndpointResponse): Tokens {
  const servesMs = (answer.expires_in ?? 300) * 1000;
  return {
    access: answer.access_token,
    refresh: answer.refresh_token,
    id: answer.id_token,
    renewAt: Date.now() + servesMs - Math.min(LEEWAY_MS, servesMs / 4),
  };
}
