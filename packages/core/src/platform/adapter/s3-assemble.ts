import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type S3Client,
} from "@aws-sdk/client-s3";

/** Copies that run at once: S3 does the work. */
const AT_ONCE = 8;

/** One object made of others by copies within S3. Nothing stays behind when it fails. */
export async function assemble(client: S3Client, Bucket: string, keys: readonly string[], Key: string): Promise<void> {
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  try {
    const parts: { PartNumber: number; ETag: string | undefined }[] = [];
    for (let from = 0; from < keys.length; from += AT_ONCE) {
      const copied = keys.slice(from, from + AT_ONCE).map(async (source, index) => {
        const PartNumber = from + index + 1;
        const CopySource = `${Bucket}/${source.split("/").map(encodeURIComponent).join("/")}`;
        const { CopyPartResult } = await client.send(
          new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource }),
        );
        return { PartNumber, ETag: CopyPartResult?.ETag };
      });
      parts.push(...(await Promise.all(copied)));
    }
    const MultipartUpload = { Parts: parts };
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, IfNoneMatch: "*" }));
  } catch (error) {
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}
