import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { build as bundle } from "esbuild";
import { sayErrors } from "../scripts/errors.ts";
import { imageFileOf } from "../infra/declared.ts";
import { commandsOf, IMAGES } from "./commands.ts";
import { externalOf } from "./external.ts";

/**
 * Builds, scans and pushes the images of a stage, and writes their digests into the stage's declared values, and beside
 * them what the golden image can do. With `--print` it only says what it takes from elsewhere and what it would run.
 */
const USAGE = "npm run images -- --stage STAGE --registry ACCOUNT.dkr.ecr.REGION.amazonaws.com [--print]";
sayErrors(USAGE);
const { values } = parseArgs({
  options: { stage: { type: "string" }, registry: { type: "string" }, print: { type: "boolean", default: false } },
});
const folder = import.meta.dirname;
const root = path.join(folder, "..");
const { external, nodes, packages } = externalOf(folder);

console.log("taken from elsewhere:");
for (const [name, value] of Object.entries(external)) console.log(`  ${name} ${value}`);
for (const { name, repository, commit } of nodes) console.log(`  node ${name} ${repository} ${commit}`);
for (const name of packages) console.log(`  package ${name}`);
for (const name of ["ca-certificates", "git", "python3", "libgl1", "libglib2.0-0", "tini"])
  console.log(`  debian ${name}`);

if (values.registry === undefined || values.stage === undefined) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}
// An image is what its digest says; the tag says when it was built, and with which ComfyUI.
const moment = new Date().toISOString().replaceAll(/[-:]|\..*/g, "");
const target = { registry: values.registry, tag: `${moment}-${external.comfyuiCommit.slice(0, 12)}` };
if (values.print) {
  for (const image of IMAGES) for (const command of commandsOf(image, external, target)) console.log(command.join(" "));
  process.exit(0);
}

const dist = path.join(folder, "dist");
mkdirSync(dist, { recursive: true });
for (const [entry, name] of Object.entries({
  "packages/worker/src/supervisor/main.ts": "supervisor",
  "packages/worker/src/supervisor/snapshot.ts": "snapshot",
  "packages/worker/src/main.ts": "worker",
  "packages/models/src/main.ts": "importer",
}))
  await bundle({
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

const file = path.join(root, "infra/declared", `${values.stage}.json`);
const declared = JSON.parse(readFileSync(file, "utf8")) as { images: Record<string, string> };
for (const image of IMAGES) {
  for (const [program = "", ...args] of commandsOf(image, external, target))
    execFileSync(program, args, { cwd: folder, stdio: "inherit" });
  const { "containerimage.digest": digest } = JSON.parse(
    readFileSync(path.join(dist, `${image}.json`), "utf8"),
  ) as Record<string, string>;
  if (digest === undefined) throw new Error(`docker told no digest of ${image}`);
  declared.images[image] = digest;
}
writeFileSync(file, `${JSON.stringify(declared, null, 2)}\n`);
const snapshot = JSON.parse(readFileSync(path.join(dist, "snapshot/image.json"), "utf8")) as object;
const snapshotFile = imageFileOf(file);
writeFileSync(snapshotFile, JSON.stringify({ imageDigest: declared.images["comfyui"], snapshot }));
console.log(`written: ${file}, ${snapshotFile}`);
