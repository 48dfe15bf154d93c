import {
  GetObjectCommand,
  ListObjectsV2Command,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  NoSuchKey,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import type { Anchors } from "../port/index.ts";

interface Options {
  /** On AWS with Object Lock in compliance mode and a default retention. */
  bucket: string;
  /** Whether the bucket keeps versions, as Object Lock requires. Then the oldest version of a key is valid. */
  versioned: boolean;
  client?: S3ClientConfig;
}

/** Stores checkpoints in a separate bucket. */
export function createS3Anchors({ bucket: Bucket, versioned, client: config }: Options): Anchors {
  const client = new S3Client({ ...config, requestChecksumCalculation: "WHEN_REQUIRED" });

  async function* listVersions(Prefix: string): AsyncGenerator<ListObjectVersionsCommandOutput> {
    let more: Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker"> | undefined = {};
    while (more) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix, ...more }),
      );
      yield page;
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      more = IsTruncated === true && NextKeyMarker === Prefix ? { KeyMarker: NextKeyMarker } : undefined;
      if (more && NextVersionIdMarker !== undefined) more.VersionIdMarker = NextVersionIdMarker;
    }
  }

  const findOldest = async (Key: string): Promise<string | undefined> => {
    if (!versioned) return undefined;
    let found: string | undefined;
    // S3 lists the newest version first, so the oldest is on the last page. Longer keys with the same prefix come after
    // this key.
    for await (const { Versions = [] } of listVersions(Key))
      for (const version of Versions) if (version.Key === Key) found = version.VersionId ?? found;
    return found;
  };

  const get = async (Key: string): Promise<string | undefined> => {
    try {
      const VersionId = await findOldest(Key);
      const { Body } = await client.send(
        new GetObjectCommand({ Bucket, Key, ...(VersionId === undefined ? {} : { VersionId }) }),
      );
      return await Body?.transformToString("utf8");
    } catch (error) {
      if (error instanceof NoSuchKey) return undefined;
      throw error;
    }
  };

  return {
    get,
    async put(key, text) {
      try {
        await client.send(
          new PutObjectCommand({
            Bucket,
            Key: key,
            Body: text,
            ContentType: "text/plain; charset=utf-8",
            ChecksumAlgorithm: "SHA256",
            IfNoneMatch: "*",
          }),
        );
        return undefined;
      } catch (error) {
        if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 412) throw error;
      }
      const there = await get(key);
      if (there === undefined) throw new Error(`${key} exists but cannot be read`);
      return there;
    },
    async next(key, prefix) {
      const { Contents = [] } = await client.send(
        new ListObjectsV2Command({ Bucket, Prefix: prefix, StartAfter: key, MaxKeys: 1 }),
      );
      return Contents[0]?.Key;
    },
  };
}
