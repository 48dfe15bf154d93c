import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Package } from "./policy.ts";

const LOCK = "images/comfyui/requirements.lock";
/** Licences by package, in SPDX: pip's lock names none. */
const LICENCES = "images/comfyui/licences.json";

/** The Python packages of the golden image. There are none until somebody writes the lock that images/build.ts asks for. */
export function listPythonPackages(root: string): Package[] {
  const read = (file: string): string | undefined =>
    existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), "utf8") : undefined;
  const known = new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(read(LICENCES) ?? "{}"))));
  return [...(read(LOCK) ?? "").matchAll(/^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)/gm)].map(
    ([, name = "", version = ""]) => {
      // PyPI takes these for one name.
      const normal = name.replaceAll(/[-_.]+/g, "-").toLowerCase();
      return { name: normal, version, licence: known.get(normal) };
    },
  );
}
