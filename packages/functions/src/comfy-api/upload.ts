import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { BusboyFileStream } from "@fastify/busboy";
import type { Context } from "hono";
import { createContentHash } from "@pegbar/comfyui/content-hash";
import { MAX_BYTES, type Row } from "@pegbar/core/catalog/input";
import { register, reserveKey } from "@pegbar/core/catalog/input/upload.ts";
import { getPorts } from "@pegbar/core/platform/context.ts";
import { VisibleError } from "@pegbar/core/platform/error";
import type { Env } from "../http/problem.ts";
import { CHECK_WAIT_MS } from "./check-wait.ts";
import { ComfyError } from "./errors.ts";
import { readHash } from "./hash.ts";

/** Limits of a form, in bytes and numbers. */
const LIMITS = { fieldNameSize: 100, fieldSize: 4096, fields: 50, files: 1, parts: 51, headerPairs: 50 };
const MAX_NAME = 255;

interface Received {
  storedAs: string;
  sha256: string;
  blake3: string;
  bytes: number;
}

/**
 * Receives a file as multipart form. It is streamed to the store: only a few MiB are in memory. What does not match
 * `expected_hash`, or does not arrive completely, is never an object in the store.
 * @throws hash_mismatch, payload_too_large, quota_exceeded, or why the check refuses the file
 */
export async function receiveUpload(c: Context<Env>): Promise<{ input: Row; isNew: boolean }> {
  const contentType = c.req.header("content-type") ?? "";
  if (!/^multipart\/form-data\s*;/i.test(contentType))
    throw new VisibleError("unsupported_media_type", "Send a multipart/form-data body with a part named file.");
  const { body } = c.req.raw;
  if (!body) throw createFormError("The body is empty");
  const { fields, file } = await readForm(
    Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]),
    contentType,
  );
  const name = (fields.get("file_path") ?? "file").split(/[\\/]/).at(-1)?.slice(-MAX_NAME) ?? "";
  return register(
    {
      storedAs: file.storedAs,
      sha256: file.sha256,
      bytes: file.bytes,
      contentType: fields.get("content_type")?.slice(0, 128) ?? "application/octet-stream",
      filename: name === "" ? "file" : name.toWellFormed().replaceAll("\0", "\uFFFD"),
    },
    CHECK_WAIT_MS,
  );
}

async function readForm(
  body: Readable,
  contentType: string,
): Promise<{ fields: ReadonlyMap<string, string>; file: Received }> {
  // Loaded by the first upload.
  const { Busboy } = await import("@fastify/busboy");
  const fields = new Map<string, string>();
  let receiving: Promise<Received> | undefined;
  let problem: Error | undefined;
  let content: BusboyFileStream | undefined;
  let hasFailed = false;
  const form = createForm(Busboy, contentType);
  form.once("error", () => (hasFailed = true));
  form.on("field", (name, value, isNameCut, isValueCut) => {
    if (isNameCut || isValueCut) problem ??= createFormError(`The field ${name.slice(0, 40)} is too long`);
    else fields.set(name, value);
  });
  form.on("file", (name, stream) => {
    // @fastify/busboy (3.2.0) emits an error of a form that ends early on the file after the form: without a listener, it would
    // end the process.
    stream.on("error", () => undefined);
    if (name === "file" && !receiving) {
      content = stream;
      receiving = storeFile(stream, () => fields.get("expected_hash"));
      receiving.catch((error: unknown) => {
        // Then it is the form's error.
        if (hasFailed) return;
        problem ??= error instanceof Error ? error : new Error(String(error));
        // Ends the request: the rest of the file is not needed.
        form.destroy(problem);
      });
    } else {
      problem ??= createFormError("The form has another file than the one named file");
      stream.resume();
    }
  });
  for (const limit of ["partsLimit", "filesLimit", "fieldsLimit"] as const)
    form.on(limit, () => (problem ??= createFormError("The form has too many parts")));
  try {
    await pipeline(body, form);
  } catch (error) {
    // The parser does not end the file when the form ends early.
    content?.destroy(error instanceof Error ? error : undefined);
    await receiving?.catch(() => {
      // The first error is the cause.
    });
    throw problem ?? (error instanceof Error && isParserError(error) ? createFormError(error.message) : error);
  }
  const file = await receiving;
  if (problem) throw problem;
  if (!file) throw createFormError("The form has no file");
  return { fields, file };
}

function createForm(Busboy: typeof import("@fastify/busboy").Busboy, contentType: string) {
  try {
    return new Busboy({ headers: { "content-type": contentType }, limits: LIMITS });
  } catch (error) {
    throw createFormError(error instanceof Error ? error.message : String(error));
  }
}

/** Errors that the parser creates have no code, unlike those of a connection. */
const isParserError = (error: Error): boolean => !("code" in error) && error.name === "Error";

/** Streams one file to the store. @throws hash_mismatch, payload_too_large */
async function storeFile(stream: BusboyFileStream, getExpected: () => string | undefined): Promise<Received> {
  const storedAs = await reserveKey();
  const upload = await getPorts().storage.createUpload({ key: storedAs, contentType: "application/octet-stream" });
  try {
    const hash = await createContentHash();
    let bytes = 0;
    for await (const chunk of stream as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      if (bytes > MAX_BYTES)
        throw new ComfyError("payload_too_large", `A file has at most ${MAX_BYTES} bytes. Send a smaller one.`);
      hash.update(chunk);
      await upload.write(chunk);
    }
    if (bytes === 0) throw createFormError("The file is empty");
    const hashes = hash.digest();
    const expected = getExpected();
    if (expected !== undefined && readHash(expected) !== hashes.blake3)
      throw new ComfyError(
        "hash_mismatch",
        `The file's hash is blake3:${hashes.blake3}, not ${expected.slice(0, 80)}.`,
        {
          details: { hash: `blake3:${hashes.blake3}` },
        },
      );
    await upload.complete();
    return { storedAs, ...hashes, bytes };
  } catch (error) {
    await upload.abort();
    throw error;
  }
}

const createFormError = (what: string) =>
  new VisibleError("invalid_request", `${what}. Send the fields content_type and file_path, then the part file.`);
