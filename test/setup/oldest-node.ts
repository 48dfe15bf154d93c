import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import path from "node:path";

/** The oldest major version that the SDK and the command support, as in their package.json. */
const OLDEST = 20;

/**
 * Finds a Node of the oldest supported version on the PATH. Its library lacks what this project's own Node has, which
 * neither the compiler nor the bundler reports. Undefined, with a printed reason, if there is none.
 */
export function findOldestNode(): string | undefined {
  const files = (process.env["PATH"] ?? "").split(path.delimiter).map((folder) => path.join(folder, "node"));
  const found = files.find(
    (file) => existsSync(file) && spawnSync(file, ["--version"], { encoding: "utf8" }).stdout.startsWith(`v${OLDEST}.`),
  );
  if (found === undefined) console.warn(`skipped: no Node ${OLDEST} on the PATH, so this project's own Node is used`);
  return found;
}
