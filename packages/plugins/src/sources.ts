import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import type { Files } from "./archive.ts";

/** Folder of the Python code. */
export const PLUGINS = path.join(import.meta.dirname, "../../../plugins");

const PACKED = new Set([".json", ".py", ".svg", ".toml"]);
const LEFT_OUT = new Set(["__pycache__", "tests"]);

/**
 * Reads the files below `folder` that belong into an archive, with paths below `target`. Compiled files and tests are
 * left out.
 * @throws Error for a file of another kind, so that nothing is left out by accident, and for an empty folder
 */
export function readSources(folder: string, target: string): Files {
  const names = globSync("**/*", { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/"))
    .filter((name) => !name.split("/").some((part) => LEFT_OUT.has(part) || part.startsWith(".")));
  if (names.length === 0) throw new Error(`No files in ${folder}. A plug-in is built from the repository.`);
  const other = names.filter((name) => !PACKED.has(path.extname(name)));
  if (other.length > 0)
    throw new Error(`Kind of file not known: ${other.join(", ")} in ${folder}. Delete it, or add its kind to PACKED.`);
  return new Map(names.map((name) => [`${target}/${name}`, readFileSync(path.join(folder, name))]));
}

/** Reads one file, to store it as `target`. */
export const readSource = (file: string, target: string): Files => new Map([[target, readFileSync(file)]]);
