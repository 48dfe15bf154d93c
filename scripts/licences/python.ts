import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Package } from "./policy.ts";

const LOCK = "images/comfyui/requirements.lock";
/** SPDX licences by package, because pip's lock contains none. */
const LICENCES = "images/comfyui/licences.json";

/** Python packages of the golden image. There are none until the lock exists that images/build.ts requires. */
export function listPythonPackages(root: string): Package[] {
  const read = (file: string): string | undefined =>
    existsSync(path.join(root, file)) ? readFileSync(path.join(root, file), "utf8") : undefined;
  const known = new Map(Object.entries(z.record(z.string(), z.string()).parse(JSON.parse(read(LICENCES) ?? "{}"))));
  return [...(read(LOCK) ?? "").matchAll(/^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==(\S+)/gm)].map(
    ([, name = "", version = ""]) => {
      // PyPI treats these as the same name.
      const normal = name.replaceAll(/[-_.]+/g, "-").toLowerCase();
      return { name: normal, version, licence: known.get(normal) };
    },
  );
}
