import type { Command } from "commander";
import { pegbar, type Pegbar } from "@pegbar/sdk";
import { CliError } from "./exit.ts";
import { Output } from "./output.ts";
import { readProfiles, writeProfile, type Profile } from "./profiles.ts";
import { refresh } from "./sign-in/issuer.ts";

/** Options that every command takes. */
export interface Globals {
  json?: boolean;
  profile?: string;
  url?: string;
  tenant?: string;
}

/** What a command works with. */
export interface Cli {
  out: Output;
  signal: AbortSignal;
  profileName: string;
  profile: Profile | undefined;
  /** Address of the API; throws when nobody has said one. */
  url(): string;
  tenant: string | undefined;
  client(): Pegbar;
}

/** Aborted by Ctrl-C; a second one ends at once. */
const stopping = new AbortController();
export const interrupted = (): boolean => stopping.signal.aborted;
export const listenForInterrupts = (): void => {
  for (const name of ["SIGINT", "SIGTERM"] as const)
    process.on(name, () => {
      if (stopping.signal.aborted) process.exit(130);
      stopping.abort(new CliError("interrupted", "Interrupted."));
    });
};

const LEEWAY_MS = 60_000;

/** Reads profile, environment and options, the later before the former, and does the work. */
export async function run(command: Command, work: (cli: Cli) => Promise<void>): Promise<void> {
  const options = command.optsWithGlobals<Globals>();
  const { env } = process;
  const known = await readProfiles();
  const profileName = options.profile ?? (env["PEGBAR_PROFILE"] || known.current);
  const profile = known.profiles[profileName];
  const given = options.url ?? (env["PEGBAR_URL"] || undefined);
  const tenant = options.tenant ?? (env["PEGBAR_TENANT"] || profile?.tenant);
  const url = () => {
    const chosen = given ?? profile?.url;
    if (chosen === undefined)
      throw new CliError(
        "signedOut",
        `Nothing is known of the profile "${profileName}".`,
        "Sign in: pegbar login --url https://…",
      );
    if (!/^https?:$/.test(URL.parse(chosen)?.protocol ?? ""))
      throw new CliError("usage", `${JSON.stringify(chosen)} is no address.`, "Write it as https://api.example.com");
    return chosen;
  };
  // Another API than the profile's never sees the profile's token.
  const own = given === undefined || given.replace(/\/+$/, "") === profile?.url;
  const token = () => env["PEGBAR_TOKEN"] || freshToken(profileName, own ? profile : undefined);
  let made: Pegbar | undefined;
  await work({
    out: new Output(options.json ?? false),
    signal: stopping.signal,
    profileName,
    profile,
    url,
    tenant,
    client: () =>
      (made ??= pegbar({
        baseUrl: url(),
        token,
        ...(tenant === undefined ? {} : { tenant }),
        // Ctrl-C ends any request, also one that nobody handed the signal.
        fetch: (request) => fetch(request, { signal: AbortSignal.any([request.signal, stopping.signal]) }),
      })),
  });
}

let refreshing: Promise<string> | undefined;

/** The profile's access token, renewed when it is about to end. */
async function freshToken(name: string, profile: Profile | undefined): Promise<string> {
  const tokens = profile?.tokens;
  if (!profile || !tokens) throw new CliError("signedOut", "You are not signed in.", "Sign in: pegbar login");
  const end = tokens.expiresAt === undefined ? Infinity : Date.parse(tokens.expiresAt);
  if (end - LEEWAY_MS > Date.now()) return tokens.access;
  refreshing ??= renew(name, profile).finally(() => (refreshing = undefined));
  return refreshing;
}

async function renew(name: string, profile: Profile): Promise<string> {
  const { tokens } = profile;
  const renewed = tokens && (await refresh(profile.url, tokens));
  if (renewed) {
    profile.tokens = renewed;
    await writeProfile(name, profile);
    return renewed.access;
  }
  // Another pegbar may have used the refresh token a moment ago.
  const latest = (await readProfiles()).profiles[name]?.tokens;
  if (latest && latest.access !== tokens?.access) {
    profile.tokens = latest;
    return latest.access;
  }
  throw new CliError("signedOut", "Your sign-in has ended.", "Sign in again: pegbar login");
}
