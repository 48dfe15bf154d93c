import { copyFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";

const root = path.join(import.meta.dirname, "..");

/** Programs that images start: name of the bundled file → entry. */
export const PROGRAMS: Readonly<Record<string, string>> = {
  supervisor: "packages/worker/src/supervisor/main.ts",
  snapshot: "packages/worker/src/supervisor/snapshot.ts",
  worker: "packages/worker/src/main.ts",
  importer: "packages/models/src/main.ts",
};

/** A script that the supervisor reads from its own folder. */
const PROBE = "packages/worker/src/software/probe.py";

/** Bundles each program into one self-contained file in a folder, and copies the script that the supervisor reads. */
export async function bundlePrograms(dist: string): Promise<void> {
  for (const [name, entry] of Object.entries(PROGRAMS))
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile: path.join(dist, `${name}.mjs`),
      bundle: true,
      platform: "node",
      target: "node24",
      format: "esm",
      mainFields: ["module", "main"],
      banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    });
  await copyFile(path.join(root, PROBE), path.join(dist, path.basename(PROBE)));
}
