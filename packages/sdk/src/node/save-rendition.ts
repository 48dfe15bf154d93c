import { createWriteStream } from "node:fs";
import { rename, rm, stat } from "node:fs/promises";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pegbar } from "../client.ts";
import { assertHash } from "../download.ts";
import { getRenditionFile, getRenditionPath, type Rendition } from "../rendition.ts";
import { ignoreMissing } from "./ignore-missing.ts";
import { sha256OfFile } from "./upload.ts";

/**
 * Saves the file of a movie or contact sheet that is ready, which gets its name when its SHA-256 is verified. One that is
 * there already is kept.
 */
export async function saveRendition(
  client: Pick<Pegbar, "request">,
  rendition: Rendition,
  file: string,
  signal?: AbortSignal,
): Promise<void> {
  const wanted = { path: getRenditionPath(rendition), ...getRenditionFile(rendition) };
  const size = (await ignoreMissing(stat(file)))?.size;
  if (size === wanted.bytes && (await sha256OfFile(file, signal)) === wanted.sha256) return;
  const part = `${file}.part`;
  const { body } = await client.request(wanted.path, signal ? { signal } : {});
  if (!body) throw new Error(`${wanted.filename} is empty`);
  try {
    const source = Readable.fromWeb(body as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(source, createWriteStream(part), signal ? { signal } : {});
    assertHash(rendition, wanted, await sha256OfFile(part, signal));
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await rename(part, file);
}
