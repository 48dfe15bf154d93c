import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { S3Client } from "@aws-sdk/client-s3";
import { readContent } from "./content.ts";
import { listFiles, requireFolder } from "./folder.ts";
import { ManifestError, parseManifest, SourceManifest } from "./manifest.ts";
import { readObjectText } from "./object.ts";

/**
 * Reads the manifest of models to import, from a file or `s3://bucket/key`.
 * @throws ManifestError
 * @throws ObjectUnavailable
 */
export async function readSourceManifest(
  location: string,
  client: S3Client,
  signal?: AbortSignal,
): Promise<SourceManifest> {
  const text = await readText(location, client, signal);
  return parseManifest(SourceManifest, text, location, "Correct it and start again: nothing was imported.");
}

/**
 * Creates a manifest of a folder with the layout of a model store, for uploading the folder as it is.
 * @throws ManifestError for a file that a store cannot contain
 * @throws StoreUnusable if there is no such folder
 */
export async function createSourceManifest(
  dir: string,
  { signal, report }: { signal?: AbortSignal; report?: (name: string) => void } = {},
): Promise<SourceManifest> {
  await requireFolder(dir);
  const remedy = "Lay each file as <folder>/<file>, such as checkpoints/x.safetensors.";
  const loose = (await readdir(dir, { withFileTypes: true })).filter(
    (one) => one.isFile() && !/^\.|\.json$/.test(one.name),
  );
  if (loose[0]) throw new ManifestError(`${loose.map(({ name }) => name).join(", ")}: in no folder. ${remedy}`);
  const models: SourceManifest["models"] = [];
  for (const name of await listFiles(dir)) {
    report?.(name);
    const [folder = "", ...below] = name.split("/");
    models.push({ folder, fileName: below.join("/"), ...(await readContent(path.join(dir, name), signal)) });
  }
  const text = JSON.stringify({ version: 1, models } satisfies SourceManifest);
  return parseManifest(SourceManifest, text, dir, remedy);
}

async function readText(location: string, client: S3Client, signal?: AbortSignal): Promise<string> {
  if (location.startsWith("s3://")) {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(location) ?? [];
    if (bucket === undefined || key === undefined)
      throw new ManifestError(`${location} is not the address of an object: write s3://bucket/key.`);
    return readObjectText(client, { bucket, key }, signal);
  }
  try {
    return await readFile(location, { encoding: "utf8", signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ManifestError(`${location} could not be read: ${error instanceof Error ? error.message : ""}`);
  }
}
