import { readFile } from "node:fs/promises";
import type { S3Client } from "@aws-sdk/client-s3";
import { ManifestError, parseManifest, SourceManifest } from "./manifest.ts";
import { objectText } from "./object.ts";

/**
 * The manifest of what shall be imported, from a file or `s3://bucket/key`.
 * @throws ManifestError
 * @throws ObjectUnavailable
 */
export async function readSourceManifest(
  location: string,
  client: S3Client,
  signal?: AbortSignal,
): Promise<SourceManifest> {
  const text = await textAt(location, client, signal);
  return parseManifest(SourceManifest, text, location, "Correct it and start again: nothing was imported.");
}

async function textAt(location: string, client: S3Client, signal?: AbortSignal): Promise<string> {
  if (location.startsWith("s3://")) {
    const [, bucket, key] = /^s3:\/\/([^/]+)\/(.+)$/s.exec(location) ?? [];
    if (bucket === undefined || key === undefined)
      throw new ManifestError(`${location} is not the address of an object: write s3://bucket/key.`);
    return objectText(client, { bucket, key }, signal);
  }
  try {
    return await readFile(location, { encoding: "utf8", signal });
  } catch (error) {
    signal?.throwIfAborted();
    throw new ManifestError(`${location} could not be read: ${error instanceof Error ? error.message : ""}`);
  }
}
