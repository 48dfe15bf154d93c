import { redirectToIssuer, refreshTokens, type Tokens } from "./oidc.ts";

let tokens: Tokens | undefined;
let refresh: Promise<string> | undefined;

export const setTokens = (next: Tokens): void => void (tokens = next);
export const getTokens = (): Tokens | undefined => tokens;

/** A valid access token, refreshed if needed. Redirects to the issuer, and never resolves, if the refresh fails. */
export async function getAccessToken(): Promise<string> {
  if (tokens && tokens.refreshAt > Date.now()) return tokens.access;
  refresh ??= refreshAccessToken().finally(() => (refresh = undefined));
  return refresh;
}

async function refreshAccessToken(): Promise<string> {
  // While signing out, a redirect to the issuer would sign in again: wait until the page unloads.
  if (isEnding) return new Promise(() => undefined);
  const refreshed = tokens && (await refreshTokens(tokens));
  if (!refreshed) return redirectToIssuer(location.pathname + location.search, false);
  tokens = refreshed;
  return refreshed.access;
}

let isEnding = false;
/** From now on no token is refreshed. */
export const beginSignOut = (): void => void (isEnding = true);
export const clearTokens = (): void => void (tokens = undefined);
