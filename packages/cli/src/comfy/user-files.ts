import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { hasErrorCode, normalizeSubfolder } from "@pegbar/comfyui";
import { ignoreMissing } from "@pegbar/sdk/node";

/** Small files, such as workflows, that tools keep on the server. They stay on this machine. */
export class UserFiles {
  readonly root: string;

  constructor(folder: string) {
    this.root = path.join(folder, "userdata");
  }

  /** The path of a file or folder; undefined if the name leads out of the user's folder. */
  resolve(name: string): string | undefined {
    const normal = normalizeSubfolder(name);
    return normal === undefined || normal === "" ? undefined : path.join(this.root, normal);
  }

  /** The name of a path, as tools write it. */
  toName = (file: string): string => path.relative(this.root, file).split(path.sep).join("/");

  /** Paths of the files in a folder; undefined if it does not exist. */
  async list(folder: string, recursive = false): Promise<string[] | undefined> {
    const place = this.resolve(folder);
    if (place === undefined) return undefined;
    const entries = await ignoreMissing(readdir(place, { recursive, withFileTypes: true }));
    return entries
      ?.filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name))
      .sort();
  }

  async read(name: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const file = this.resolve(name);
    if (file === undefined) return undefined;
    const bytes = await ignoreMissing(readFile(file).catch(ignoreFolder));
    return bytes && new Uint8Array(bytes);
  }
}

/** A folder's name is that of no file. */
const ignoreFolder = (error: unknown): undefined => {
  if (hasErrorCode(error, "EISDIR")) return undefined;
  throw error;
};
