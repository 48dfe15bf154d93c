import { execFileSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { parseArgs } from "node:util";
import { printErrors } from "../scripts/errors.ts";
import { getImageFile } from "../infra/declared.ts";
import { images } from "../infra/gpu/repositories.ts";
import { buildCommands, buildScanCommand } from "./commands.ts";
import { readDebianPackages, readExternal } from "./external.ts";
import { bundlePrograms } from "./programs.ts";

/**
 * Builds, scans and pushes the images of a stage, and writes their digests and the golden image's snapshot to the
 * stage's declared values. With `--print` it only prints external inputs and commands.
 */
const USAGE = "npm run images -- --stage STAGE --registry ACCOUNT.dkr.ecr.REGION.amazonaws.com [--print]";
printErrors(USAGE);
const { values } = parseArgs({
  options: { stage: { type: "string" }, registry: { type: "string" }, print: { type: "boolean", default: false } },
});
const folder = import.meta.dirname;
const root = path.join(folder, "..");
const { external, nodes, packages } = readExternal(folder);

console.log("external inputs:");
for (const [name, value] of Object.entries(external)) console.log(`  ${name} ${value}`);
for (const { name, repository, commit } of nodes) console.log(`  node ${name} ${repository} ${commit}`);
for (const name of packages) console.log(`  package ${name}`);
for (const name of readDebianPackages(folder)) console.log(`  debian ${name}`);

if (values.registry === undefined || values.stage === undefined) {
  console.error(`usage: ${USAGE}`);
  process.exit(2);
}
// The digest identifies an image; the tag shows when it was built, and with which ComfyUI.
const moment = new Date().toISOString().replaceAll(/[-:]|\..*/g, "");
const target = { registry: values.registry, tag: `${moment}-${external.comfyuiCommit.slice(0, 12)}` };
if (values.print) {
  for (const image of images)
    for (const command of [
      ...buildCommands(image, external, target),
      buildScanCommand(image, target.registry, "sha256:…"),
    ])
      console.log(command.join(" "));
  process.exit(0);
}

const dist = path.join(folder, "dist");
mkdirSync(dist, { recursive: true });
await bundlePrograms(dist);

const file = path.join(root, "infra/declared", `${values.stage}.json`);
const declared = JSON.parse(readFileSync(file, "utf8")) as { images?: Record<string, string> };
const digests: Record<string, string> = {};
const run = ([program = "", ...args]: string[]) => execFileSync(program, args, { cwd: folder, stdio: "inherit" });
for (const image of images) {
  for (const command of buildCommands(image, external, target)) run(command);
  const { "containerimage.digest": digest } = JSON.parse(
    readFileSync(path.join(dist, `${image}.json`), "utf8"),
  ) as Record<string, string>;
  if (digest === undefined) throw new Error(`docker reported no digest for ${image}`);
  // The declared values only change if the scan of the pushed images finds no fixable vulnerability.
  run(buildScanCommand(image, target.registry, digest));
  digests[image] = digest;
}
declared.images = digests;
writeFileSync(file, `${JSON.stringify(declared, null, 2)}\n`);
const snapshot = JSON.parse(readFileSync(path.join(dist, "snapshot/image.json"), "utf8")) as object;
const snapshotFile = getImageFile(file);
writeFileSync(snapshotFile, JSON.stringify({ imageDigest: digests["comfyui"], snapshot }));
console.log(`wrote ${file} and ${snapshotFile}`);
