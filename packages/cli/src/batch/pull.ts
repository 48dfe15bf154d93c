import { pullResults, type PullOptions, type PullSource } from "@pegbar/sdk/node";
import type { Cli } from "../cli.ts";
import { formatBytes } from "../output.ts";
import type { SavedFile } from "../save.ts";

/** Downloads results to a folder, and prints each on stderr. With `lines`, each is a line of JSON on stdout at once. */
export async function pullFiles(
  { out, client, signal }: Cli,
  source: PullSource,
  folder: string,
  { lines = false, ...options }: Omit<PullOptions, "signal"> & { lines?: boolean },
): Promise<SavedFile[]> {
  const files: SavedFile[] = [];
  for await (const { asset, file, sha256, bytes, kept, certificate } of pullResults(client(), source, folder, {
    ...options,
    signal,
  })) {
    const saved = { assetId: asset.id, file, certificate: certificate ?? null, sha256, bytes };
    files.push(saved);
    if (lines) out.line({ ...saved, frame: asset.frame, version: asset.version, kept });
    out.note(`${file}: ${formatBytes(bytes)}, ${kept ? "already downloaded" : "downloaded"}, SHA-256 verified`);
  }
  return files;
}
