import path from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "vite";
import { writePlugins } from "@pegbar/plugins/write.ts";
import { dist } from "./dist.ts";

/** Builds the portal as a static site, always in production mode: a test's NODE_ENV would select React's development build. */
export async function buildPortal(outDir: string = dist): Promise<void> {
  const before = process.env["NODE_ENV"];
  process.env["NODE_ENV"] = "production";
  try {
    const configFile = fileURLToPath(new URL("../vite.config.ts", import.meta.url));
    await build({ configFile, logLevel: "warn", build: { outDir } });
  } finally {
    if (before === undefined) delete process.env["NODE_ENV"];
    else process.env["NODE_ENV"] = before;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildPortal();
  // On one machine the server adds them, because its address is chosen when it starts.
  writePlugins(path.join(dist, "plugins"), process.env["PEGBAR_URL"]);
}
