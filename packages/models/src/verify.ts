import path from "node:path";
import { readContent, describeDifference } from "./content.ts";
import { hasErrorCode } from "./file-error.ts";
import { listFiles, requireFolder, StoreUnusable } from "./folder.ts";
import { getManifestFile, formatName, readManifest } from "./manifest.ts";

/** A difference between a store and its manifest. */
export interface Finding {
  kind: "missing" | "changed" | "unlisted";
  /** `<folder>/<fileName>` */
  name: string;
  why: string;
}

export interface VerifyOptions {
  dir: string;
  signal?: AbortSignal | undefined;
  /** Called for every finding immediately. */
  report?: (finding: Finding) => void;
}

/**
 * Reads every model of a store and compares it with the manifest, except models of studios.
 * @throws StoreUnusable
 * @throws ManifestError
 */
export async function verifyModels({ dir, signal, report }: VerifyOptions): Promise<Finding[]> {
  await requireFolder(dir);
  const manifest = await readManifest(dir);
  if (!manifest) throw new StoreUnusable(`${getManifestFile(dir)} not found. Import models first.`);
  const findings: Finding[] = [];
  const find = (finding: Finding) => {
    findings.push(finding);
    report?.(finding);
  };
  for (const model of manifest.models) {
    const name = formatName(model);
    try {
      const why = describeDifference(await readContent(path.join(dir, name), signal), model);
      if (why !== undefined) find({ kind: "changed", name, why });
    } catch (error) {
      signal?.throwIfAborted();
      if (hasErrorCode(error, "ENOENT")) find({ kind: "missing", name, why: "the file does not exist" });
      else find({ kind: "changed", name, why: error instanceof Error ? error.message : String(error) });
    }
  }
  const listed = new Set(manifest.models.map(formatName));
  for (const name of await listFiles(dir))
    if (!listed.has(name)) find({ kind: "unlisted", name, why: "the manifest does not list it" });
  return findings;
}
