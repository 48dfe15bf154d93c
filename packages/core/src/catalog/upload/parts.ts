import * as Context from "../../platform/context.ts";
import { VisibleError } from "../../platform/error/index.ts";
import type { SignedUrl } from "../../platform/port/index.ts";

/** A file larger than this comes in parts of this size, the last one smaller, so that what breaks off can go on. */
export const PART_BYTES = 64 * 1024 * 1024;

/** A file as it was announced: where it will lie, and the SHA-256 of each part when it comes in parts. */
export interface Announced {
  key: string;
  bytes: number;
  sha256: string;
  contentType: string;
  partSha256s: readonly string[] | null;
}

/** Where to put what is not here yet: the file, or parts of it by number from 1. */
export type Upload = { whole: SignedUrl; parts?: never } | { whole?: never; parts: (SignedUrl & { number: number })[] };

export const countOf = (bytes: number): number => Math.ceil(bytes / PART_BYTES);

/** Each part is an object of its own, write-once, whose length and SHA-256 the store checks. */
export const buildPartKey = (key: string, number: number): string =>
  `${buildPrefix(key)}${String(number).padStart(5, "0")}`;
export const buildPrefix = (key: string): string => `${key}.parts/`;

/** Throws unless the hashes of the parts fit the file's size: one for each part of a large file, none for a small one. */
export function assertParts(bytes: number, partSha256s: readonly string[] | undefined): void {
  const wanted = bytes > PART_BYTES ? countOf(bytes) : 0;
  if ((partSha256s?.length ?? 0) === wanted) return;
  const message =
    wanted === 0
      ? `A file of at most ${PART_BYTES} bytes comes in one piece`
      : `A file of ${bytes} bytes comes in ${wanted} parts of ${PART_BYTES} bytes, the last one smaller`;
  const remedy = wanted === 0 ? "Leave partSha256s out." : `Send the SHA-256 of each part in partSha256s, in order.`;
  throw new VisibleError("invalid_request", `${message}. ${remedy}`, {
    errors: [{ code: "parts_mismatch", message, remedy, pointer: "/partSha256s" }],
  });
}

/** Signs URLs for what is missing. */
export async function sign(file: Announced): Promise<Upload> {
  const { storage } = Context.ports();
  if (!file.partSha256s) return { whole: await storage.signPut(file) };
  const missing = await listMissing(file);
  const parts = await Promise.all(
    missing.map(async ({ number, ...part }) => ({ number, ...(await storage.signPut(part)) })),
  );
  return { parts };
}

/** The parts that have not come yet; none for a file in one piece. */
export async function listMissing({ key, bytes, contentType, partSha256s }: Announced) {
  if (!partSha256s) return [];
  const here = new Set((await Context.ports().storage.list(buildPrefix(key))).map((object) => object.key));
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

/** The content of a file, in one piece or in parts. */
export async function* readContent({
  key,
  partSha256s,
}: Pick<Announced, "key" | "partSha256s">): AsyncGenerator<Uint8Array> {
  const { storage } = Context.ports();
  const keys = partSha256s ? partSha256s.map((_sha256, index) => buildPartKey(key, index + 1)) : [key];
  for (const one of keys) yield* await storage.get(one);
}

/** Makes one object of the parts, which stay. May be done twice. */
export async function assemble({ key, partSha256s }: Pick<Announced, "key" | "partSha256s">): Promise<void> {
  if (!partSha256s) return;
  const { storage } = Context.ports();
  if (await storage.head(key)) return;
  await storage.assemble(
    partSha256s.map((_sha256, index) => buildPartKey(key, index + 1)),
    key,
  );
}

/** Removes what the actor's tenant uploaded, whole or in parts. For the janitor: nobody else may delete. */
export async function remove(key: string): Promise<void> {
  const { storage } = Context.ports();
  if (!key.startsWith(`${Context.tenantId()}/`)) throw new Error(`${key} is another tenant's`);
  await storage.remove(key);
  await storage.removeBelow(buildPrefix(key));
}
