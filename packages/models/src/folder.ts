import { access, constants, mkdir, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import { hasErrorCode, ignoreMissing } from "./file-error.ts";
import { OWN } from "./manifest.ts";

/** The model store cannot be read or written; the message says what to do. */
export class StoreUnusable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "StoreUnusable";
  }
}

/** A draft without writes for this long, in milliseconds, was left behind by an import that was killed. */
const STALE_MS = 3_600_000;

export const getDraftDir = (dir: string): string => path.join(dir, ".importing");

/**
 * Prepares a store for an import, and removes what killed imports left.
 * @throws StoreUnusable
 */
export async function prepare(dir: string): Promise<void> {
  await requireFolder(dir);
  const drafts = getDraftDir(dir);
  try {
    // Not recursive: the store exists, and Node never returns from that in folders such as /proc.
    await mkdir(drafts).catch((error: unknown) => {
      if (!hasErrorCode(error, "EEXIST")) throw error;
    });
    for (const folder of [dir, drafts]) await access(folder, constants.W_OK);
  } catch (cause) {
    throw new StoreUnusable(
      `Nothing can be written to ${dir}: ${cause instanceof Error ? cause.message : ""}. Mount it for writing and run as the account that owns it.`,
      { cause },
    );
  }
  for (const name of await readdir(drafts)) {
    const draft = path.join(drafts, name);
    // Another import may have just removed it.
    const found = await ignoreMissing(stat(draft));
    if (found && Date.now() - found.mtimeMs > STALE_MS) await rm(draft, { force: true });
  }
}

/**
 * Checks that the store exists. It is never created: where the mount is missing, it would be on the container's own disk.
 * @throws StoreUnusable
 */
export async function requireFolder(dir: string): Promise<void> {
  const found = await ignoreMissing(stat(dir)).catch((cause: unknown) => {
    throw new StoreUnusable(
      `Cannot read ${dir}: ${cause instanceof Error ? cause.message : ""}. Run as the account that owns the model store.`,
      { cause },
    );
  });
  if (!found?.isDirectory())
    throw new StoreUnusable(
      `No model store: ${dir} ${found ? "is not a folder" : "does not exist"}. Mount the store there, or create the folder.`,
    );
}

/** Files in the folders of a store, except those of studios and hidden files. */
export async function listFiles(dir: string): Promise<string[]> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => !entry.isDirectory())
    .map((entry) => path.relative(dir, path.join(entry.parentPath, entry.name)).split(path.sep))
    .filter((parts) => parts.length > 1 && !parts.some((part) => part.startsWith(".") || OWN.test(part)))
    .map((parts) => parts.join("/"))
    .toSorted();
}
