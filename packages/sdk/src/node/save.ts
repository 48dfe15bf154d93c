import { createWriteStream } from "node:fs";
import { mkdir, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CERTIFICATE_SUFFIX } from "../certificate.ts";
import type { Pegbar } from "../client.ts";
import { demandHash, fileOf, findAssets, type AssetFile, type DownloadOptions } from "../download.ts";
import { PegbarError } from "../error.ts";
import { backOff, pause } from "../pause.ts";
import type { components } from "../schema.ts";
import { sha256OfFile } from "./upload.ts";

type Asset = components["schemas"]["Asset"];
type Client = Pick<Pegbar, "get" | "pages" | "request">;

/** How to save. */
export interface SaveOptions extends DownloadOptions {
  /** Whether the certificate is put next to each file, as `NAME.pegbar.json`. True unless told. */
  certificate?: boolean;
}

/** What lies on disk now. */
export interface Saved {
  asset: Asset;
  file: string;
  /** Of that file. */
  sha256: string;
  bytes: number;
  certificate?: string;
  /** Whether the file was there before. */
  kept: boolean;
}

/** Times that a file is taken up where it broke off. */
const RETRIES = 5;

/**
 * Puts the files of a job, or of these assets, into a folder. A file that broke off (`NAME.part`) is taken up where it
 * broke off; one that is there already is only checked. Each appears under its name once its SHA-256 is right.
 */
export async function* saveAssets(
  client: Client,
  of: string | readonly string[],
  folder: string,
  options: SaveOptions = {},
): AsyncGenerator<Saved> {
  const assets = await findAssets(client, of, options.signal);
  await mkdir(folder, { recursive: true });
  for (const [index, asset] of assets.entries()) {
    const wanted = await fileOf(client, asset, options.credentialed ?? false, options.signal);
    // A name from the network must not lead out of the folder.
    const file = path.join(folder, path.basename(wanted.filename));
    const kept = (await sizeOf(file)) === wanted.bytes && (await sha256OfFile(file, options.signal)) === wanted.sha256;
    const onBytes = (received: number) => options.onProgress?.({ asset, received, index, count: assets.length });
    if (!kept) await save(client, asset, wanted, file, onBytes, options.signal);
    const certificate = options.certificate === false ? undefined : file + CERTIFICATE_SUFFIX;
    if (certificate !== undefined) await writeFile(certificate, await certificateOf(client, asset, options.signal));
    const { sha256, bytes } = wanted;
    yield { asset, file, sha256, bytes, kept, ...(certificate === undefined ? {} : { certificate }) };
  }
}

async function save(
  client: Client,
  asset: Asset,
  wanted: AssetFile,
  file: string,
  onBytes: (n: number) => void,
  signal?: AbortSignal,
) {
  const part = `${file}.part`;
  for (let failures = 0; ; failures++) {
    try {
      await takeUp(client, wanted, part, onBytes, signal);
      break;
    } catch (error) {
      if (signal?.aborted) throw signal.reason;
      if (failures >= RETRIES || error instanceof PegbarError) throw error;
      await pause(backOff(failures), signal);
    }
  }
  try {
    demandHash(asset, wanted, await sha256OfFile(part, signal));
  } catch (error) {
    await rm(part);
    throw error;
  }
  await rename(part, file);
}

/** Fetches what is missing of a file. */
async function takeUp(
  client: Client,
  { path: from, bytes }: AssetFile,
  part: string,
  onBytes: (n: number) => void,
  signal?: AbortSignal,
) {
  const have = (await sizeOf(part)) ?? 0;
  if (have === bytes) return;
  if (have > bytes) await rm(part);
  const offset = have > bytes ? 0 : have;
  const response = await client.request(from, {
    headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
    ...(signal ? { signal } : {}),
  });
  if (!response.body) throw new TypeError("the store sent no file");
  // A store that knows no ranges sends all of it.
  let received = response.status === 206 ? offset : 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes((received += chunk.length));
      done(null, chunk);
    },
  });
  const into = createWriteStream(part, { flags: received > 0 ? "a" : "w" });
  await pipeline(Readable.fromWeb(response.body as Parameters<typeof Readable.fromWeb>[0]), counted, into);
  if (received < bytes) throw new TypeError("the file broke off");
}

const certificateOf = async ({ request }: Client, { id }: Asset, signal?: AbortSignal): Promise<string> =>
  (await request(`/v1/assets/${id}/certificate?wait=20`, signal ? { signal } : {})).text();

const sizeOf = (file: string): Promise<number | undefined> =>
  stat(file).then(
    ({ size }) => size,
    () => undefined,
  );
