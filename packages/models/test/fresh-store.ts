import { createHash, randomBytes } from "node:crypto";
import { chmod, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import {
  type CompletedPart,
  CompleteMultipartUploadCommand,
  CreateBucketCommand,
  CreateMultipartUploadCommand,
  DeleteBucketCommand,
  DeleteObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
  UploadPartCommand,
} from "@aws-sdk/client-s3";
import { inject } from "vitest";
import type { SourceManifest, SourceModel } from "../src/manifest.ts";

export const sha256 = (content: Uint8Array): string => createHash("sha256").update(content).digest("hex");

/** Maximum size of a request to the store. */
const PART_BYTES = 8 * 1024 * 1024;

/** A bucket and an empty model store. */
export async function freshStore() {
  const work = await mkdtemp(path.join(tmpdir(), "pegbar-import-"));
  // Other accounts can read it.
  await chmod(work, 0o755);
  const dir = await mkdtemp(path.join(work, "store-"));
  const bucket = `models-${randomBytes(6).toString("hex")}`;
  const client = new S3Client({
    endpoint: inject("storeUrl"),
    region: "us-east-1",
    credentials: { accessKeyId: "local", secretAccessKey: "local" },
    forcePathStyle: true,
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  await client.send(new CreateBucketCommand({ Bucket: bucket }));
  const put = async (key: string, body: Uint8Array | string) => {
    const object = { Bucket: bucket, Key: key };
    if (body.length <= PART_BYTES) {
      await client.send(new PutObjectCommand({ ...object, Body: body }));
      return;
    }
    const { UploadId } = await client.send(new CreateMultipartUploadCommand(object));
    const Parts: CompletedPart[] = [];
    for (let from = 0; from < body.length; from += PART_BYTES) {
      const PartNumber = Parts.length + 1;
      const Body = body.slice(from, from + PART_BYTES);
      const { ETag } = await client.send(new UploadPartCommand({ ...object, UploadId, PartNumber, Body }));
      Parts.push({ ETag, PartNumber });
    }
    await client.send(new CompleteMultipartUploadCommand({ ...object, UploadId, MultipartUpload: { Parts } }));
  };
  return {
    dir,
    bucket,
    client,
    put,
    /** Uploads a model with random content. Returns its entry for a manifest. */
    async model(fileName: string, bytes = 1000, folder = "checkpoints"): Promise<SourceModel> {
      const content = randomBytes(bytes);
      await put(`${folder}/${fileName}`, content);
      return { folder, fileName, sha256: sha256(content), bytes };
    },
    /** Writes a manifest to a file outside of the store. */
    async manifest(models: SourceModel[]): Promise<string> {
      const file = path.join(work, `${randomBytes(4).toString("hex")}.json`);
      await writeFile(file, JSON.stringify({ version: 1, models } satisfies SourceManifest));
      return file;
    },
    drafts: (): Promise<string[]> => readdir(path.join(dir, ".importing")).catch(() => []),
    async stop() {
      const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: bucket }));
      for (const { Key } of Contents) await client.send(new DeleteObjectCommand({ Bucket: bucket, Key }));
      await client.send(new DeleteBucketCommand({ Bucket: bucket }));
      client.destroy();
      await rm(work, { recursive: true, force: true });
    },
  };
}
export type FreshStore = Awaited<ReturnType<typeof freshStore>>;
