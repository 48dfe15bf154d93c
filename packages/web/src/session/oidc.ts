import * as oauth from "oauth4webapi";

/** Issuer and client to sign in with: the response of GET /v1/sign-in. */
interface SignInConfig {
  issuer: string;
  clientId: string;
  scopes: string[];
  audience: string | null;
  resource: string | null;
}

/** Tokens of a sign-in. Kept in memory only, never in storage or in a URL. */
export interface Tokens {
  access: string;
  refresh: string | undefined;
  id: string | undefined;
  /** When to refresh the access token before using it, in milliseconds since 1970. */
  refreshAt: number;
}

const CALLBACK_PATH = "/signed-in";
/** sessionStorage key of the data that must survive the redirect to the issuer and back. Contains no token. */
const PENDING_KEY = "pegbar.sign-in";

interface PendingSignIn {
  verifier: string;
  state: string;
  nonce: string;
  returnTo: string;
}

/** The issuer has no session: the user has to sign in there. The message is the address to return to. */
export class SignInRequired extends Error {}

let discovery: Promise<{ config: SignInConfig; server: oauth.AuthorizationServer; options: object }> | undefined;

/** The issuer's metadata, fetched once. A failure is not cached. */
function loadIssuer() {
  discovery ??= discover().catch((error: unknown) => {
    discovery = undefined;
    throw error;
  });
  return discovery;
}

async function discover() {
  const response = await fetch("/v1/sign-in");
  if (!response.ok) throw new Error(`the API responded with ${response.status}`);
  const config = (await response.json()) as SignInConfig;
  const url = new URL(config.issuer);
  // A local platform has no TLS certificates; everywhere else plain HTTP is rejected.
  const options = { [oauth.allowInsecureRequests]: url.protocol === "http:" && isLoopback(url.hostname) };
  const server = await oauth.processDiscoveryResponse(url, await oauth.discoveryRequest(url, options));
  return { config, server, options };
}

const isLoopback = (host: string): boolean => host === "localhost" || host === "127.0.0.1" || host === "[::1]";
const getRedirectUri = () => new URL(CALLBACK_PATH, location.origin).href;

/** Redirects to the issuer. `silent` returns at once, even if nobody is signed in there. Never resolves. */
export async function redirectToIssuer(returnTo: string, silent: boolean): Promise<never> {
  const { config, server } = await loadIssuer();
  const pending: PendingSignIn = {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    returnTo,
  };
  sessionStorage.setItem(PENDING_KEY, JSON.stringify(pending));
  const url = new URL(server.authorization_endpoint ?? "");
  const parameters = {
    client_id: config.clientId,
    redirect_uri: getRedirectUri(),
    response_type: "code",
    scope: config.scopes.join(" "),
    code_challenge: await oauth.calculatePKCECodeChallenge(pending.verifier),
    code_challenge_method: "S256",
    state: pending.state,
    nonce: pending.nonce,
    ...(silent ? { prompt: "none" } : {}),
    ...(config.audience === null ? {} : { audience: config.audience }),
    ...(config.resource === null ? {} : { resource: config.resource }),
  };
  for (const [name, value] of Object.entries(parameters)) url.searchParams.set(name, value);
  location.assign(url);
  return new Promise(() => undefined);
}

export const isCallback = (): boolean => location.pathname === CALLBACK_PATH;

/**
 * Exchanges the authorization code in the address for tokens. `returnTo` is the address that was requested first.
 *
 * @throws {SignInRequired} if the issuer returned an error, or the address was used before
 */
export async function handleCallback(): Promise<{ tokens: Tokens; returnTo: string }> {
  const text = sessionStorage.getItem(PENDING_KEY);
  sessionStorage.removeItem(PENDING_KEY);
  if (text === null) throw new SignInRequired("this address was already used");
  const { verifier, state, nonce, returnTo } = JSON.parse(text) as PendingSignIn;
  const { config, server, options } = await loadIssuer();
  const client = { client_id: config.clientId };
  try {
    const parameters = oauth.validateAuthResponse(server, client, new URL(location.href), state);
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      oauth.None(),
      parameters,
      getRedirectUri(),
      verifier,
      { ...options, ...(config.resource === null ? {} : { additionalParameters: { resource: config.resource } }) },
    );
    const answer = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce });
    return { tokens: toTokens(answer), returnTo };
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError) throw new SignInRequired(returnTo);
    throw error;
  }
}

/** New tokens; undefined if the issuer rejects the refresh token. */
export async function refreshTokens({ refresh, id }: Tokens): Promise<Tokens | undefined> {
  if (refresh === undefined) return undefined;
  const { config, server, options } = await loadIssuer();
  const client = { client_id: config.clientId };
  const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), refresh, {
    ...options,
    ...(config.resource === null ? {} : { additionalParameters: { resource: config.resource } }),
  });
  try {
    const refreshed = toTokens(await oauth.processRefreshTokenResponse(server, client, response));
    return { ...refreshed, refresh: refreshed.refresh ?? refresh, id: refreshed.id ?? id };
  } catch (error) {
    if (error instanceof oauth.ResponseBodyError) return undefined;
    throw error;
  }
}

/** The issuer's sign-out page; undefined if it has none. */
export async function getEndSessionUrl(id: string | undefined): Promise<string | undefined> {
  const { config, server } = await loadIssuer();
  if (server.end_session_endpoint === undefined) return undefined;
  const url = new URL(server.end_session_endpoint);
  url.searchParams.set("client_id", config.clientId);
  url.searchParams.set("post_logout_redirect_uri", new URL("/signed-out", location.origin).href);
  if (id !== undefined) url.searchParams.set("id_token_hint", id);
  return url.href;
}

/** A token is refreshed this long before it expires; a short-lived one after three quarters of its lifetime. */
const REFRESH_EARLY_MS = 60_000;

function toTokens(answer: oauth.TokenEndpointResponse): Tokens {
  const lifetimeMs = (answer.expires_in ?? 300) * 1000;
  return {
    access: answer.access_token,
    refresh: answer.refresh_token,
    id: answer.id_token,
    refreshAt: Date.now() + lifetimeMs - Math.min(REFRESH_EARLY_MS, lifetimeMs / 4),
  };
}
