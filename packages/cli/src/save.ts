import { saveAssets } from "@pegbar/sdk/node";
import type { Cli } from "./cli.ts";
import { CliError } from "./exit.ts";
import { size } from "./output.ts";

/** What a download left, in the words of the JSON output. */
export interface SavedFile {
  assetId: string;
  file: string;
  certificate: string | null;
  sha256: string;
  bytes: number;
}

/** Puts files and certificates into a folder and says each on stderr. */
export async function save(
  cli: Cli,
  ids: readonly string[],
  folder: string,
  { certificate = true, signed = false }: { certificate?: boolean; signed?: boolean } = {},
): Promise<SavedFile[]> {
  const { out, client, signal } = cli;
  const saved: SavedFile[] = [];
  for await (const one of saveAssets(client(), ids, folder, { signal, certificate, credentialed: signed })) {
    const { asset, file, sha256, bytes } = one;
    out.note(`${file}: ${size(bytes)}, ${one.kept ? "was here already" : "downloaded"}, SHA-256 right`);
    saved.push({
      assetId: asset.id,
      file,
      certificate: one.certificate ?? null,
      sha256,
      bytes,
    });
  }
  if (saved.length === 0) throw new CliError("notFound", `${ids.join(", ")} has no results.`, "See: pegbar jobs");
  return saved;
}
