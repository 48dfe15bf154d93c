import type { components } from "@pegbar/sdk";
import { guessContentType, HEAD_BYTES } from "@pegbar/sdk/content-type";
import { api } from "../api/client.ts";
import { hashFile, type FileHashes } from "./hash.ts";
import { updateUpload } from "./upload-store.ts";

type Input = components["schemas"]["Input"];
type Asset = components["schemas"]["Asset"];

/** A file that can never become an input. */
export class InvalidFileError extends Error {}

/**
 * Checks what the API would reject after the upload.
 * @throws InvalidFileError
 */
export async function assertUsableFile(file: File): Promise<void> {
  const head = await file
    .slice(0, HEAD_BYTES)
    .arrayBuffer()
    // A folder, or a file that was moved: reported below.
    .catch(() => undefined);
  if (!head) throw new InvalidFileError("Can’t read this file. If it’s a folder, add the files inside it instead.");
  if (!guessContentType(new Uint8Array(head), file.name))
    throw new InvalidFileError(
      "Unsupported file type. Export it as PNG, JPEG, WebP, EXR, TIFF, MP4, MOV, WebM, WAV, FLAC, MP3, Opus or GLB, then add it again.",
    );
}

/** A file with its hashes as far as they are known: a paused upload is not hashed again. */
export interface LocalFile extends Partial<FileHashes> {
  content: File;
}

export async function uploadLocalFile(id: string, source: LocalFile, signal: AbortSignal): Promise<Input> {
  const { content } = source;
  if (source.sha256 === undefined) {
    updateUpload(id, { phase: "hashing", bytesDone: 0 });
    const hashes = await hashFile(content, signal, (bytesDone) => updateUpload(id, { bytesDone }));
    source.sha256 = hashes.sha256;
    source.partSha256s = hashes.partSha256s;
  }
  const hashes = { sha256: source.sha256, partSha256s: source.partSha256s ?? [] };
  return sendFile(id, content, hashes, content.name, signal);
}

/** Announces a result by its hash, and sends it only if the studio has no such input. */
export async function uploadAsset(id: string, asset: Asset, signal: AbortSignal): Promise<Input> {
  const { sha256, bytes, contentType, filename } = asset;
  const known = await api.post("/v1/inputs", {
    body: { sha256, bytes, contentType: contentType as "image/png", filename },
    signal,
  });
  if (known.status === "verified") {
    updateUpload(id, { alreadyUploaded: true });
    return known;
  }
  for await (const { file } of api.downloadAssets([asset.id], { signal }))
    return sendFile(id, file, await hashFile(file, signal), filename, signal);
  throw new Error(`${filename} no longer exists.`);
}

async function sendFile(
  id: string,
  file: Blob,
  hashes: FileHashes,
  filename: string,
  signal: AbortSignal,
): Promise<Input> {
  let sent = false;
  const input = await api.uploadFile(file, {
    ...hashes,
    filename: filename.slice(-255),
    signal,
    onProgress: ({ phase, sent: bytesDone }) => {
      if (phase !== "sending" && phase !== "checking") return;
      sent = true;
      if (!signal.aborted) updateUpload(id, { phase, bytesDone });
    },
  });
  updateUpload(id, { alreadyUploaded: !sent });
  return input;
}
