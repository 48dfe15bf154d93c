import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

/** ComfyUI's folders, where this process can reach them. */
export interface Folders {
  input: string;
  output: string;
  temp: string;
}

export const locateFolders = (dir: string): Folders => ({
  input: path.join(dir, "input"),
  output: path.join(dir, "output"),
  temp: path.join(dir, "temp"),
});

/**
 * Empties the folders but for what belongs to the attempts that are kept: their inputs are called `<attempt>-…`, their
 * outputs lie in a folder of their name.
 */
export async function sweep({ input, output, temp }: Folders, kept: ReadonlySet<string> = new Set()): Promise<void> {
  const isKept = (name: string) => kept.has(name) || [...kept].some((attempt) => name.startsWith(`${attempt}-`));
  await Promise.all(
    [input, output, temp].map(async (folder) => {
      await mkdir(folder, { recursive: true });
      const names = (await readdir(folder)).filter((name) => folder === temp || !isKept(name));
      await Promise.all(names.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
    }),
  );
}
