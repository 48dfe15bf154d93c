import { leave, renew, type Tokens } from "./oidc.ts";

let tokens: Tokens | undefined;
let renewing: Promise<string> | undefined;

/** Takes what a sign-in gave. */
export const hold = (given: Tokens): void => void (tokens = given);
export const held = (): Tokens | undefined => tokens;
export const isSignedIn = (): boolean => tokens !== undefined;

/** An access token that serves for a while yet. Goes to the issuer, and comes back here, when it gives none any more. */
export async function token(): Promise<string> {
  if (tokens && tokens.renewAt > Date.now()) return tokens.access;
  renewing ??= fresh().finally(() => (renewing = undefined));
  return renewing;
}

async function fresh(): Promise<string> {
  // On the way out nothing turns the browser back: whoever asks waits until the page is gone.
  if (ended) return new Promise(() => undefined);
  const renewed = tokens && (await renew(tokens));
  if (!renewed) return leave(location.pathname + location.search, false);
  tokens = renewed;
  return renewed.access;
}

let ended = false;
/** From here on nobody is signed in anew. */
export const end = (): void => void (ended = true);
export const forget = (): void => void (tokens = undefined);
