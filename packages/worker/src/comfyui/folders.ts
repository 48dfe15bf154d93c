import { mkdir, readdir, rm } from "node:fs/promises";
import path from "node:path";

/** ComfyUI's folders, if this process has access to them. */
export interface Folders {
  input: string;
  output: string;
  temp: string;
  /** The only folder where ComfyUI looks for embeddings: links to those that a studio's prompts name. */
  embeddings: string;
}

export const locateFolders = (dir: string): Folders => ({
  input: path.join(dir, "input"),
  output: path.join(dir, "output"),
  temp: path.join(dir, "temp"),
  embeddings: path.join(dir, "embeddings"),
});

/**
 * Empties the folders except for files of the attempts in `kept`: their inputs are named `<attempt>-…`, their outputs are
 * in a folder with the attempt's id.
 */
export async function sweep(
  { input, output, temp, embeddings }: Folders,
  kept: ReadonlySet<string> = new Set(),
): Promise<void> {
  const isKept = (name: string) => kept.has(name) || [...kept].some((attempt) => name.startsWith(`${attempt}-`));
  await Promise.all(
    [input, output, temp, embeddings].map(async (folder) => {
      await mkdir(folder, { recursive: true });
      const names = (await readdir(folder)).filter((name) => folder === temp || folder === embeddings || !isKept(name));
      await Promise.all(names.map((name) => rm(path.join(folder, name), { recursive: true, force: true })));
    }),
  );
}
