import { setTimeout as wait } from "node:timers/promises";
import { GetObjectCommand, NoSuchBucket, NoSuchKey, S3Client, type GetObjectCommandOutput } from "@aws-sdk/client-s3";
import type { Content } from "./content.ts";
import { ContentMismatch } from "./store-file.ts";

/** An object could not be read. */
export class ObjectUnavailable extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = "ObjectUnavailable";
  }
}

export interface ObjectAddress {
  bucket: string;
  key: string;
}

/** Timeout of a connection without any data, in milliseconds. */
const SILENCE_MS = 60_000;
/** Maximum number of attempts without a single byte in between. */
const ATTEMPTS = 5;

/** Creates an S3 client from the AWS environment: region, endpoint, credentials. */
export function createModelClient(env: NodeJS.ProcessEnv = process.env): S3Client {
  return new S3Client({
    forcePathStyle: Boolean(env["AWS_ENDPOINT_URL_S3"] ?? env["AWS_ENDPOINT_URL"]),
    // The SHA-256 of the manifest is verified instead.
    responseChecksumValidation: "WHEN_REQUIRED",
    requestHandler: { connectionTimeout: 10_000, socketTimeout: SILENCE_MS },
  });
}

/** Reads an object as text. */
export async function readObjectText(client: S3Client, address: ObjectAddress, signal?: AbortSignal): Promise<string> {
  const { Body } = await get(client, address, {}, signal);
  return Body?.transformToString() ?? "";
}

/**
 * Streams an object of known size, and resumes after a lost connection.
 * @throws ObjectUnavailable
 * @throws ContentMismatch before the first piece if its size differs
 */
export async function* readObject(
  client: S3Client,
  address: ObjectAddress,
  { bytes }: Pick<Content, "bytes">,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const first = await get(client, address, {}, signal);
  if (first.ContentLength !== undefined && first.ContentLength !== bytes) {
    discard(first);
    throw new ContentMismatch(`${bytes} bytes expected, ${first.ContentLength} found`);
  }
  let offset = 0;
  let failures = 0;
  for (let { Body: body } = first; ;) {
    try {
      for await (const chunk of (body ?? []) as AsyncIterable<Uint8Array>) {
        offset += chunk.length;
        failures = 0;
        yield chunk;
      }
      return;
    } catch (cause) {
      signal?.throwIfAborted();
      if (offset >= bytes) return;
      if (++failures >= ATTEMPTS) throw createUnavailableError(address, cause);
    }
    await wait(500 * failures, undefined, { signal });
    // The parts must be of the same version of the object.
    const rest = { Range: `bytes=${offset}-`, IfMatch: first.ETag };
    ({ Body: body } = await get(client, address, rest, signal));
  }
}

async function get(
  client: S3Client,
  address: ObjectAddress,
  part: { Range?: string; IfMatch?: string | undefined },
  signal?: AbortSignal,
): Promise<GetObjectCommandOutput> {
  const { bucket: Bucket, key: Key } = address;
  try {
    return await client.send(
      new GetObjectCommand({ Bucket, Key, ...part }),
      signal === undefined ? {} : { abortSignal: signal },
    );
  } catch (cause) {
    signal?.throwIfAborted();
    throw createUnavailableError(address, cause);
  }
}

/** Closes the connection without reading the rest. */
function discard({ Body: body }: GetObjectCommandOutput): void {
  if (body && "destroy" in body) body.destroy();
}

function createUnavailableError({ bucket, key }: ObjectAddress, cause: unknown): ObjectUnavailable {
  const where = `s3://${bucket}/${key}`;
  const name = cause instanceof Error ? cause.name : "";
  const why =
    cause instanceof NoSuchKey
      ? `${where} does not exist: upload it, or correct its "key"`
      : cause instanceof NoSuchBucket
        ? `the bucket of ${where} does not exist`
        : name === "AccessDenied"
          ? `${where}: access denied. The object does not exist, or s3:GetObject is not allowed`
          : `${where} could not be read: ${cause instanceof Error ? cause.message : String(cause)}`;
  return new ObjectUnavailable(why, { cause });
}
