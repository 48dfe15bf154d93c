import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";

/** Content of a file as in a manifest: size and SHA-256. */
export interface Content {
  sha256: string;
  bytes: number;
}

/** Reads a file completely, for its size and hash. */
export async function readContent(file: string, signal?: AbortSignal): Promise<Content> {
  const hash = createHash("sha256");
  let bytes = 0;
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024, signal });
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}

/** Explains why content differs from the expected one; undefined if it does not. */
export function describeDifference(found: Content, wanted: Content): string | undefined {
  if (found.bytes !== wanted.bytes) return `${wanted.bytes} bytes expected, ${found.bytes} found`;
  if (found.sha256 !== wanted.sha256) return `SHA-256 ${wanted.sha256} expected, ${found.sha256} found`;
  return undefined;
}
