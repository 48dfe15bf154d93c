import { chmod, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { makeFolder } from "@pegbar/sdk/node";
import envPaths from "env-paths";
import { CliError } from "./exit.ts";

/** The tokens of a sign-in. */
export interface Tokens {
  access: string;
  refresh?: string;
  /** ISO 8601; absent for a token with unknown expiry. */
  expiresAt?: string;
}

/** A sign-in: API, studio and tokens. */
export interface Profile {
  url: string;
  tenant?: string;
  /** Shot of `pegbar comfy`. */
  shot?: string;
  tokens?: Tokens;
}

export interface Profiles {
  current: string;
  profiles: Record<string, Profile>;
}

/** XDG's config folder, %APPDATA% or ~/Library/Preferences. */
const getFolder = () => envPaths("pegbar", { suffix: "" }).config;
/** Returns the path of the profiles file. It contains tokens, so only its owner may read it. */
export const getProfilesFile = (): string => path.join(getFolder(), "profiles.json");

/** All profiles; empty before the first sign-in. */
export async function readProfiles(): Promise<Profiles> {
  const text = await readFile(getProfilesFile(), "utf8").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (text === undefined) return { current: "default", profiles: {} };
  try {
    const value = JSON.parse(text) as Partial<Profiles>;
    return { current: value.current ?? "default", profiles: value.profiles ?? {} };
  } catch {
    throw new CliError("unexpected", `${getProfilesFile()} is not JSON.`, "Repair it, or remove it and sign in again.");
  }
}

/** Changes one profile; undefined removes it. Replaces the file atomically. */
export async function writeProfile(name: string, profile: Profile | undefined, current?: string): Promise<void> {
  const known = await readProfiles();
  const { [name]: _old, ...others } = known.profiles;
  const profiles = profile ? { ...others, [name]: profile } : others;
  await makeFolder(getFolder(), 0o700);
  const beside = `${getProfilesFile()}.${process.pid}`;
  try {
    await writeFile(beside, `${JSON.stringify({ current: current ?? known.current, profiles }, null, 2)}\n`, {
      mode: 0o600,
    });
    await chmod(beside, 0o600);
    await rename(beside, getProfilesFile());
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** The existing profiles, for error messages. */
export function formatProfileNames({ profiles }: Profiles): string {
  const names = Object.keys(profiles);
  return names.length === 0 ? "No profiles. Sign in with: pegbar login" : `Profiles: ${names.join(", ")}.`;
}
