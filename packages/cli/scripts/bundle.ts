import { chmod, rm } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const here = path.join(import.meta.dirname, "..");

/**
 * Writes the command into a folder that works wherever Node 20 does. In parts, because a command that loads only what it
 * needs starts in 60 % of the time of a single file, which also would be too late for Node's compile cache.
 * @returns the file to run
 */
export async function bundleCommand(folder: string): Promise<string> {
  await rm(path.join(folder, "parts"), { recursive: true, force: true });
  await build({
    absWorkingDir: here,
    entryPoints: { pegbar: "src/main.ts" },
    outdir: folder,
    outExtension: { ".js": ".mjs" },
    splitting: true,
    chunkNames: "parts/[name]-[hash]",
    bundle: true,
    platform: "node",
    target: "node20",
    format: "esm",
    legalComments: "eof",
    // Parts that are CommonJS ask for Node's modules by require.
    banner: {
      js: 'import { createRequire as pegbarRequire } from "node:module"; const require = pegbarRequire(import.meta.url);',
    },
  });
  const file = path.join(folder, "pegbar.mjs");
  await chmod(file, 0o755);
  return file;
}

if (import.meta.main) {
  console.log(await bundleCommand(path.join(here, "dist")));
}
