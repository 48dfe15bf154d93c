import { readFileSync } from "node:fs";
import path from "node:path";
import { parse } from "smol-toml";
import { pluginVersions } from "../packages/functions/src/api/plugin-versions.ts";
import { readPluginVersion } from "../packages/plugins/src/version.ts";

/** Fails if a place names another version of the plug-ins than version.py, or a newer one as the oldest supported. */
const ROOT = path.join(import.meta.dirname, "..");
const ADD_ON = "plugins/blender/pegbar_blender";
const read = (file: string) => readFileSync(path.join(ROOT, file), "utf8");

const version = readPluginVersion();
const legacy = /^ +"version": \((\d+), (\d+), (\d+)\),$/m.exec(read(`${ADD_ON}/__init__.py`));
const places: Record<string, unknown> = {
  [`bl_info in ${ADD_ON}/__init__.py`]: legacy?.slice(1).join("."),
  [`version in ${ADD_ON}/blender_manifest.toml`]: parse(read(`${ADD_ON}/blender_manifest.toml`))["version"],
  "version in packages/functions/src/api/plugin-versions.ts": pluginVersions.version,
};
const problems = Object.entries(places)
  .filter(([, found]) => found !== version)
  .map(([place, found]) => `${place} is ${String(found)}, and version.py says ${version}. Change it.`);
if (compareVersions(pluginVersions.minimumVersion, version) > 0)
  problems.push(`minimumVersion is ${pluginVersions.minimumVersion}, newer than ${version}.`);
for (const problem of problems) console.error(problem);
if (problems.length === 0) console.log(`version ${version} in ${Object.keys(places).length + 1} places`);
process.exit(problems.length === 0 ? 0 : 1);

function compareVersions(one: string, other: string): number {
  const [a, b] = [one, other].map((text) => text.split(".").map(Number));
  return a?.map((part, index) => part - (b?.[index] ?? 0)).find((difference) => difference !== 0) ?? 0;
}
