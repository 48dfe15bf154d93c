import { PegbarError } from "@pegbar/sdk";
import { CliError } from "../exit.ts";
import { readProfiles, writeProfile, type Profile, type Tokens } from "../profiles.ts";

/** Tokens are renewed if they expire sooner than this. */
const LEEWAY_MS = 60_000;

/** Ignores a trailing slash. */
export const trimSlash = (url: string): string => url.replace(/\/+$/, "");

/**
 * The access token of a profile. It is renewed before it expires and after the API has refused it. A long-running command
 * continues with the tokens of a later `pegbar login`.
 */
export class AccessToken {
  readonly #name: string;
  readonly #profile: Profile | undefined;
  readonly #url: string;
  #tokens: Tokens | undefined;
  #refused: string | undefined;
  #renewing: Promise<string> | undefined;

  /** @param url URL of the API; a token is only sent to the URL of its profile */
  constructor(name: string, profile: Profile | undefined, url: string) {
    this.#name = name;
    this.#profile = profile;
    this.#url = url;
    this.#tokens = profile?.tokens;
  }

  /**
   * @throws CliError `signedOut` if nobody is signed in, or the sign-in has expired
   * @throws PegbarError `network` if the identity provider cannot be reached
   */
  async get(): Promise<string> {
    const hint = `Sign in: pegbar login --profile NAME --url ${this.#url}`;
    const profile = this.#profile;
    if (!profile || !this.#tokens) throw new CliError("signedOut", `You are not signed in at ${this.#url}.`, hint);
    if (trimSlash(profile.url) !== this.#url)
      throw new CliError(
        "signedOut",
        `You are not signed in at ${this.#url}. The profile "${this.#name}" is for ${profile.url}.`,
        hint,
      );
    if (this.#isUsable(this.#tokens)) return this.#tokens.access;
    this.#renewing ??= this.#renew(profile).finally(() => (this.#renewing = undefined));
    return this.#renewing;
  }

  /** Tells that the API has answered 401 to this token. */
  refuse(token: string): void {
    this.#refused = token;
  }

  #isUsable(tokens: Tokens): boolean {
    return tokens.access !== this.#refused && !expiresSoon(tokens);
  }

  async #renew(profile: Profile): Promise<string> {
    // Another pegbar process may have signed in, or just used the refresh token.
    const latest = await this.#readLatest();
    if (latest && this.#isUsable(latest)) return this.#use(latest);
    const renewed = latest && (await refreshTokens(profile.url, latest));
    if (renewed) {
      await writeProfile(this.#name, { ...((await readProfiles()).profiles[this.#name] ?? profile), tokens: renewed });
      return this.#use(renewed);
    }
    const used = await this.#readLatest();
    if (used && used.access !== latest?.access && this.#isUsable(used)) return this.#use(used);
    // It cannot be renewed and has not expired: the API may accept it again, or says why it does not.
    if (latest && latest.refresh === undefined && !expiresSoon(latest)) return this.#use(latest);
    throw new CliError("signedOut", "Your sign-in has expired.", `Sign in again: pegbar login --profile ${this.#name}`);
  }

  /** The profile's stored tokens, unless it has become one for another API. */
  async #readLatest(): Promise<Tokens | undefined> {
    const stored = (await readProfiles()).profiles[this.#name];
    return stored && trimSlash(stored.url) === this.#url ? stored.tokens : undefined;
  }

  #use(tokens: Tokens): string {
    this.#tokens = tokens;
    return tokens.access;
  }
}

const expiresSoon = ({ expiresAt }: Tokens): boolean =>
  expiresAt !== undefined && Date.parse(expiresAt) - LEEWAY_MS <= Date.now();

/** @returns undefined if the identity provider rejects the refresh token */
async function refreshTokens(url: string, tokens: Tokens): Promise<Tokens | undefined> {
  if (tokens.refresh === undefined) return undefined;
  // Imported only when needed: the OpenID Connect client is a third of what a command loads.
  const { refresh } = await import("./issuer.ts");
  return refresh(url, tokens).catch((cause: unknown) => {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new PegbarError(`Cannot renew your sign-in: ${reason}`, { code: "network", cause });
  });
}
