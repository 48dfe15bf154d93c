import { existsSync, readFileSync, statSync } from "node:fs";
import { mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { build } from "esbuild";
import * as z from "zod";
import { SOURCES, type ProgramName } from "@pegbar/local/platform/program.ts";
import { ROOT } from "./docs.ts";

/** In `node_modules`, so that what is not bundled is found, at the same paths in each run, so that the compile cache fits. */
const FOLDER = path.join(ROOT, "node_modules/.cache/pegbar-bundles");
const INPUTS = path.join(FOLDER, "inputs.json");

/** Programs that tests start often. */
const PROGRAMS: readonly ProgramName[] = ["services", "worker", "preview"];
/** Modules that these start themselves, at the same place next to the bundle as next to the source. */
const BESIDE = {
  "paint/thread": path.join(ROOT, "packages/local/src/preview/paint/thread.ts"),
  sandboxed: path.join(ROOT, "packages/functions/src/media/sandboxed.ts"),
  "sandboxed-rendition": path.join(ROOT, "packages/functions/src/media/sandboxed-rendition.ts"),
};

/** Native code, packages that read files next to their own code, and what is loaded only on request. */
const EXTERNAL = [
  "sharp",
  "@contentauth/c2pa-node",
  "exrs",
  "@napi-rs/webcodecs",
  "fastify",
  "@scalar/fastify-api-reference",
  "@pegbar/qldb",
  "@pegbar/web",
];

/** Written by each installation of packages, whose files have no modification times of their own. */
const INSTALLED = "node_modules/.package-lock.json";

/** Modification times of all files that the bundles depend on, by path. */
const Inputs = z.record(z.string(), z.number());

/** Bundles programs unless the bundles are newer than all their files. @returns the folder for `startPlatform` */
export async function buildBundles(): Promise<string> {
  if (isFresh()) return FOLDER;
  const begun = Date.now();
  const { outputFiles, metafile } = await build({
    absWorkingDir: ROOT,
    entryPoints: { ...Object.fromEntries(PROGRAMS.map((name) => [name, SOURCES[name]])), ...BESIDE },
    outdir: FOLDER,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    write: false,
    metafile: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    external: EXTERNAL,
    sourcemap: "linked",
    sourcesContent: false,
    // CommonJS modules load Node's modules with require.
    banner: {
      js: 'import { createRequire as pegbarRequire } from "node:module"; const require = pegbarRequire(import.meta.url);',
    },
  });
  for (const { path: file, contents } of outputFiles) await replaceFile(file, contents);
  const files = [...Object.keys(metafile.inputs), path.relative(ROOT, import.meta.filename), INSTALLED];
  const times = files.map((file) => [file, statSync(path.join(ROOT, file)).mtimeMs] as const);
  // A file that has changed since is bundled again the next time.
  if (times.every(([, time]) => time < begun)) await replaceFile(INPUTS, JSON.stringify(Object.fromEntries(times)));
  return FOLDER;
}

function isFresh(): boolean {
  if (!existsSync(INPUTS)) return false;
  const inputs = Inputs.parse(JSON.parse(readFileSync(INPUTS, "utf8")));
  return Object.entries(inputs).every(
    ([file, time]) => statSync(path.join(ROOT, file), { throwIfNoEntry: false })?.mtimeMs === time,
  );
}

/** Replaces a file atomically, because programs of another run of the tests may start from it. */
async function replaceFile(file: string, contents: Uint8Array | string): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true });
  const made = `${file}.${process.pid}`;
  await writeFile(made, contents);
  await rename(made, file);
}
