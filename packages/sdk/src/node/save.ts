import { createWriteStream } from "node:fs";
import { rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { CERTIFICATE_SUFFIX } from "../certificate.ts";
import type { Pegbar } from "../client.ts";
import { assertHash, readFile, findAssets, type AssetFile, type DownloadOptions } from "../download.ts";
import { PegbarError } from "../error.ts";
import { backOff, pause } from "../pause.ts";
import type { components } from "../schema.ts";
import { isTransient } from "../transient.ts";
import { ignoreMissing } from "./ignore-missing.ts";
import { makeFolder } from "./make-folder.ts";
import { sha256OfFile } from "./upload.ts";

type Asset = components["schemas"]["Asset"];
type Client = Pick<Pegbar, "get" | "pages" | "request"> & Partial<Pick<Pegbar, "onRetry">>;

/** Options of saving files. */
export interface SaveOptions extends DownloadOptions {
  /**
   * Whether to write the certificate next to each file, as `NAME.pegbar.json`. Default: true. `missing`: only where there is
   * none yet.
   */
  certificate?: boolean | "missing";
}

/** State of the file on disk. */
export interface Saved {
  asset: Asset;
  file: string;
  /** SHA-256 of that file. */
  sha256: string;
  bytes: number;
  certificate?: string;
  /** Whether the file existed before. */
  kept: boolean;
}

/** How often an interrupted download of a file is resumed. */
const RETRIES = 5;

/**
 * Saves the files of a job, or of these assets, in a folder. Resumes interrupted downloads (`NAME.part`); only verifies
 * files that exist. A file gets its name when its SHA-256 is verified.
 */
export async function* saveAssets(
  client: Client,
  of: string | readonly (string | Asset)[],
  folder: string,
  options: SaveOptions = {},
): AsyncGenerator<Saved> {
  const assets = await findAssets(client, of, options.signal);
  if (assets.length > 0) await makeFolder(folder);
  for (const [index, asset] of assets.entries())
    yield await saveAsset(client, asset, folder, options, (received) =>
      options.onProgress?.({ asset, received, index, count: assets.length }),
    );
}

/** Saves the file of one asset in a folder that exists. */
export async function saveAsset(
  client: Client,
  asset: Asset,
  folder: string,
  { credentialed = false, certificate: wantsCertificate = true, signal }: SaveOptions,
  onBytes: (received: number) => void,
): Promise<Saved> {
  const wanted = await readFile(client, asset, credentialed, signal);
  // A name from the server must not lead out of the folder.
  const file = path.join(folder, path.basename(wanted.filename));
  const kept = (await readSize(file)) === wanted.bytes && (await sha256OfFile(file, signal)) === wanted.sha256;
  if (!kept) await save(client, asset, wanted, file, onBytes, signal);
  const certificate = wantsCertificate === false ? undefined : file + CERTIFICATE_SUFFIX;
  const isThere = wantsCertificate === "missing" && kept && ((await readSize(certificate ?? "")) ?? 0) > 0;
  if (certificate !== undefined && !isThere)
    await writeFile(certificate, await fetchCertificate(client, asset, signal));
  const { sha256, bytes } = wanted;
  return { asset, file, sha256, bytes, kept, ...(certificate === undefined ? {} : { certificate }) };
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
  for (let failures = 0; !(await resume(client, wanted, part, onBytes, signal)); failures++) {
    const reason = `The download of ${wanted.filename} was interrupted.`;
    if (failures >= RETRIES) throw new PegbarError(`${reason} Start it again to resume it.`, { code: "network" });
    const delayMs = backOff(failures);
    client.onRetry?.({ reason, attempt: failures + 1, attempts: RETRIES, delayMs });
    await pause(delayMs, signal);
  }
  try {
    assertHash(asset, wanted, await sha256OfFile(part, signal));
  } catch (error) {
    await rm(part);
    throw error;
  }
  await rename(part, file);
}

/** Downloads the missing part of a file. Returns false after a network failure; throws other errors. */
async function resume(
  client: Client,
  { path: from, bytes }: AssetFile,
  part: string,
  onBytes: (n: number) => void,
  signal?: AbortSignal,
): Promise<boolean> {
  const have = (await readSize(part)) ?? 0;
  if (have === bytes) return true;
  if (have > bytes) await rm(part);
  const offset = have > bytes ? 0 : have;
  // Retries itself, and throws a PegbarError if that fails.
  const response = await client.request(from, {
    headers: offset > 0 ? { range: `bytes=${offset}-` } : {},
    ...(signal ? { signal } : {}),
  });
  // A storage without range requests sends the whole file.
  let received = response.status === 206 ? offset : 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      onBytes((received += chunk.length));
      done(null, chunk);
    },
  });
  const into = createWriteStream(part, { flags: received > 0 ? "a" : "w" });
  const body = response.body ?? new ReadableStream({ start: (empty) => empty.close() });
  try {
    await pipeline(Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]), counted, into);
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    if (isTransient(error)) return false;
    throw error;
  }
  return received >= bytes;
}

const fetchCertificate = async ({ request }: Client, { id }: Asset, signal?: AbortSignal): Promise<string> =>
  (await request(`/v1/assets/${id}/certificate?wait=20`, signal ? { signal } : {})).text();

async function readSize(file: string): Promise<number | undefined> {
  const found = await ignoreMissing(stat(file));
  return found?.isFile() ? found.size : undefined;
}
