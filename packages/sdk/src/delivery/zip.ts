import { makeZip } from "client-zip";
import type { Pegbar } from "../client.ts";
import { assertHash, readFile, type AssetFile } from "../download.ts";
import { hashStream, type Hasher } from "../hash.ts";
import { getRenditionFile, getRenditionPath } from "../rendition.ts";
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
  { name, assets, renditions, texts, version }: DeliveryPlan,
  { signal, onFile, hasher }: ZipOptions = {},
): ReadableStream<Uint8Array> {
  const lastModified = new Date(version.createdAt);
  const fetchFile = async (of: { id: string }, file: AssetFile, path: string, onEnd: () => void) => {
    const response = await client.request(file.path, signal ? { signal } : {});
    const verify = hashStream((sha256) => {
      assertHash(of, file, sha256);
      onEnd();
    }, hasher);
    const body = response.body ?? new ReadableStream<Uint8Array>({ start: (empty) => empty.close() });
    return { name: `${name}/${path}`, input: body.pipeThrough(verify), size: file.bytes, lastModified };
  };
  async function* listFiles() {
    for (const [index, asset] of assets.entries()) {
      const file = await readFile(client, asset, false, signal);
      yield fetchFile(asset, file, `${FRAMES_FOLDER}${file.filename}`, () => onFile?.(index + 1, assets.length));
    }
    for (const { path, rendition } of renditions)
      yield fetchFile(
        rendition,
        { path: getRenditionPath(rendition), ...getRenditionFile(rendition) },
        path,
        () => undefined,
      );
    for (const { path, text } of texts) yield { name: `${name}/${path}`, input: text, lastModified };
  }
  return makeZip(listFiles());
}
