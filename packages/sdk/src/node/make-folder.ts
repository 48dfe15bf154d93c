import { mkdir, stat } from "node:fs/promises";
import path from "node:path";

/**
 * Creates the folder of a command line option, such as `--dir`.
 * @throws Error that names the folder, the reason and the option
 */
export async function makeOptionFolder(option: string, folder: string, mode?: number): Promise<void> {
  try {
    await makeFolder(folder, mode);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `Cannot create the folder ${folder}: ${reason}. Choose another one with ${option}, or change its permissions.`,
      { cause },
    );
  }
}

/**
 * Creates a folder and its parents, each with the permissions `mode`. Not with Node's recursive `mkdir`, which hangs on some
 * file systems instead of failing (observed with Node 20 and 24).
 */
export async function makeFolder(folder: string, mode = 0o777): Promise<void> {
  try {
    await mkdir(folder, mode);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (await isFolder(folder)) return;
    const parent = path.dirname(folder);
    if (code !== "ENOENT" || parent === folder) throw error;
    // Other calls or processes may create the parent or the folder meanwhile.
    if (!(await isFolder(parent))) await makeFolder(parent, mode);
    await mkdir(folder, mode).catch(async (again: unknown) => {
      if (!(await isFolder(folder))) throw again;
    });
  }
}

const isFolder = (name: string): Promise<boolean> =>
  stat(name).then(
    (found) => found.isDirectory(),
    // The caller throws the error of mkdir, which is clearer.
    () => false,
  );
