import { accessSync, constants, existsSync, globSync, renameSync, rmSync, statSync } from "node:fs";
import path from "node:path";
import { dist } from "@pegbar/web/dist";

/**
 * The portal's folder, built unless what is built is younger than all that it is built of. It lies beside its sources, or,
 * for who may not write there, in the platform's own folder.
 */
export async function freshPortal(dir: string): Promise<string> {
  const web = path.dirname(dist);
  const sources = [
    ...globSync(["src/**/*", "public/*", "*.html", "vite.config.ts", "package.json"], { cwd: web }),
    ...globSync(["../sdk/src/**/*", "../verify/src/**/*"], { cwd: web }),
  ].map((file) => statSync(path.join(web, file)).mtimeMs);
  const isFresh = (folder: string) => {
    const page = path.join(folder, "index.html");
    return existsSync(page) && statSync(page).mtimeMs >= Math.max(...sources);
  };
  if (isFresh(dist)) return dist;
  const folder = isWritable(web) ? dist : path.join(dir, "portal");
  if (isFresh(folder)) return folder;
  // The bundler is loaded when there is something to do.
  const { buildPortal } = await import("@pegbar/web/build");
  const made = `${folder}.${process.pid}`;
  await buildPortal(made);
  replace(folder, made);
  return folder;
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Puts a folder in another's place at once: somebody may be served from there, and somebody else may do the same. */
function replace(folder: string, made: string): void {
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
