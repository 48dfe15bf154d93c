import { readFileSync } from "node:fs";
import path from "node:path";
import * as z from "zod";
import { ImageSnapshot, type CustomNode } from "@pegbar/comfyui";
import { replaceFile } from "@pegbar/core/platform/file.ts";
import { buildFastEnvironment } from "./fast-start.ts";
import { findProgram } from "./program.ts";

const Stats = z.object({ system: z.object({ comfyui_version: z.string() }) });
const TIMEOUT_MS = 10_000;

/**
 * Reads version and nodes of a running ComfyUI.
 * @param customNodes its custom nodes with their reviews, which are not available from it
 * @throws Error when it cannot be reached, or another program answers
 */
export async function inspectComfyui(url: string, customNodes: CustomNode[] = []): Promise<ImageSnapshot> {
  const ask = async (path: string): Promise<unknown> => {
    try {
      const response = await fetch(new URL(path, url), { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (!response.ok) throw new Error(`it answered ${response.status}`);
      return await response.json();
    } catch (error) {
      const reason =
        error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : String(error);
      throw new Error(
        `ComfyUI does not answer at ${url} (${reason}). Start it, or set its address: --comfyui http://127.0.0.1:8188`,
        { cause: error },
      );
    }
  };
  const stats = Stats.safeParse(await ask("/system_stats"));
  if (!stats.success)
    throw new Error(
      `The server at ${url} is not ComfyUI. Set the address of a ComfyUI: --comfyui http://127.0.0.1:8188`,
    );
  const objectInfo = ImageSnapshot.shape.objectInfo.parse(await ask("/object_info"));
  return { comfyuiVersion: stats.data.system.comfyui_version, customNodes, objectInfo };
}

/**
 * Writes the lock of a ComfyUI that runs already, and builds the environment with which workers attach to it.
 * @param dir the platform's data folder
 */
export function writeOwnEnvironment(url: string, customNodes: CustomNode[], dir: string): Record<string, string> {
  const file = path.join(dir, "nodes.lock.json");
  replaceFile(file, JSON.stringify({ nodes: customNodes }));
  return { COMFYUI_URL: url, COMFYUI_NODES_LOCK: file };
}

interface Preview {
  bundles?: string | undefined;
  /** Parent folder; each worker's preview renderer has its own folder in it. */
  dir: string;
  index: number;
  port: number;
  modelFolder: string;
  paceMs: number | undefined;
}

const getFolder = (dir: string, index: number) => path.join(dir, String(index));

/** Builds the environment with which a worker starts its own preview renderer. */
export function buildPreviewEnvironment({
  bundles,
  dir,
  index,
  port,
  modelFolder,
  paceMs,
}: Preview): Record<string, string> {
  const { file, flags } = findProgram("preview", bundles);
  return {
    COMFYUI_DIR: getFolder(dir, index),
    COMFYUI_PORT: String(port),
    COMFYUI_COMMAND: JSON.stringify([process.execPath, ...flags, file]),
    COMFYUI_ENV: JSON.stringify({
      NODE_ENV: "production",
      ...buildFastEnvironment(),
      PREVIEW_DIR: getFolder(dir, index),
      PREVIEW_PORT: String(port),
      PREVIEW_MODELS: modelFolder,
      PREVIEW_FOLLOW_STDIN: "1",
      ...(paceMs === undefined ? {} : { PREVIEW_PACE_MS: String(paceMs) }),
    }),
  };
}

/** Kills a worker's preview renderer, if one runs. */
export function killPreview(dir: string, index: number): void {
  try {
    const note: unknown = JSON.parse(readFileSync(path.join(getFolder(dir, index), "comfyui.pid"), "utf8"));
    process.kill(-z.object({ pid: z.int().positive() }).parse(note).pid, "SIGKILL");
  } catch (error) {
    // It has just exited, or is about to start.
    if (!(error instanceof Error && "code" in error) && !(error instanceof SyntaxError)) throw error;
  }
}
