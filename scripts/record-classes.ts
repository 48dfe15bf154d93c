import { writeFileSync } from "node:fs";
import path from "node:path";
import { parseObjectInfo } from "@pegbar/comfyui";

/**
 * Records the names of a ComfyUI's classes, for the test that each one has a review. Usage: record-classes.ts URL
 * Start ComfyUI without custom nodes.
 */
const FOLDER = path.join(import.meta.dirname, "../packages/comfyui/src/review/recorded");
const MAX_WIDTH = 118;

const [url] = process.argv.slice(2);
if (url === undefined) {
  console.error("Missing address of a ComfyUI. Usage: npm run classes:record -- http://127.0.0.1:8188");
  process.exit(2);
}
const ask = async (route: string): Promise<unknown> => {
  const response = await fetch(new URL(route, url));
  if (!response.ok) throw new Error(`${url}${route} answered ${response.status}`);
  return response.json();
};
const { system } = (await ask("/system_stats")) as { system: { comfyui_version: string } };
const specs = [...parseObjectInfo(await ask("/object_info")).values()].filter(({ apiNode }) => !apiNode);
const lines = [...Map.groupBy(specs, ({ module }) => module.split(".").at(-1) ?? module)]
  .toSorted(([one], [other]) => (one < other ? -1 : 1))
  .flatMap(([module, ofModule]) => {
    const names = ofModule.map(({ classType }) => classType).toSorted();
    const wrapped = [`${module}:`];
    for (const [at, name] of names.entries()) {
      const piece = ` ${name}${at < names.length - 1 ? "," : ""}`;
      if ((wrapped.at(-1) ?? "").length + piece.length > MAX_WIDTH) wrapped.push(" ");
      wrapped[wrapped.length - 1] += piece;
    }
    return wrapped;
  });
const file = path.join(FOLDER, `${system.comfyui_version}.txt`);
writeFileSync(file, `${lines.join("\n")}\n`);
console.log(`${specs.length} classes of ComfyUI ${system.comfyui_version} written to ${path.relative(".", file)}`);
