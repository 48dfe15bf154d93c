import path from "node:path";
import { parseArgs } from "node:util";
import { printErrors } from "./errors.ts";
import { findUndeclaredImports } from "./licences/imports.ts";
import { listNpmPackages } from "./licences/npm.ts";
import { findProblem, REVIEWED, type Package } from "./licences/policy.ts";
import { listPythonPackages } from "./licences/python.ts";

/** Groups of this size or less are listed by name. */
const SHORT = 6;

printErrors("node scripts/licences.ts [--all] [--root FOLDER]");
const { values } = parseArgs({
  options: {
    all: { type: "boolean", default: false },
    root: { type: "string", default: path.join(import.meta.dirname, "..") },
  },
});

const sides = { npm: listNpmPackages(values.root), Python: listPythonPackages(values.root) };
const problems = [
  ...Object.values(sides).flatMap((packages) => packages.flatMap((one) => findProblem(one) ?? [])),
  ...listStaleReviews(sides.npm),
  ...(await findUndeclaredImports(values.root)),
];
for (const [side, packages] of Object.entries(sides)) print(side, packages);
for (const problem of problems) console.error(`  ${problem}`);
if (problems.length > 0)
  console.error(
    "\nReplace the package, or review its licence and add it to scripts/licences/policy.ts (Python: to images/comfyui/licences.json).",
  );
process.exit(problems.length === 0 ? 0 : 1);

/** Reviews of packages that are no longer dependencies. */
function listStaleReviews(packages: readonly Package[]): string[] {
  return REVIEWED.filter((one) => !packages.some(({ name }) => one.packages.test(name))).map(
    (one) => `no package is named ${String(one.packages)}: remove its review from scripts/licences/policy.ts`,
  );
}

function print(side: string, packages: readonly Package[]): void {
  const groups = Map.groupBy(packages, ({ licence }) => licence ?? "no licence");
  console.log(`${side}: ${packages.length} production packages`);
  for (const [licence, group] of [...groups].toSorted(([, a], [, b]) => b.length - a.length)) {
    const names = values.all || group.length <= SHORT ? `: ${formatNames(group)}` : "";
    console.log(`  ${String(group.length).padStart(4)} ${licence}${names}`);
  }
}

function formatNames(group: readonly Package[]): string {
  return group
    .map(({ name, version }) => `${name}@${version}`)
    .toSorted()
    .join(", ");
}
