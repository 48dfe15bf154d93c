import { accessSync, constants, existsSync, globSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { dist } from "@pegbar/web/dist";

const web = path.dirname(dist);

/** Whether a folder holds a portal that is newer than everything it is built from. */
function isFresh(folder: string): boolean {
  const page = path.join(folder, "index.html");
  if (!existsSync(page)) return false;
  const sources = [
    ...globSync(["src/**/*", "public/*", "*.html", "vite.config.ts", "package.json"], { cwd: web }),
    ...globSync(["../sdk/src/**/*", "../verify/src/**/*"], { cwd: web }),
  ].map((file) => statSync(path.join(web, file)).mtimeMs);
  return statSync(page).mtimeMs >= Math.max(...sources);
}

/** Folder of the built portal: next to its sources, or in the data folder for users without write access to them. */
export const getPortalFolder = (dir: string): string =>
  isFresh(dist) || isWritable(web) ? dist : path.join(dir, "portal");

/** Builds the portal into {@link getPortalFolder}, unless the one there is fresh. */
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
    // access() throws where writing is not allowed.
    return false;
  }
}

/** Puts a folder in another's place at once: somebody may be served from there, and somebody else may do the same. */
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
    // The other one was quicker, with the same.
    if (!existsSync(path.join(folder, "index.html"))) throw error;
    rmSync(made, { recursive: true, force: true });
  }
  rmSync(old, { recursive: true, force: true });
}
