import { hashContent } from "@pegbar/comfyui/content-hash";
import { continueHashing, findUnhashed, storeHash, type UnhashedFile } from "@pegbar/core/result/asset/hashing.ts";
import * as Context from "@pegbar/core/platform/context.ts";

/** Time after which a task leaves the rest to another one, in milliseconds, so that other files are not delayed. */
const BUDGET_MS = 2000;

/** Errors of S3 for an object that is not there, or that was moved to an archive. */
const UNREADABLE = ["NoSuchKey", "NotFound", "InvalidObjectState"];

/** Computes the BLAKE3 of some files of the studio that were stored before it was recorded. */
export async function hashFiles(): Promise<void> {
  const end = performance.now() + BUDGET_MS;
  for (;;) {
    const file = await findUnhashed();
    if (!file) return;
    if (performance.now() >= end) return continueHashing();
    await storeHash(file, await hashFile(file));
  }
}

/** @returns an empty text for a file that cannot be read, or that is not the recorded one */
async function hashFile({ kind, id, key, sha256 }: UnhashedFile): Promise<string> {
  const { storage, log } = Context.getPorts();
  try {
    const found = await hashContent(await storage.get(key));
    if (found.sha256 === sha256) return found.blake3;
    log("error", "a stored file does not match its SHA-256", { kind, id });
  } catch (error) {
    if (!(error instanceof Error) || !UNREADABLE.includes(error.name)) throw error;
    log("warn", "a stored file cannot be read to compute its BLAKE3", { kind, id, error });
  }
  return "";
}
