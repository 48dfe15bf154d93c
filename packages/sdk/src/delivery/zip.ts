import { makeZip } from "client-zip";
import type { Pegbar } from "../client.ts";
import { assertHash, readFile } from "../download.ts";
import { hashStream, type Hasher } from "../hash.ts";
import { FRAMES_FOLDER } from "./manifest.ts";
import type { DeliveryPlan } from "./plan.ts";

export interface ZipOptions {
  signal?: AbortSignal;
  /** Called when a result has been added. */
  onFile?: (done: number, count: number) => void;
  /** A faster SHA-256 than the portable one. */
  hasher?: () => Hasher;
}

/**
 * Streams a delivery as a ZIP: one result at a time, not compressed, because pictures are. The stream fails if a downloaded
 * file does not have the hash of the manifest.
 */
export function zipDelivery(
  client: Pick<Pegbar, "get" | "request">,
  { name, assets, texts, version }: DeliveryPlan,
  { signal, onFile, hasher }: ZipOptions = {},
): ReadableStream<Uint8Array> {
  const lastModified = new Date(version.createdAt);
  async function* listFiles() {
    for (const [index, asset] of assets.entries()) {
      const file = await readFile(client, asset, false, signal);
      const response = await client.request(file.path, signal ? { signal } : {});
      const verify = hashStream((sha256) => {
        assertHash(asset, file, sha256);
        onFile?.(index + 1, assets.length);
      }, hasher);
      const body = response.body ?? new ReadableStream<Uint8Array>({ start: (empty) => empty.close() });
      yield {
        name: `${name}/${FRAMES_FOLDER}${file.filename}`,
        input: body.pipeThrough(verify),
        size: file.bytes,
        lastModified,
      };
    }
    for (const { path, text } of texts) yield { name: `${name}/${path}`, input: text, lastModified };
  }
  return makeZip(listFiles());
}
