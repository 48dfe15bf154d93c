import { constants, open, realpath } from "node:fs/promises";
import path from "node:path";
import { ComfyUnavailable, hasErrorCode, type OutputRef } from "@pegbar/comfyui";
import { BadOutput } from "../bad-output.ts";

/** An output that stays what it is until it is closed, whatever happens under its name. */
export interface OpenOutput {
  readonly path: string;
  close(): Promise<void>;
}

/**
 * Opens an output in a folder that ComfyUI can write to. A node can put a link there, or in place of the folders on the
 * way, and exchange it at any time: this process would read its own files for it. So the file is opened once, and the
 * open file is asked where it lies.
 * @throws ComfyUnavailable when there is none; BadOutput for a link, a pipe, or a file that lies elsewhere
 */
export async function openOutput(output: string, { filename, subfolder, nodeId }: OutputRef): Promise<OpenOutput> {
  const file = path.resolve(output, subfolder, filename);
  const createForeignError = () =>
    new BadOutput(`Node ${nodeId} answered with a file that lies outside of its output folder.`);
  if (!isBelow(output, file)) throw createForeignError();
  const { O_RDONLY, O_NOFOLLOW, O_NONBLOCK } = constants;
  // Without waiting: a pipe would hold this worker for ever.
  const handle = await open(file, O_RDONLY | O_NOFOLLOW | O_NONBLOCK).catch((cause: unknown) => {
    if (hasErrorCode(cause, "ELOOP")) throw createForeignError();
    throw new ComfyUnavailable(`the output ${filename} is not in the output folder`, { cause });
  });
  try {
    // Elsewhere than on Linux an open file has no name of its own: there the name is believed.
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
