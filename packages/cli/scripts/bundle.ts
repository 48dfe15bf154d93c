import { chmod } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const here = path.join(import.meta.dirname, "..");
const outfile = path.join(here, "dist/pegbar.mjs");

/** The command in one file that runs wherever Node 20 does. */
await build({
  absWorkingDir: here,
  entryPoints: ["src/main.ts"],
  outfile,
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
await chmod(outfile, 0o755);
console.log(outfile);
