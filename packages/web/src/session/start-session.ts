import { handleCallback, isCallback, redirectToIssuer, SignInRequired } from "./oidc.ts";
import { setTokens } from "./session.ts";

/** Pages that need no sign-in. */
const PUBLIC_PATHS = ["/signed-out"];

/** Result of {@link startSession}: signed in, or the reason for showing the sign-in page. */
export type SignInState =
  | { kind: "in" }
  | { kind: "out"; returnTo: string; signedOut: boolean }
  | { kind: "broken"; error: string | undefined };

/**
 * Signs in silently if the issuer has a session, and restores the requested address. Never resolves while the browser is
 * being redirected.
 */
export async function startSession(): Promise<SignInState> {
  if (PUBLIC_PATHS.includes(location.pathname)) return { kind: "out", returnTo: "/", signedOut: true };
  try {
    if (!isCallback()) return await redirectToIssuer(location.pathname + location.search, true);
    const { tokens, returnTo } = await handleCallback();
    setTokens(tokens);
    history.replaceState(null, "", returnTo);
    return { kind: "in" };
  } catch (error) {
    if (error instanceof SignInRequired) {
      const returnTo = error.message.startsWith("/") ? error.message : "/";
      history.replaceState(null, "", returnTo);
      return { kind: "out", returnTo, signedOut: false };
    }
    // The browser's own error of a request without a response says nothing that helps.
    if (error instanceof TypeError) return { kind: "broken", error: undefined };
    return { kind: "broken", error: error instanceof Error ? error.message : String(error) };
  }
}
