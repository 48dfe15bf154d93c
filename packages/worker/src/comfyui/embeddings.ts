import { access, mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { hasErrorCode, ignoreMissing, modelEndings } from "@pegbar/comfyui";

/**
 * Links the embeddings that a prompt names from the folder of all models into the only folder where this ComfyUI looks for
 * embeddings. The names have been checked against the registry. Nodes may compose other names while they run, and
 * ComfyUI (0.18 to 0.33, `comfy/sd1_clip.py`) searches a name in every folder below its embeddings, so that without
 * this a bare name would find another studio's file.
 * @param names as in the texts: a path below `from`, with or without its ending
 * @param from the folder with the embeddings of all studios
 * @param to emptied before another studio's prompt
 */
export async function linkEmbeddings(names: readonly string[], from: string, to: string): Promise<void> {
  for (const file of new Set(names.flatMap((name) => [name, ...modelEndings.map((ending) => name + ending)]))) {
    const target = path.join(from, file);
    if (!target.startsWith(from + path.sep) || !(await exists(target))) continue;
    const link = path.join(to, file);
    await mkdir(path.dirname(link), { recursive: true });
    await symlink(target, link).catch((error: unknown) => {
      if (!hasErrorCode(error, "EEXIST")) throw error;
    });
  }
}

const exists = (file: string): Promise<boolean> =>
  ignoreMissing(
    access(file).then(() => true),
    false,
  );
