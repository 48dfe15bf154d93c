import { downloadZip } from "client-zip";
import { CERTIFICATE_SUFFIX } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { strings } from "../../../strings/browse.ts";
import { saveFile } from "../../../components/save-file.ts";
import type { Asset } from "../queries.ts";

/** A file of a ZIP. Names are unique within it. */
interface Entry {
  name: string;
  input: Blob | string;
  lastModified: Date;
}

/**
 * Downloads assets with their certificates as one ZIP. The signed file is used if there is one, as for a single download.
 * @param onProgress number of assets that are in the ZIP
 * @returns file names of those that could not be read
 */
export async function downloadSelected(
  assets: readonly Asset[],
  onProgress: (done: number) => void,
  signal: AbortSignal,
): Promise<string[]> {
  const failed: string[] = [];
  const names = new Set<string>();
  async function* readEntries(): AsyncGenerator<Entry> {
    for (const [place, asset] of assets.entries()) {
      signal.throwIfAborted();
      const found = await readFiles(asset, signal).catch((error: unknown) => {
        if (signal.aborted) throw error;
        failed.push(asset.filename);
      });
      if (found) {
        const folder = names.has(found.name) ? `${asset.id}/` : "";
        names.add(found.name);
        const lastModified = new Date(asset.createdAt);
        yield { name: folder + found.name, input: found.file, lastModified };
        yield { name: folder + found.name + CERTIFICATE_SUFFIX, input: found.certificate, lastModified };
      }
      onProgress(place + 1);
    }
  }
  const zip = await downloadZip(readEntries()).blob();
  signal.throwIfAborted();
  if (failed.length < assets.length) saveFile(zip, strings.zipName(new Date().toISOString().slice(0, 10)));
  return failed;
}

async function readFiles({ id, filename, credentialed, credentialsIn }: Asset, signal: AbortSignal) {
  const isSigned = credentialed !== null && credentialsIn === "file";
  const query = isSigned ? "?credentialed=true" : "";
  const [response, certificate] = await Promise.all([
    api.request(`/v1/assets/${encodeURIComponent(id)}/download${query}`, { signal }),
    api.get("/v1/assets/{id}/certificate", { params: { path: { id }, query: { wait: 20 } }, signal }),
  ]);
  const name = isSigned ? credentialed.filename : filename;
  return { name, file: await response.blob(), certificate: JSON.stringify(certificate) };
}
