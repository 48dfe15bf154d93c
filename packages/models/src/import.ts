import type { Stats } from "node:fs";
import { stat } from "node:fs/promises";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import limited from "p-limit";
import { type Content, readContent, describeDifference } from "./content.ts";
import { ignoreMissing } from "./file-error.ts";
import { getDraftDir, prepare } from "./folder.ts";
import { formatName, readManifest, type SourceManifest, type SourceModel, type StoredModel } from "./manifest.ts";
import { readObject } from "./object.ts";
import { record } from "./record.ts";
import { storeFile, TargetTaken } from "./store-file.ts";

export type ImportEvent = { name: string; bytes: number } & (
  | { kind: "start" }
  | { kind: "progress"; received: number }
  | { kind: "imported" }
  | { kind: "present" }
  | { kind: "failed"; error: Error }
);

export interface ImportOptions {
  manifest: SourceManifest;
  /** The model store, which must exist. */
  dir: string;
  client: S3Client;
  bucket: string;
  /** Prefix of keys that the manifest does not name. */
  prefix?: string | undefined;
  /** Maximum number of concurrent files. */
  parallel?: number | undefined;
  /** Whether files with other content are replaced instead of rejected. */
  replace?: boolean | undefined;
  signal?: AbortSignal | undefined;
  report?: (event: ImportEvent) => void;
}

/** Names of models, as `<folder>/<fileName>`. */
export interface ImportResult {
  imported: string[];
  present: string[];
  failed: { name: string; error: Error }[];
}

/**
 * Imports the models of a manifest that a store does not have. A failure does not stop the others.
 * @throws StoreUnusable
 * @throws ManifestError if the store's own manifest cannot be read
 * @throws the signal's reason if it was aborted
 */
export async function importModels(options: ImportOptions): Promise<ImportResult> {
  const { manifest, dir, parallel = 2, signal, report } = options;
  await prepare(dir);
  const known = new Map((await readManifest(dir))?.models.map((model) => [formatName(model), model]));
  const result: ImportResult = { imported: [], present: [], failed: [] };
  const limit = limited(parallel);
  await limit.map(manifest.models, async (model) => {
    if (signal?.aborted) return;
    const name = formatName(model);
    const about = { name, bytes: model.bytes };
    try {
      report?.({ ...about, kind: "start" });
      const kind = await importOne(model, known.get(name), options);
      result[kind].push(name);
      report?.({ ...about, kind });
    } catch (thrown) {
      if (signal?.aborted) return;
      const error = thrown instanceof Error ? thrown : new Error(String(thrown));
      result.failed.push({ name, error });
      report?.({ ...about, kind: "failed", error });
    }
  });
  signal?.throwIfAborted();
  return result;
}

async function importOne(
  model: SourceModel,
  known: StoredModel | undefined,
  { dir, client, bucket, prefix = "", replace = false, signal, report }: ImportOptions,
): Promise<"imported" | "present"> {
  const { folder, fileName, sha256, bytes, key = `${prefix}${formatName(model)}` } = model;
  const target = path.join(dir, folder, ...fileName.split("/"));
  const store = async () => {
    const { mtime } = await stat(target);
    await record(dir, { folder, fileName, sha256, bytes, importedAt: mtime.toISOString() }, signal);
  };

  const there = await ignoreMissing(stat(target));
  if (there) {
    const isTrusted = known !== undefined && isUntouched(there, known);
    const why = await findDifference(target, there, isTrusted ? known : undefined, model, signal);
    if (why === undefined) {
      if (!isTrusted) await store();
      return "present";
    }
    if (!replace) throw new TargetTaken(target, `${why}. Import with --replace to overwrite it.`);
  }

  const source = countBytes(readObject(client, { bucket, key }, model, signal), (received) =>
    report?.({ kind: "progress", name: formatName(model), bytes, received }),
  );
  await storeFile({ source, target, sha256, bytes, draftDir: getDraftDir(dir), replace, ...(signal && { signal }) });
  await store();
  return "imported";
}

const isUntouched = (there: Stats, { bytes, importedAt }: StoredModel): boolean =>
  there.size === bytes && there.mtime.toISOString() === importedAt;

/** Reads the file only if size and time of the last write do not suffice. */
async function findDifference(
  target: string,
  { size }: Stats,
  trusted: Content | undefined,
  wanted: Content,
  signal: AbortSignal | undefined,
): Promise<string | undefined> {
  if (trusted) return describeDifference(trusted, wanted);
  if (size !== wanted.bytes) return describeDifference({ sha256: "", bytes: size }, wanted);
  return describeDifference(await readContent(target, signal), wanted);
}

async function* countBytes(
  source: AsyncIterable<Uint8Array>,
  count: (received: number) => void,
): AsyncGenerator<Uint8Array> {
  let received = 0;
  for await (const chunk of source) {
    received += chunk.length;
    count(received);
    yield chunk;
  }
}
