import { open } from "node:fs/promises";
import { readWorkflowFile, type WorkflowFile } from "../workflow-file/index.ts";

/**
 * Reads the graph and the workflow in a file on disk; see `readWorkflowFile`. Large files are read in parts.
 *
 * @throws the file system's error
 */
export async function readWorkflowPath(path: string): Promise<WorkflowFile | undefined> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    return await readWorkflowFile({
      size,
      read: async (offset, length) => {
        const bytes = new Uint8Array(Math.min(length, Math.max(size - offset, 0)));
        const { bytesRead } = await file.read(bytes, 0, bytes.length, offset);
        return bytes.subarray(0, bytesRead);
      },
    });
  } finally {
    await file.close();
  }
}
