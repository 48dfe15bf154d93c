import {
  GetObjectCommand,
  HeadObjectCommand,
  NotFound,
  NoSuchKey,
  paginateListObjectsV2,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
  type S3ClientConfig,
} from "@aws-sdk/client-s3";
import { getSignedUrl } from "@aws-sdk/s3-request-presigner";
import { assemble } from "./s3-assemble.ts";
import { createUpload } from "./s3-upload.ts";
import { createRemover } from "./s3-remove.ts";
import type { SignedUrl, Storage } from "../port/index.ts";

interface Options {
  bucket: string;
  client?: S3ClientConfig;
  /** How long a signed URL is valid. */
  seconds?: number;
  /** Whether the bucket keeps versions, all of which must then be deleted. */
  versioned?: boolean;
}

const toBase64 = (hex: string) => Buffer.from(hex, "hex").toString("base64");
const toHex = (base64: string) => Buffer.from(base64, "base64").toString("hex");

/** Tag for lifecycle rules by the folder of a key: see infra/storage.ts. */
const KINDS: Record<string, string> = { assets: "asset", credentialed: "asset", previews: "preview" };
const getTagging = (key: string): string | undefined => {
  const kind = KINDS[key.split("/")[1] ?? ""];
  return kind && new URLSearchParams({ "pegbar:kind": kind }).toString();
};

/** Stores objects in an S3 bucket. */
export function createS3Storage({
  bucket: Bucket,
  client: config,
  seconds = 900,
  versioned = false,
}: Options): Storage {
  // Requests: WHEN_REQUIRED, otherwise the presigner signs a CRC32 of an empty body. Responses: stored checksums are
  // not verified, so that the media function can read and refuse a file that contradicts its checksum.
  const client = new S3Client({
    ...config,
    requestChecksumCalculation: "WHEN_REQUIRED",
    responseChecksumValidation: "WHEN_REQUIRED",
  });
  const signRequest = (
    method: SignedUrl["method"],
    url: string,
    headers: Record<string, string>,
    expiresIn: number,
  ): SignedUrl => ({
    method,
    url,
    headers,
    expiresAt: new Date(Date.now() + expiresIn * 1000).toISOString(),
  });
  const list = async (prefix: string): Promise<{ key: string; bytes: number }[]> => {
    const found: { key: string; bytes: number }[] = [];
    for await (const { Contents = [] } of paginateListObjectsV2({ client }, { Bucket, Prefix: prefix }))
      found.push(...Contents.flatMap(({ Key, Size = 0 }) => (Key === undefined ? [] : [{ key: Key, bytes: Size }])));
    return found;
  };
  const removal = createRemover(client, Bucket, { versioned, list });
  return {
    async signPut({ key, bytes, contentType, sha256 }) {
      const tagging = getTagging(key);
      const headers = {
        ...(tagging === undefined ? {} : { "x-amz-tagging": tagging }),
        "content-type": contentType,
        "content-length": String(bytes),
        "if-none-match": "*",
        "x-amz-checksum-sha256": toBase64(sha256),
      };
      const command = new PutObjectCommand({
        Bucket,
        Key: key,
        ContentType: contentType,
        ContentLength: bytes,
        IfNoneMatch: "*",
        ChecksumSHA256: headers["x-amz-checksum-sha256"],
        Tagging: tagging,
      });
      // In the query string, where the presigner moves them, S3 would ignore these headers.
      const unhoistableHeaders = new Set(["x-amz-checksum-sha256", "if-none-match", "x-amz-tagging"]);
      const signableHeaders = new Set(["host", ...Object.keys(headers)]);
      const url = await getSignedUrl(client, command, { expiresIn: seconds, unhoistableHeaders, signableHeaders });
      return signRequest("PUT", url, headers, seconds);
    },
    async signPreview(key) {
      const Tagging = getTagging(key);
      const command = new PutObjectCommand({ Bucket, Key: key, Tagging });
      const headers: Record<string, string> = Tagging === undefined ? {} : { "x-amz-tagging": Tagging };
      const url = await getSignedUrl(client, command, {
        expiresIn: 12 * 3600,
        unhoistableHeaders: new Set(Object.keys(headers)),
        signableHeaders: new Set(["host", ...Object.keys(headers)]),
      });
      return signRequest("PUT", url, headers, 12 * 3600);
    },
    async signGet(key, options = {}) {
      const expiresIn = options.seconds ?? seconds;
      const command = new GetObjectCommand({
        Bucket,
        Key: key,
        ...(options.filename === undefined
          ? {}
          : { ResponseContentDisposition: `attachment; filename="${options.filename}"` }),
        ...(options.contentType === undefined ? {} : { ResponseContentType: options.contentType }),
      });
      return signRequest("GET", await getSignedUrl(client, command, { expiresIn }), {}, expiresIn);
    },
    async head(key) {
      try {
        const found = await client.send(new HeadObjectCommand({ Bucket, Key: key, ChecksumMode: "ENABLED" }));
        return {
          bytes: found.ContentLength ?? 0,
          contentType: found.ContentType ?? "application/octet-stream",
          sha256: found.ChecksumSHA256 === undefined ? undefined : toHex(found.ChecksumSHA256),
        };
      } catch (error) {
        if (error instanceof NotFound || error instanceof NoSuchKey) return undefined;
        throw error;
      }
    },
    async get(key, range) {
      const Range = range && `bytes=${range.start}-${range.end - 1}`;
      const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, Range }));
      if (!Body) throw new Error(`object ${key} has no body`);
      return Body.transformToWebStream();
    },
    async put({ key, body, contentType }) {
      const Tagging = getTagging(key);
      const object = { Bucket, Key: key, Body: body, ContentType: contentType, IfNoneMatch: "*", Tagging };
      await client.send(new PutObjectCommand(object)).catch((error: unknown) => {
        if (!(error instanceof S3ServiceException) || error.$metadata.httpStatusCode !== 412) throw error;
      });
    },
    createUpload: async (object) => createUpload(client, Bucket, object),
    list,
    assemble: (keys, target) => assemble(client, Bucket, keys, target),
    remove: (key) => removal.keys([key]),
    removeMany: (keys) => removal.keys(keys),
    async removeBelow(prefix) {
      if (!/^[^/]+\/.*[^/]\/$/.test(prefix))
        throw new Error(`${JSON.stringify(prefix)} is not the prefix of a single folder`);
      await removal.below(prefix);
    },
  };
}
