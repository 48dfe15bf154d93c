import { cp, mkdir, rm } from "node:fs/promises";
import path from "node:path";
import { bundle } from "./bundle.ts";
import { BESIDE, ENTRIES, type Entry } from "./entries.ts";
import { installNative } from "./native.ts";

const root = path.join(import.meta.dirname, "../../..");

/** Folder in which infra/function.ts expects the code of a function. */
export const folderOf = (entry: string): string => entry.replaceAll("/", "-");

/**
 * Writes a function's code and the files that it needs into a folder below `target`. Returns the bundles' size in bytes
 * and the names of the packages in the function's own bundle.
 * @param native whether to install libraries for Lambda's machines
 */
export async function build(
  entry: Entry,
  target: string,
  { native = true } = {},
): Promise<{ bytes: number; packages: string[] }> {
  const folder = path.join(target, folderOf(entry));
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const { children = {}, libraries = [], cpu = "arm64", copies = {} } = BESIDE[entry] ?? {};
  const { allParts, ...own } = await bundle(`${entry}.ts`, path.join(folder, "bundle.mjs"), { external: libraries });
  let { bytes } = own;
  for (const [name, source] of Object.entries(children))
    bytes += (await bundle(source, path.join(folder, name), { external: libraries })).bytes;
  for (const [name, source] of Object.entries(copies))
    await cp(path.join(root, source), path.join(folder, name), { recursive: true });
  if (native && libraries.length > 0) await installNative(folder, libraries, cpu);
  return { bytes, packages: [...allParts.keys()] };
}

if (import.meta.main) {
  const target = path.join(root, "dist.functions");
  await rm(target, { recursive: true, force: true });
  for (const entry of ENTRIES) {
    const { bytes } = await build(entry, target);
    console.log(`${entry.padEnd(20)} ${(bytes / 1000).toFixed(0).padStart(6)} kB`);
  }
}
