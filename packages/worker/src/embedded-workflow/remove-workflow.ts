import { copyFile, mkdir, open, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { BadOutput } from "../bad-output.ts";
import { containsWorkflow } from "./find-workflow.ts";
import { MATROSKA, removeTags } from "./matroska.ts";
import { isSvg, removeMetadata } from "./svg.ts";

interface Output {
  nodeId: string;
  filename: string;
  attemptId: string;
  /** Folder for the copy. */
  folder: string;
}

const HEAD_BYTES = 64 * 1024;
const MAX_SVG_BYTES = 64 * 1024 * 1024;
let copies = 0;

/**
 * Removes the graph from an output: SaveWEBM and SaveSVGNode of ComfyUI 0.33 write it although ComfyUI runs with
 * `--disable-metadata`, and nodes of others may. Delivered files must not contain it, because they leave the studio.
 * @returns the file, or a copy without the graph
 * @throws BadOutput if the file has the graph in a place from which it cannot be removed
 */
export async function removeWorkflow(file: string, output: Output): Promise<string> {
  const { nodeId, filename, attemptId, folder } = output;
  if (!(await containsWorkflow(file, attemptId))) return file;
  await mkdir(folder, { recursive: true });
  const copy = path.join(folder, `without-workflow-${copies++}`);
  await writeWithout(file, copy);
  if (!(await containsWorkflow(copy, attemptId))) return copy;
  throw new BadOutput(
    `Node ${nodeId} wrote the workflow into ${filename}, and it cannot be removed. Files are delivered without it: turn off the node's metadata, or use another saving node.`,
  );
}

async function writeWithout(file: string, copy: string): Promise<void> {
  await copyFile(file, copy);
  await using handle = await open(copy, "r+");
  const { buffer, bytesRead } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0);
  const head = buffer.subarray(0, bytesRead);
  if (head.subarray(0, MATROSKA.length).equals(MATROSKA)) await removeTags(handle);
  else if (isSvg(head.toString("latin1")) && (await stat(copy)).size <= MAX_SVG_BYTES)
    await writeFile(copy, removeMetadata(await readFile(copy, "latin1")), "latin1");
}
