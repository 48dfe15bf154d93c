import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { buildPlugins } from "./index.ts";

/** Writes the plug-ins to a folder. Returns the names of the files and their sizes in bytes. */
export function writePlugins(folder: string, url?: string): { name: string; bytes: number }[] {
  const files = buildPlugins(url);
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of files) writeFileSync(path.join(folder, name), content);
  return [...files].map(([name, content]) => ({ name, bytes: content.length }));
}
