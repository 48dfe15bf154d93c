import { mkdir, readdir, stat } from "node:fs/promises";
import path from "node:path";
import { fillPrefix, type FolderType, splitAnnotation } from "@pegbar/comfyui";
import { makeFolder } from "@pegbar/sdk/node";
import { NodeError } from "./values.ts";

/** Folders that the renderer reads and writes. */
export type Folders = Readonly<Record<FolderType, string>> & {
  /** Models that the platform imports; the renderer only lists their names. */
  readonly models: string;
};

/** Creates the renderer's folders below `dir`, and the model folder, unless they exist. */
export async function openFolders(dir: string, models = path.join(dir, "models")): Promise<Folders> {
  const resolveFolder = (type: FolderType) => path.resolve(dir, type);
  const folders = {
    input: resolveFolder("input"),
    output: resolveFolder("output"),
    temp: resolveFolder("temp"),
    models: path.resolve(models),
  };
  for (const folder of Object.values(folders)) await makeFolder(folder);
  return folders;
}

/** Whether `file` is `folder` or below it. */
export const isWithin = (folder: string, file: string): boolean => {
  const relative = path.relative(folder, file);
  return relative === "" || (!relative.startsWith(`..${path.sep}`) && relative !== ".." && !path.isAbsolute(relative));
};

/**
 * Resolves a file name of a graph. As in ComfyUI, the suffixes `[input]`, `[output]` and `[temp]` choose the folder, and
 * a name can point outside of it. The platform must protect itself.
 */
export function resolveAnnotatedPath(folders: Folders, name: string): string {
  const { name: plain, type = "input" } = splitAnnotation(name);
  return path.join(folders[type], ...joinLike(plain));
}

/** Python's os.path.join drops the first part if the second is absolute; `path.join` does not. */
const joinLike = (name: string): string[] => (path.isAbsolute(name) ? [...upToRoot, name] : [name]);
const upToRoot = Array.from({ length: 64 }, () => "..");

/** Whether a path is a file. */
export const isFile = async (file: string): Promise<boolean> =>
  stat(file).then(
    (s) => s.isFile(),
    // Like Python's os.path.isfile.
    () => false,
  );

/** Folder, base name and next counter for a save node's prefix. */
export async function savePlace(root: string, prefix: string, width: number, height: number) {
  const filled = fillPrefix(prefix, { width, height });
  const normal = path.posix.normalize(filled);
  const subfolder = path.posix.dirname(normal) === "." ? "" : path.posix.dirname(normal);
  const name = path.posix.basename(normal);
  const folder = path.resolve(root, subfolder);
  if (!isWithin(root, folder))
    throw new NodeError("Exception", "**** ERROR: Saving image outside the output folder is not allowed.\n");
  await mkdir(folder, { recursive: true });
  const counters = (await readdir(folder)).flatMap((file) => {
    const match = file.startsWith(`${name}_`) ? /^(\d+)_?/.exec(file.slice(name.length + 1)) : null;
    return match?.[1] ? [Number(match[1])] : [];
  });
  return { folder, subfolder, name, counter: Math.max(0, ...counters) + 1 };
}
