import * as oidc from "openid-client";
import { CliError } from "../exit.ts";
import { fetchPublic } from "../fetch-public.ts";
import type { Tokens } from "../profiles.ts";

/** Sign-in settings of an API. */
export interface SignIn {
  issuer: string;
  /** The OpenID Connect client of programs on a user's machine. */
  clientId: string;
  /** Host of the redirect address: 127.0.0.1 or localhost. */
  host: string;
  audience?: string | null;
  resource?: string | null;
  scopes: string[];
}

/** The response of GET /v1/sign-in. An API of an older release has no `programs`. */
interface Answer extends Omit<SignIn, "host"> {
  programs: { clientId?: string | undefined; host?: string };
}

const LOOPBACK = new Set(["127.0.0.1", "localhost", "[::1]"]);

/** Reads the sign-in settings of the API at this URL. */
export async function readSignInSettings(url: string): Promise<SignIn> {
  const createUnusableError = (why: string) =>
    new CliError(
      "unexpected",
      `Cannot read the sign-in settings of ${url}: ${why}.`,
      "Check that this is the address of Pegbar's API.",
    );
  const response = await fetchPublic(new URL("/v1/sign-in", url));
  if (!response.ok) throw createUnusableError(`it answered ${response.status}`);
  // A response that is not JSON has no issuer either, which is reported below.
  const answer = (await response.json().catch(() => ({}))) as Partial<Answer>;
  const {
    issuer,
    programs = { clientId: answer.clientId },
    scopes = ["openid", "email", "profile", "offline_access"],
  } = answer;
  const { clientId, host = "127.0.0.1" } = programs;
  if (typeof issuer !== "string" || typeof clientId !== "string") throw createUnusableError("it names no issuer");
  return { issuer, clientId, host, scopes, audience: answer.audience ?? null, resource: answer.resource ?? null };
}

/** The configuration of the issuer (OpenID Connect Discovery). */
export async function discover({ issuer, clientId }: SignIn): Promise<oidc.Configuration> {
  const at = new URL(issuer);
  // HTTP is allowed to this machine only.
  const insecure = at.protocol === "http:" && LOOPBACK.has(at.hostname);
  return oidc
    .discovery(at, clientId, undefined, oidc.None(), insecure ? { execute: [oidc.allowInsecureRequests] } : {})
    .catch((error: unknown) => {
      const reason = error instanceof Error ? error.message : String(error);
      throw new CliError(
        "unexpected",
        `No answer from the identity provider at ${issuer} (${reason}).`,
        "Try again later.",
      );
    });
}

/** Parameters that this issuer needs in addition to the standard ones. */
export const buildExtraParameters = ({ audience, resource }: SignIn): Record<string, string> => ({
  ...(audience ? { audience } : {}),
  ...(resource ? { resource } : {}),
});

/** The tokens of a response in the format of a profile. */
export function readTokens(
  answer: oidc.TokenEndpointResponse & oidc.TokenEndpointResponseHelpers,
  old?: Tokens,
): Tokens {
  const seconds = answer.expiresIn();
  const refresh = answer.refresh_token ?? old?.refresh;
  return {
    access: answer.access_token,
    ...(refresh === undefined ? {} : { refresh }),
    ...(seconds === undefined ? {} : { expiresAt: new Date(Date.now() + seconds * 1000).toISOString() }),
  };
}

/** Exchanges a refresh token for new tokens; undefined if the issuer rejects it. */
export async function refresh(url: string, tokens: Tokens): Promise<Tokens | undefined> {
  if (tokens.refresh === undefined) return undefined;
  const signIn = await readSignInSettings(url);
  const config = await discover(signIn);
  try {
    return readTokens(await oidc.refreshTokenGrant(config, tokens.refresh, buildExtraParameters(signIn)), tokens);
  } catch (error) {
    if (error instanceof oidc.ResponseBodyError && error.status < 500) return undefined;
    throw error;
  }
}
