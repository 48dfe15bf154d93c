import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Package } from "./policy.ts";

const Locked = z.object({
  version: z.string().optional(),
  // Old packages declare licences in other formats, which count as none.
  license: z.string().optional().catch(undefined),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
});
const Lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Locked) });

/**
 * All production packages of the lock file, for any platform. This is what npm installs without `--omit dev` on other
 * machines, and may be more than `node_modules` contains.
 */
export function listNpmPackages(root: string): Package[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
  return Object.entries(packages).flatMap(([place, { version = "", license, dev = false, link = false }]) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place) ?? [];
    return name === undefined || dev || link ? [] : [{ name, version, licence: license }];
  });
}
