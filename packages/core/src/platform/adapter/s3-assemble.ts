import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  UploadPartCopyCommand,
  type S3Client,
} from "@aws-sdk/client-s3";
import pLimit from "p-limit";

/** Maximum number of concurrent copies, which S3 does itself. */
const AT_ONCE = 8;

/** Joins objects into one by copying them within S3. If it fails, nothing remains. */
export async function assemble(client: S3Client, Bucket: string, keys: readonly string[], Key: string): Promise<void> {
  const limit = pLimit(AT_ONCE);
  const { UploadId } = await client.send(new CreateMultipartUploadCommand({ Bucket, Key }));
  try {
    const Parts = await limit.map(keys, async (source, index) => {
      const PartNumber = index + 1;
      const CopySource = `${Bucket}/${source.split("/").map(encodeURIComponent).join("/")}`;
      const { CopyPartResult } = await client.send(
        new UploadPartCopyCommand({ Bucket, Key, UploadId, PartNumber, CopySource }),
      );
      return { PartNumber, ETag: CopyPartResult?.ETag };
    });
    const MultipartUpload = { Parts };
    await client.send(new CompleteMultipartUploadCommand({ Bucket, Key, UploadId, MultipartUpload, IfNoneMatch: "*" }));
  } catch (error) {
    limit.clearQueue();
    // Ignored, because the first error is the cause. The bucket deletes incomplete uploads after three days.
    await client.send(new AbortMultipartUploadCommand({ Bucket, Key, UploadId })).catch(() => undefined);
    throw error;
  }
}
