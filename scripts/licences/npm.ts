import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import type { Package } from "./policy.ts";

const Locked = z.object({
  version: z.string().optional(),
  // Old packages have other shapes, which count as none.
  license: z.string().optional().catch(undefined),
  dev: z.boolean().optional(),
  link: z.boolean().optional(),
});
const Lock = z.object({ lockfileVersion: z.literal(3), packages: z.record(z.string(), Locked) });

/**
 * Every package that the lock file has for production, on any platform: what npm installs without `--omit dev` for other
 * machines too, and so more than lies in `node_modules`.
 */
export function listNpmPackages(root: string): Package[] {
  const { packages } = Lock.parse(JSON.parse(readFileSync(path.join(root, "package-lock.json"), "utf8")));
  return Object.entries(packages).flatMap(([place, { version = "", license, dev = false, link = false }]) => {
    const [, name] = /(?:^|\/)node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(place) ?? [];
    return name === undefined || dev || link ? [] : [{ name, version, licence: license }];
  });
}
