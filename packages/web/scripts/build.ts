import { fileURLToPath } from "node:url";
import { build } from "vite";

/** Builds the portal: a static site. */
export async function buildPortal(): Promise<void> {
  await build({ configFile: fileURLToPath(new URL("../vite.config.ts", import.meta.url)), logLevel: "warn" });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildPortal();
