import { constants, open, realpath } from "node:fs/promises";
import path from "node:path";
import { ComfyUnavailable, hasErrorCode, type OutputRef } from "@pegbar/comfyui";
import { BadOutput } from "../bad-output.ts";

/** An open output: its content stays the same until it is closed, even if its path is replaced. */
export interface OpenOutput {
  readonly path: string;
  close(): Promise<void>;
}

/**
 * Opens an output in a folder that ComfyUI can write to. At any time, a node can replace the file or a parent folder by a
 * link, so that this process would read its own files. Therefore the file is opened once, and its path is read from the
 * open file.
 * @throws ComfyUnavailable if it does not exist; BadOutput for a link, a pipe, or a file outside of the folder
 */
export async function openOutput(output: string, { filename, subfolder, nodeId }: OutputRef): Promise<OpenOutput> {
  const file = path.resolve(output, subfolder, filename);
  const createForeignError = () => new BadOutput(`Node ${nodeId} returned a file outside of its output folder.`);
  if (!isBelow(output, file)) throw createForeignError();
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // Non-blocking, because opening a pipe would block forever.
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((cause: unknown) => {
    if (hasErrorCode(cause, "ELOOP")) throw createForeignError();
    throw new ComfyUnavailable(`output ${filename} not found in the output folder`, { cause });
  });
  try {
    // Only Linux can tell an open file's path; elsewhere the given path is trusted.
    const opened = process.platform === "linux" ? `/proc/self/fd/${handle.fd}` : file;
    if (!(await handle.stat()).isFile() || !isBelow(await realpath(output), await realpath(opened)))
      throw createForeignError();
    return { path: opened, close: () => handle.close() };
  } catch (error) {
    await handle.close();
    throw error;
  }
}

const isBelow = (folder: string, file: string): boolean => file.startsWith(path.resolve(folder) + path.sep);
