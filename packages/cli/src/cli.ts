import type { Command } from "commander";
import { pegbar, PegbarError, type Pegbar, type Retry } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { Output } from "./output.ts";
import { formatProfileNames, readProfiles, writeProfile, type Profile } from "./profiles.ts";
import { describeRefusal } from "./refusal.ts";
import { describeTenantError, type TenantChoice } from "./tenant-error.ts";

/** Options of every command. */
export interface Globals {
  json?: boolean;
  profile?: string;
  url?: string;
  tenant?: string;
}

/** Context of a command. */
export interface Cli {
  out: Output;
  signal: AbortSignal;
  profileName: string;
  profile: Profile | undefined;
  /** URL of the API. Throws if neither option, environment nor profile has one. */
  url(): string;
  tenant: TenantChoice | undefined;
  client(): Pegbar;
}

/** Aborted by the first Ctrl-C; the second one ends the process. */
const stopping = new AbortController();
export const isInterrupted = (): boolean => stopping.signal.aborted;
export const listenForInterrupts = (): void => {
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort(new CliError("interrupted", "Interrupted."));
    });
};

/** Tokens are refreshed if they expire sooner than this. */
const LEEWAY_MS = 60_000;

/** Runs a command. Options take precedence over the environment, and the environment over the profile. */
export async function runCommand(command: Command, work: (cli: Cli) => Promise<void>): Promise<void> {
  const options = command.optsWithGlobals<Globals>();
  const { env } = process;
  const known = await readProfiles();
  const profileName = options.profile ?? (env["PEGBAR_PROFILE"] || known.current);
  const profile = known.profiles[profileName];
  const out = new Output(options.json ?? false);
  const getUrl = () => {
    const chosen = options.url ?? (env["PEGBAR_URL"] || profile?.url);
    if (chosen !== undefined) return checkUrl(chosen);
    throw new CliError(
      "signedOut",
      `No profile ${JSON.stringify(profileName)}. ${formatProfileNames(known)}`,
      `Sign in: pegbar login --profile ${profileName} --url https://api.example.com`,
    );
  };
  const tenant = chooseTenant(options, profileName, profile);
  const connect = (slug: string | undefined) =>
    pegbar({
      baseUrl: getUrl(),
      token: () => env["PEGBAR_TOKEN"] || getFreshToken(profileName, profile, getUrl()),
      ...(slug === undefined ? {} : { tenant: slug }),
      onRetry: (retry) => out.note(describeRetry(retry)),
      // Ctrl-C ends every request, even those without the signal.
      fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, stopping.signal]) }),
    });
  let made: Pegbar | undefined;
  const getClient = () => (made ??= connect(tenant?.slug));
  try {
    await work({ out, signal: stopping.signal, profileName, profile, url: getUrl, tenant, client: getClient });
  } catch (error) {
    if (!(error instanceof PegbarError)) throw error;
    if (error.status === 401 && env["PEGBAR_TOKEN"])
      throw new CliError("signedOut", error.message, "The token comes from PEGBAR_TOKEN.", { cause: error });
    throw describeRefusal(error, command) ?? (await describeTenantError(error, tenant, connect)) ?? error;
  }
}

const describeRetry = ({ reason, attempt, attempts, delayMs }: Retry): string =>
  `${reason} Retrying in ${(delayMs / 1000).toFixed(1)} s (${attempt} of ${attempts}).`;

/** Ignores a trailing slash. */
const trimSlash = (url: string): string => url.replace(/\/+$/, "");

function checkUrl(text: string): string {
  const url = URL.parse(text);
  if (!url || !/^https?:$/.test(url.protocol))
    throw new CliError("usage", `Invalid address ${JSON.stringify(text)}.`, "Write it as https://api.example.com");
  if (url.username || url.password)
    throw new CliError("usage", "The address must not contain a user name or a password.", "Sign in: pegbar login");
  return trimSlash(text);
}

function chooseTenant(options: Globals, profileName: string, profile: Profile | undefined): TenantChoice | undefined {
  if (options.tenant !== undefined) return { slug: options.tenant, source: "--tenant" };
  const { PEGBAR_TENANT: slug } = process.env;
  if (slug) return { slug, source: "PEGBAR_TENANT" };
  return profile?.tenant === undefined ? undefined : { slug: profile.tenant, source: `the profile "${profileName}"` };
}

let refreshing: Promise<string> | undefined;

/** The profile's access token, refreshed if it is about to expire. It is only sent to the profile's URL. */
async function getFreshToken(name: string, profile: Profile | undefined, url: string): Promise<string> {
  const tokens = profile?.tokens;
  const hint = `Sign in: pegbar login --profile NAME --url ${url}`;
  if (!profile || !tokens) throw new CliError("signedOut", `You are not signed in at ${url}.`, hint);
  if (trimSlash(profile.url) !== url)
    throw new CliError(
      "signedOut",
      `You are not signed in at ${url}. The profile "${name}" is for ${profile.url}.`,
      hint,
    );
  const end = tokens.expiresAt === undefined ? Infinity : Date.parse(tokens.expiresAt);
  if (end - LEEWAY_MS > Date.now()) return tokens.access;
  refreshing ??= renew(name, profile).finally(() => (refreshing = undefined));
  return refreshing;
}

async function renew(name: string, profile: Profile): Promise<string> {
  const { tokens } = profile;
  // Imported only when needed: the OpenID Connect client is a third of what a command loads.
  const { refresh } = await import("./sign-in/issuer.ts");
  const renewed = tokens && (await refresh(profile.url, tokens));
  if (renewed) {
    profile.tokens = renewed;
    await writeProfile(name, profile);
    return renewed.access;
  }
  // Another pegbar process may have just used the refresh token.
  const latest = (await readProfiles()).profiles[name]?.tokens;
  if (latest && latest.access !== tokens?.access) {
    profile.tokens = latest;
    return latest.access;
  }
  throw new CliError("signedOut", "Your sign-in has expired.", `Sign in again: pegbar login --profile ${name}`);
}
