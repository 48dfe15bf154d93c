import { accessSync, constants, existsSync, globSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { dist } from "@pegbar/web/dist";

const web = path.dirname(dist);

/** Whether a folder contains a built portal that is newer than all its sources. */
function isFresh(folder: string): boolean {
  const page = path.join(folder, "index.html");
  if (!existsSync(page)) return false;
  const sources = [
    ...globSync(["src/**/*", "public/*", "*.html", "vite.config.ts", "package.json"], { cwd: web }),
    ...globSync(["../sdk/src/**/*", "../verify/src/**/*"], { cwd: web }),
  ].map((file) => statSync(path.join(web, file)).mtimeMs);
  return statSync(page).mtimeMs >= Math.max(...sources);
}

/** Chooses the folder of the built portal: next to its sources, or in the data folder if those are read-only. */
export const getPortalFolder = (dir: string): string =>
  isFresh(dist) || isWritable(web) ? dist : path.join(dir, "portal");

/** Builds the portal into {@link getPortalFolder} unless it is up to date. */
export async function buildPortalIfStale(dir: string): Promise<void> {
  const folder = getPortalFolder(dir);
  if (isFresh(folder)) return;
  // The bundler is loaded only when it is needed.
  const { buildPortal } = await import("@pegbar/web/build");
  const made = `${folder}.${process.pid}`;
  await buildPortal(made);
  replaceFolder(folder, made);
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    // access() throws if writing is not allowed.
    return false;
  }
}

/** Replaces a folder atomically, because a server may read from it and another process may replace it at the same time. */
function replaceFolder(folder: string, made: string): void {
  const old = `${made}.old`;
  try {
    renameSync(folder, old);
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "ENOENT")) throw error;
  }
  try {
    renameSync(made, folder);
  } catch (error) {
    // Another process has put the same build there first.
    if (!existsSync(path.join(folder, "index.html"))) throw error;
    rmSync(made, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}
