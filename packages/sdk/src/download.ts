import type { Pegbar } from "./client.ts";
import { PegbarError } from "./error.ts";
import { hashBytes } from "./hash.ts";
import { pause } from "./pause.ts";
import type { components } from "./schema.ts";

type Asset = components["schemas"]["Asset"];

/** Progress of a download. */
export interface DownloadProgress {
  asset: Asset;
  received: number;
  /** Number of this file, and number of all files. */
  index: number;
  count: number;
}

/** Options of a download. */
export interface DownloadOptions {
  signal?: AbortSignal;
  onProgress?: (progress: DownloadProgress) => void;
  /**
   * Whether to get files with content credentials (C2PA), which are named `NAME.signed.png`. Types without content
   * credentials are returned as they are. Default: false.
   */
  credentialed?: boolean;
}

/** An asset with its file. */
export interface Downloaded {
  asset: Asset;
  file: Blob;
}

/** A file of an asset: the original, or the one with content credentials. */
export interface AssetFile {
  /** Path of the API, which redirects to the storage. */
  path: string;
  filename: string;
  sha256: string;
  bytes: number;
}

/** The assets of a job (`job_…`), or those with these ids, in the given order. Assets that were read before stay as they are. */
export async function findAssets(
  client: Pick<Pegbar, "get" | "pages">,
  of: string | readonly (string | Asset)[],
  signal?: AbortSignal,
): Promise<Asset[]> {
  const more = signal ? { signal } : {};
  const ids = typeof of === "string" ? [of] : of;
  const found: Asset[] = [];
  for (const id of ids) {
    if (typeof id !== "string") found.push(id);
    else if (!id.startsWith("job_"))
      found.push(await client.get("/v1/assets/{id}", { params: { path: { id } }, ...more }));
    else {
      const made: Asset[] = [];
      for await (const asset of client.pages("/v1/assets", { jobId: id }, more)) made.push(asset);
      found.push(...made.sort((a, b) => a.position - b.position));
    }
  }
  return found;
}

/** Downloads files one after the other and verifies their SHA-256. Each file is in memory; on Node see `saveAssets`. */
export async function* downloadAssets(
  client: Pick<Pegbar, "get" | "pages" | "request">,
  of: string | readonly string[],
  { signal, onProgress, credentialed = false }: DownloadOptions = {},
): AsyncGenerator<Downloaded> {
  const assets = await findAssets(client, of, signal);
  for (const [index, asset] of assets.entries()) {
    const wanted = await readFile(client, asset, credentialed, signal);
    const response = await client.request(wanted.path, signal ? { signal } : {});
    let received = 0;
    const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
      transform(chunk, controller) {
        received += chunk.length;
        onProgress?.({ asset, received, index, count: assets.length });
        controller.enqueue(chunk);
      },
    });
    const bytes = await new Response(response.body?.pipeThrough(counted) ?? null).arrayBuffer();
    assertHash(asset, wanted, await hashBytes(new Uint8Array(bytes)));
    yield { asset, file: new Blob([bytes], { type: asset.contentType }) };
  }
}

/**
 * Time to wait for the signed file of a result, in milliseconds. It is usually ready within seconds of the job's end.
 */
const LOOKS = 40;
const LOOK_AGAIN_MS = 500;

/** The requested file of an asset. Waits for one that is not signed yet. */
export async function readFile(
  client: Pick<Pegbar, "get">,
  asset: Asset,
  credentialed: boolean,
  signal?: AbortSignal,
): Promise<AssetFile> {
  const { id, filename, sha256: hash, bytes } = asset;
  const path = `/v1/assets/${id}/download`;
  if (!credentialed || !asset.carriesCredentials) return { path, filename, sha256: hash, bytes };
  let found = asset.credentialed;
  for (let look = 0; found === null && look < LOOKS; look++) {
    await pause(LOOK_AGAIN_MS, signal);
    ({ credentialed: found } = await client.get("/v1/assets/{id}", {
      params: { path: { id } },
      ...(signal ? { signal } : {}),
    }));
  }
  if (found === null)
    throw new PegbarError(`${filename} (${id}) has no content credentials. Download it without.`, {
      code: "not_credentialed",
    });
  return { path: `${path}?credentialed=true`, ...found };
}

/** Throws unless a downloaded file has the SHA-256 of the API. */
export function assertHash({ id }: Pick<Asset, "id">, { filename, sha256: wanted }: AssetFile, actual: string): void {
  if (actual === wanted) return;
  throw new PegbarError(
    `${filename} (${id}) arrived with the SHA-256 ${actual} instead of ${wanted}. Download it again.`,
    {
      code: "file_hash_mismatch",
    },
  );
}
