import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import path from "node:path";
import { ROOT } from "./install.ts";

/** Files that a plan depends on, in addition to the packages in the lock file. */
const SOURCES = ["infra", "packages", "images", "sst.config.ts", "package.json", "package-lock.json"];
/** Files below these folders that only read plans, so that changes to them do not change a plan. */
const READERS = /^infra\/(plan\/invariants|simulate)\/|\.test\.ts$/;
const FOLDER = path.join(ROOT, ".sst/plans");
const KEPT = 24;

/**
 * Key of a plan: the hash of everything that it can depend on (the stage, all source files, declared values, settings
 * of the environment). Undefined if git cannot list the files.
 * @param files in addition to those of the repository
 */
export function computeKey(stage: string, files: readonly string[], root = ROOT): string | undefined {
  const sources = listSources(root);
  if (!sources) return undefined;
  const hash = createHash("sha256");
  const add = (name: string, content: string | Buffer) => hash.update(`${name}\0${content.length}\0`).update(content);
  add("stage", stage);
  add("node", process.version);
  for (const [name, value = ""] of Object.entries(process.env).toSorted())
    if (/^(PEGBAR|SST|AWS|PULUMI)_/.test(name)) add(name, value);
  for (const file of sources) {
    const place = path.join(root, file);
    // git may list a deleted file.
    if (lstatSync(place, { throwIfNoEntry: false })?.isFile()) add(file, readFileSync(place));
  }
  for (const file of files) add(file, existsSync(file) ? readFileSync(file) : "none");
  return hash.digest("hex");
}

function listSources(root: string): string[] | undefined {
  try {
    const listed = execFileSync(
      "git",
      ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", ...SOURCES],
      {
        cwd: root,
        encoding: "utf8",
        maxBuffer: 64 * 1024 * 1024,
        stdio: ["ignore", "pipe", "ignore"],
      },
    );
    return listed
      .split("\0")
      .filter((name) => name !== "" && !READERS.test(name))
      .toSorted();
  } catch {
    // Without git, or outside a repository, nothing is cached.
    return undefined;
  }
}

const getFile = (key: string): string => path.join(FOLDER, `${key}.json`);

export const load = (key: string): string | undefined =>
  existsSync(getFile(key)) ? readFileSync(getFile(key), "utf8") : undefined;

/** Stores a plan, and keeps a few older ones. */
export function store(key: string, text: string): void {
  mkdirSync(FOLDER, { recursive: true });
  const made = path.join(FOLDER, `${key}.${process.pid}`);
  writeFileSync(made, text);
  renameSync(made, getFile(key));
  const byAge = readdirSync(FOLDER)
    .map((name) => ({ name, at: statSync(path.join(FOLDER, name)).mtimeMs }))
    .toSorted((a, b) => b.at - a.at);
  for (const { name } of byAge.slice(KEPT)) rmSync(path.join(FOLDER, name), { force: true });
}
