import { readFileSync } from "node:fs";
import { parse } from "smol-toml";
import { MANIFEST } from "./blender.ts";
import type { Download } from "./listing.ts";

/** Fields of a manifest that Blender's own `extension server-generate` does not list. */
const UNLISTED = new Set(["build", "paths", "wheels"]);

/**
 * Formats the index of a static extension repository with one extension, as Blender's `extension server-generate`
 * writes it. Blender 4.2 and later install and update from it.
 */
export function formatExtensionIndex({ file, bytes, sha256 }: Download): string {
  const manifest = Object.entries(parse(readFileSync(MANIFEST, "utf8")));
  const listed = Object.fromEntries(manifest.filter(([name]) => !UNLISTED.has(name)));
  const entry = { ...listed, archive_url: `./${file}`, archive_size: bytes, archive_hash: `sha256:${sha256}` };
  return `${JSON.stringify({ version: "v1", blocklist: [], data: [entry] }, null, 2)}\n`;
}
