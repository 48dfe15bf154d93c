import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  PutObjectCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { ObjectUpload } from "../port/index.ts";

/** Size of a part, in bytes. S3 takes 10,000 parts of at least 5 MiB: enough for 78 GiB. */
const PART_BYTES = 8 * 1024 * 1024;
/** An object of up to this size, such as most pictures, is sent in one request instead of four. */
const WHOLE_BYTES = 16 * 1024 * 1024;

/**
 * Starts the upload of an object whose size is not known yet. At most two parts are in memory: one that is sent, and one
 * that is filled. A small object is sent whole. Nothing is visible before `complete`.
 */
export function createUpload(
  client: S3Client,
  Bucket: string,
  { key: Key, contentType: ContentType }: { key: string; contentType: string },
): ObjectUpload {
  let chunks: Uint8Array[] = [];
  let filled = 0;
  let id: string | undefined;
  let sending: Promise<void> = Promise.resolve();
  const parts: CompletedPart[] = [];

  async function sendPart(): Promise<void> {
    const Body = Buffer.concat(chunks, filled);
    [chunks, filled] = [[], 0];
    await sending;
    id ??= (await client.send(new CreateMultipartUploadCommand({ Bucket, Key, ContentType }))).UploadId;
    const PartNumber = parts.length + 1;
    const part: CompletedPart = { PartNumber };
    parts.push(part);
    sending = client.send(new UploadPartCommand({ Bucket, Key, UploadId: id, PartNumber, Body })).then(({ ETag }) => {
      part.ETag = ETag;
    });
    sending.catch(() => {
      // The next call that waits for the part throws it.
    });
  }

  return {
    async write(chunk) {
      for (let at = 0; at < chunk.length;) {
        // A copy, because the caller's chunk may be a view of a larger buffer that would stay in memory.
        const limit = parts.length === 0 ? WHOLE_BYTES : PART_BYTES;
        const piece = chunk.slice(at, at + limit - filled);
        chunks.push(piece);
        filled += piece.length;
        at += piece.length;
        if (filled === limit) await sendPart();
      }
    },
    async complete() {
      if (id === undefined && parts.length === 0) {
        const Body = Buffer.concat(chunks, filled);
        await client.send(new PutObjectCommand({ Bucket, Key, Body, ContentType, IfNoneMatch: "*" }));
        return;
      }
      if (filled > 0) await sendPart();
      await sending;
      const MultipartUpload = { Parts: parts };
      await client.send(
        new CompleteMultipartUploadCommand({ Bucket, Key, UploadId: id, MultipartUpload, IfNoneMatch: "*" }),
      );
    },
    async abort() {
      [chunks, filled] = [[], 0];
      await sending.catch(() => {
        // Known to the caller, or of no interest any more.
      });
      if (id !== undefined)
        await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId: id })).catch(() => {
          // The bucket deletes incomplete uploads after three days.
        });
    },
  };
}
