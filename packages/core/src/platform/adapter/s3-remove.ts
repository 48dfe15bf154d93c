import {
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandInput,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from "@aws-sdk/client-s3";
import type { Storage } from "../port/index.ts";

/** Maximum number of objects in one request to S3. */
const MAX_DELETES = 1000;

interface Found {
  Key: string;
  VersionId?: string | undefined;
}

/** Deletes objects completely: in a bucket with versioning, also all their versions and delete markers. */
export function createRemover(
  client: S3Client,
  Bucket: string,
  { versioned, list }: { versioned: boolean } & Pick<Storage, "list">,
) {
  const removeAll = async (all: readonly Found[]): Promise<void> => {
    for (let from = 0; from < all.length; from += MAX_DELETES) {
      const Objects = all.slice(from, from + MAX_DELETES);
      const { Errors = [] } = await client.send(new DeleteObjectsCommand({ Bucket, Delete: { Objects, Quiet: true } }));
      const [first] = Errors;
      if (first) throw new Error(`${Errors.length} objects were not removed: ${first.Code} ${first.Key}`);
    }
  };
  const listVersions = async (Prefix: string): Promise<Found[]> => {
    const found: Found[] = [];
    let more: Pick<ListObjectVersionsCommandInput, "KeyMarker" | "VersionIdMarker"> | undefined = {};
    while (more) {
      const page: ListObjectVersionsCommandOutput = await client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix, ...more }),
      );
      for (const { Key, VersionId } of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
        if (Key !== undefined) found.push({ Key, VersionId });
      const { IsTruncated, NextKeyMarker, NextVersionIdMarker } = page;
      more = IsTruncated === true && NextKeyMarker !== undefined ? { KeyMarker: NextKeyMarker } : undefined;
      if (more && NextVersionIdMarker !== undefined) more.VersionIdMarker = NextVersionIdMarker;
    }
    return found;
  };
  const listObjects = async (prefix: string): Promise<Found[]> => (await list(prefix)).map(({ key: Key }) => ({ Key }));
  return {
    async keys(keys: readonly string[]): Promise<void> {
      if (!versioned) return removeAll(keys.map((Key) => ({ Key })));
      // The prefix also matches longer keys, which must stay.
      for (const key of keys) await removeAll((await listVersions(key)).filter(({ Key }) => Key === key));
    },
    below: async (prefix: string): Promise<void> =>
      removeAll(await (versioned ? listVersions(prefix) : listObjects(prefix))),
  };
}
