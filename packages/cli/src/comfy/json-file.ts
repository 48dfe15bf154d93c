import { readFile, rename, rm, writeFile } from "node:fs/promises";
import { ignoreMissing } from "@pegbar/sdk/node";

/** Replaces a file that only its owner may read, so that a crash leaves the old or the new one. */
export async function writePrivateFile(file: string, content: string | Uint8Array): Promise<void> {
  const beside = `${file}.${process.pid}`;
  try {
    await writeFile(beside, content, { mode: 0o600 });
    await rename(beside, file);
  } catch (error) {
    await rm(beside, { force: true });
    throw error;
  }
}

/** Reads a JSON file; undefined if it does not exist or is not JSON, since a program that crashed may have damaged it. */
export async function readJsonFile(file: string): Promise<unknown> {
  const text = await ignoreMissing(readFile(file, "utf8"));
  if (text === undefined) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    // The caller starts without its content.
    return undefined;
  }
}
