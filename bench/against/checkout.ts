import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, globSync, mkdirSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync } from "node:fs";
import path from "node:path";
import { UsageError } from "../call.ts";
import { createTemporaryFolder, type Scope } from "../scope.ts";

/** Files of the measuring program, which are copied into the commit's tree so that the same program measures both. */
const MEASURES = [
  "bench",
  "examples/layout.png",
  "scripts/errors.ts",
  "test/setup/appends.ts",
  "test/setup/browser.ts",
  "test/setup/processes.ts",
];

export interface Checkout {
  /** Folder of the commit's tree. */
  dir: string;
  sha: string;
}

/**
 * Creates a working tree of the commit, with this tree's benchmarks and the packages of the commit's lock file. It is
 * removed when the scope ends.
 */
export async function checkOut(root: string, commit: string, scope: Scope): Promise<Checkout> {
  const sha = resolveSha(root, commit);
  const dir = path.join(createTemporaryFolder(scope, "pegbar-against-"), "tree");
  scope.defer(() => runGit(root, "worktree", "remove", "--force", dir));
  runGit(root, "worktree", "add", "--quiet", "--detach", dir, sha);
  for (const name of MEASURES) {
    rmSync(path.join(dir, name), { recursive: true, force: true });
    cpSync(path.join(root, name), path.join(dir, name), { recursive: true });
  }
  if (isSame(root, dir, "package-lock.json"))
    for (const folder of globSync(["node_modules", "packages/*/node_modules"], { cwd: root }))
      linkPackages(path.join(root, folder), path.join(dir, folder));
  else await installPackages(dir, scope);
  return { dir, sha };
}

export function runGit(root: string, ...args: string[]): string {
  return execFileSync("git", ["-C", root, ...args], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] }).trim();
}

function resolveSha(root: string, commit: string): string {
  try {
    return runGit(root, "rev-parse", "--verify", "--quiet", "--end-of-options", `${commit}^{commit}`);
  } catch (error) {
    throw new UsageError(`Commit not found in ${root}: ${commit}.`, { cause: error });
  }
}

const isSame = (a: string, b: string, file: string): boolean =>
  readFileSync(path.join(a, file)).equals(readFileSync(path.join(b, file)));

/**
 * Links packages that are installed already. Relative links of workspaces are copied, so that they point to the commit's
 * own packages. A link to `node_modules` as a whole would point to this tree's packages.
 */
function linkPackages(from: string, to: string): void {
  const symlink = (name: string, isLink: boolean) => {
    const source = path.join(from, name);
    symlinkSync(isLink ? readlinkSync(source) : source, path.join(to, name));
  };
  mkdirSync(to);
  for (const entry of readdirSync(from, { withFileTypes: true })) {
    const isGroup = entry.name.startsWith("@") || entry.name === ".bin";
    // Other hidden entries are caches and npm's own files.
    if (entry.name.startsWith(".") && !isGroup) continue;
    if (!isGroup) {
      symlink(entry.name, entry.isSymbolicLink());
      continue;
    }
    mkdirSync(path.join(to, entry.name));
    for (const inner of readdirSync(path.join(from, entry.name), { withFileTypes: true }))
      symlink(path.join(entry.name, inner.name), inner.isSymbolicLink());
  }
}

async function installPackages(dir: string, scope: Scope): Promise<void> {
  console.log("package-lock.json differs: running npm ci …");
  // Variables that `npm run` sets would direct npm back to this tree.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^npm_(config_local_prefix|package_|lifecycle_)/.test(name)),
  );
  const npm = spawn("npm", ["ci", "--no-audit", "--no-fund"], { cwd: dir, env, stdio: ["ignore", 2, 2] });
  const gone = once(npm, "exit");
  scope.defer(async () => {
    npm.kill("SIGTERM");
    await gone;
  });
  const [code] = (await gone) as [number | null];
  if (code !== 0)
    throw new Error(`npm ci exited with code ${code} for this commit, so it cannot be measured. See its output above.`);
}
