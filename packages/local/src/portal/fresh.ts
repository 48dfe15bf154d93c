import { existsSync, globSync, statSync } from "node:fs";
import path from "node:path";
import { dist } from "@pegbar/web/dist";

/** Builds the portal unless what is built is younger than all that it is built of. */
export async function freshPortal(): Promise<void> {
  const page = path.join(dist, "index.html");
  const built = existsSync(page) ? statSync(page).mtimeMs : 0;
  const web = path.dirname(dist);
  const sources = [
    ...globSync(["src/**/*", "public/*", "index.html", "vite.config.ts", "package.json"], { cwd: web }),
    ...globSync("../sdk/src/**/*", { cwd: web }),
  ];
  if (!sources.some((file) => statSync(path.join(web, file)).mtimeMs > built)) return;
  // The bundler is loaded when there is something to do.
  const { buildPortal } = await import("@pegbar/web/build");
  await buildPortal();
}
