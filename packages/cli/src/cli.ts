import type { Command } from "commander";
import { pegbar, PegbarError, type Pegbar, type Retry } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { Output } from "./output.ts";
import { parseUrl } from "./parse-url.ts";
import { formatProfileNames, readProfiles, type Profile } from "./profiles.ts";
import { describeRefusal } from "./refusal.ts";
import { AccessToken, trimSlash } from "./sign-in/access-token.ts";
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
  const connect = (slug: string | undefined) => {
    const baseUrl = getUrl();
    const given = env["PEGBAR_TOKEN"];
    const accessToken = new AccessToken(profileName, profile, baseUrl);
    return pegbar({
      baseUrl,
      token: given || (() => accessToken.get()),
      ...(slug === undefined ? {} : { tenant: slug }),
      onRetry: (retry) => out.note(describeRetry(retry)),
      // As OpenTelemetry passes a context to programs.
      traceparent: () => env["TRACEPARENT"] || undefined,
      fetch: async (request) => {
        // Ctrl-C ends every request, even those without the signal.
        const signal = AbortSignal.any([request.signal, stopping.signal]);
        const sent = request.headers.get("authorization") ?? "";
        const response = await fetch(request, { signal });
        if (response.status === 401) accessToken.refuse(sent.replace(/^Bearer /, ""));
        return response;
      },
    });
  };
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

function checkUrl(text: string): string {
  const url = parseUrl(text);
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
