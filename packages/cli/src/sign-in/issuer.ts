import * as oidc from "openid-client";
import { CliError } from "../exit.ts";
import type { Tokens } from "../profiles.ts";

/** What the API says of its sign-in. */
export interface SignIn {
  issuer: string;
  /** Ours: that of programs on somebody's own machine. */
  clientId: string;
  /** What that machine is called in redirects. */
  host: string;
  audience?: string | null;
  resource?: string | null;
  scopes: string[];
}

/** Its answer; one of an older release names no client of programs. */
interface Told extends Omit<SignIn, "host"> {
  programs: { clientId?: string | undefined; host?: string };
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Where to sign in, as the API at this address says without a sign-in. */
export async function askApi(url: string): Promise<SignIn> {
  const wrong = (why: string) =>
    new CliError(
      "unexpected",
      `${url} does not say where to sign in (${why}).`,
      "Is this the address of Pegbar's API?",
    );
  const response = await fetch(new URL("/v1/sign-in", url)).catch((error: Error) => {
    throw wrong(error.cause instanceof Error ? error.cause.message : error.message);
  });
  if (!response.ok) throw wrong(`it answered ${response.status}`);
  const told = (await response.json().catch(() => ({}))) as Partial<Told>;
  const {
    issuer,
    programs = { clientId: told.clientId },
    scopes = ["openid", "email", "profile", "offline_access"],
  } = told;
  const { clientId, host = "127.0.0.1" } = programs;
  if (typeof issuer !== "string" || typeof clientId !== "string") throw wrong("it named no issuer");
  return { issuer, clientId, host, scopes, audience: told.audience ?? null, resource: told.resource ?? null };
}

/** The issuer's addresses, and us as its client. */
export async function discover({ issuer, clientId }: SignIn): Promise<oidc.Configuration> {
  const at = new URL(issuer);
  // HTTP to one's own machine never leaves it.
  const insecure = at.protocol === "http:" && LOOPBACK.has(at.hostname);
  return oidc
    .discovery(at, clientId, undefined, oidc.None(), insecure ? { execute: [oidc.allowInsecureRequests] } : {})
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CliError("unexpected", `The sign-in at ${issuer} does not answer: ${reason}`, "Try again in a moment.");
    });
}

/** What an issuer wants with every request beyond the standard. */
export const wanted = ({ audience, resource }: SignIn): Record<string, string> => ({
  ...(audience ? { audience } : {}),
  ...(resource ? { resource } : {}),
});

/** The tokens of an answer, in the form in which they are kept. */
export function kept(answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers, old?: Tokens): Tokens {
  const seconds = answer.expiresIn();
  const refresh = answer.refresh_token ?? old?.refresh;
  return {
    access: answer.access_token,
    ...(refresh === undefined ? {} : { refresh }),
    ...(seconds === undefined ? {} : { expiresAt: new Date(Date.now() + seconds * 1000).toISOString() }),
  };
}

/** New tokens for a refresh token; undefined when the issuer no longer takes it. */
export async function refresh(url: string, tokens: Tokens): Promise<Tokens | undefined> {
  if (tokens.refresh === undefined) return undefined;
  const signIn = await askApi(url);
  const config = await discover(signIn);
  try {
    return kept(await oidc.refreshTokenGrant(config, tokens.refresh, wanted(signIn)), tokens);
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError) return undefined;
    throw error;
  }
}
