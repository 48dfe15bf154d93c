import { saveAssets } from "@pegbar/sdk/node";
import type { Cli } from "./cli.ts";
import { CliError } from "./exit.ts";
import { formatBytes } from "./output.ts";

/** A downloaded file in the JSON output. */
export interface SavedFile {
  assetId: string;
  file: string;
  certificate: string | null;
  sha256: string;
  bytes: number;
}

/** Downloads files and certificates to a folder, and prints each on stderr. */
export async function saveFiles(
  cli: Cli,
  ids: readonly string[],
  folder: string,
  { certificate = true, signed = false }: { certificate?: boolean; signed?: boolean } = {},
): Promise<SavedFile[]> {
  const { out, client, signal } = cli;
  const saved: SavedFile[] = [];
  for await (const one of saveAssets(client(), ids, folder, { signal, certificate, credentialed: signed })) {
    const { asset, file, sha256, bytes } = one;
    out.note(`${file}: ${formatBytes(bytes)}, ${one.kept ? "already downloaded" : "downloaded"}, SHA-256 verified`);
    saved.push({ assetId: asset.id, file, certificate: one.certificate ?? null, sha256, bytes });
  }
  if (saved.length === 0) throw new CliError("notFound", `No results of ${ids.join(", ")}.`, "See: pegbar jobs");
  return saved;
}
