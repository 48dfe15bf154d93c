import * as Context from "../../platform/context.ts";
import { VisibleError } from "../../platform/error/index.ts";
import type { SignedUrl } from "../../platform/port/index.ts";

/**
 * Files larger than this are uploaded in parts of this size (the last one is smaller), so that an interrupted upload
 * can be resumed.
 */
export const PART_BYTES = 64 * 1024 * 1024;

/** A file as announced: its key, and the SHA-256 of each part if it is uploaded in parts. */
export interface Announced {
  key: string;
  bytes: number;
  sha256: string;
  contentType: string;
  partSha256s: readonly string[] | null;
}

/** URLs for what is not uploaded yet: the whole file, or parts of it, numbered from 1. */
export type Upload = { whole: SignedUrl; parts?: never } | { whole?: never; parts: (SignedUrl & { number: number })[] };

export const countOf = (bytes: number): number => Math.ceil(bytes / PART_BYTES);

/** Key of a part. Each part is a separate write-once object, whose length and SHA-256 the storage checks. */
export const buildPartKey = (key: string, number: number): string =>
  `${buildPrefix(key)}${String(number).padStart(5, "0")}`;
export const buildPrefix = (key: string): string => `${key}.parts/`;

/** Throws `invalid_request` unless a large file has one hash per part, and a small file none. */
export function assertParts(bytes: number, partSha256s: readonly string[] | undefined): void {
  const wanted = bytes > PART_BYTES ? countOf(bytes) : 0;
  if ((partSha256s?.length ?? 0) === wanted) return;
  const message =
    wanted === 0
      ? `A file of at most ${PART_BYTES} bytes is uploaded in one piece`
      : `A file of ${bytes} bytes is uploaded in ${wanted} parts of ${PART_BYTES} bytes (the last one is smaller)`;
  const remedy = wanted === 0 ? "Omit partSha256s." : `Send the SHA-256 of each part in partSha256s, in order.`;
  throw new VisibleError("invalid_request", `${message}. ${remedy}`, {
    errors: [{ code: "parts_mismatch", message, remedy, pointer: "/partSha256s" }],
  });
}

/** Signs URLs for the missing parts, or for the whole file. */
export async function sign(file: Announced): Promise<Upload> {
  const { storage } = Context.getPorts();
  if (!file.partSha256s) return { whole: await storage.signPut(file) };
  const missing = await listMissing(file);
  const parts = await Promise.all(
    missing.map(async ({ number, ...part }) => ({ number, ...(await storage.signPut(part)) })),
  );
  return { parts };
}

/** The parts that are not uploaded yet; none for a file without parts. */
export async function listMissing({ key, bytes, contentType, partSha256s }: Announced) {
  if (!partSha256s) return [];
  const here = new Set((await Context.getPorts().storage.list(buildPrefix(key))).map((object) => object.key));
  return partSha256s
    .map((sha256, index) => ({
      number: index + 1,
      key: buildPartKey(key, index + 1),
      sha256,
      contentType,
      bytes: Math.min(PART_BYTES, bytes - index * PART_BYTES),
    }))
    .filter((part) => !here.has(part.key));
}

/** Throws `input_missing` while parts are missing. The uploaded parts stay. */
export async function assertUploaded(file: Announced): Promise<void> {
  const missing = (await listMissing(file)).map(({ number }) => number);
  if (missing.length === 0) return;
  const message = `Parts ${missing.slice(0, 20).join(", ")}${missing.length > 20 ? " and others" : ""} are missing`;
  const remedy = "Announce the file again to get their URLs, upload them, then complete.";
  throw new VisibleError("input_missing", `${message}. ${remedy}`, {
    errors: [{ code: "parts_missing", message, remedy, pointer: "/partSha256s" }],
  });
}

/** Reads bytes from `start` to before `end` of a file, in parts or whole. */
export async function readRange(
  { key, partSha256s }: Pick<Announced, "key" | "partSha256s">,
  start: number,
  end: number,
): Promise<Uint8Array> {
  const { storage } = Context.getPorts();
  const chunks: Uint8Array[] = [];
  const read = async (from: string, range: { start: number; end: number }) => {
    for await (const chunk of await storage.get(from, range)) chunks.push(chunk);
  };
  if (!partSha256s) await read(key, { start, end });
  else
    for (let at = start; at < end;) {
      const index = Math.floor(at / PART_BYTES);
      const [first, next] = [index * PART_BYTES, Math.min(end, (index + 1) * PART_BYTES)];
      await read(buildPartKey(key, index + 1), { start: at - first, end: next - first });
      at = next;
    }
  return Buffer.concat(chunks);
}

/** Reads the content of a file, in parts or whole. */
export async function* readContent({
  key,
  partSha256s,
}: Pick<Announced, "key" | "partSha256s">): AsyncGenerator<Uint8Array> {
  const { storage } = Context.getPorts();
  const keys = partSha256s ? partSha256s.map((_sha256, index) => buildPartKey(key, index + 1)) : [key];
  for (const one of keys) yield* await storage.get(one);
}

/** Assembles the parts into one object and keeps the parts. Does nothing if the object exists. */
export async function assemble({ key, partSha256s }: Pick<Announced, "key" | "partSha256s">): Promise<void> {
  if (!partSha256s) return;
  const { storage } = Context.getPorts();
  if (await storage.head(key)) return;
  await storage.assemble(
    partSha256s.map((_sha256, index) => buildPartKey(key, index + 1)),
    key,
  );
}

/** Deletes an upload of the actor's tenant, with its parts. Only the janitor may delete objects. */
export async function remove(key: string): Promise<void> {
  const { storage } = Context.getPorts();
  if (!key.startsWith(`${Context.getTenantId()}/`)) throw new Error(`${key} is another tenant's`);
  await storage.remove(key);
  await storage.removeBelow(buildPrefix(key));
}
