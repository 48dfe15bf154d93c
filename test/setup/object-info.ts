import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { startPreview } from "@pegbar/local/preview/index.ts";

/** `/object_info` as the preview renderer serves it. */
export async function previewObjectInfo(): Promise<unknown> {
  const dir = await mkdtemp(path.join(tmpdir(), "pegbar-preview-"));
  const preview = await startPreview({ dir });
  try {
    return await (await fetch(`${preview.url}/object_info`)).json();
  } finally {
    await preview.stop();
    await rm(dir, { recursive: true, force: true });
  }
}
