import { chmod, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import envPaths from "env-paths";
import { CliError } from "./exit.ts";

/** What a sign-in left. */
export interface Tokens {
  access: string;
  refresh?: string;
  /** ISO 8601; absent for what says no end. */
  expiresAt?: string;
}

/** One place to work with: an API, a studio there, and who signs in. */
export interface Profile {
  url: string;
  tenant?: string;
  tokens?: Tokens;
}

interface Profiles {
  current: string;
  profiles: Record<string, Profile>;
}

/** XDG's config folder, %APPDATA% or ~/Library/Preferences. */
const folder = () => envPaths("pegbar", { suffix: "" }).config;
/** Where profiles are kept; it holds tokens, so only its owner may read it. */
export const profilesFile = (): string => path.join(folder(), "profiles.json");

/** All profiles; none when nobody has signed in yet. */
export async function readProfiles(): Promise<Profiles> {
  const text = await readFile(profilesFile(), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return { current: "default", profiles: {} };
  try {
    const value = JSON.parse(text) as Partial<Profiles>;
    return { current: value.current ?? "default", profiles: value.profiles ?? {} };
  } catch {
    throw new CliError("unexpected", `${profilesFile()} is not JSON.`, "Mend it, or remove it and sign in again.");
  }
}

/** Changes one profile; undefined removes it. Written beside and moved into place, so that no reader sees half of it. */
export async function writeProfile(name: string, profile: Profile | undefined, current?: string): Promise<void> {
  const known = await readProfiles();
  const { [name]: _old, ...others } = known.profiles;
  const profiles = profile ? { ...others, [name]: profile } : others;
  await mkdir(folder(), { recursive: true, mode: 0o700 });
  const beside = `${profilesFile()}.${process.pid}`;
  try {
    await writeFile(beside, `${JSON.stringify({ current: current ?? known.current, profiles }, null, 2)}\n`, {
      mode: 0o600,
    });
    await chmod(beside, 0o600);
    await rename(beside, profilesFile());
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}
