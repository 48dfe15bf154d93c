import { createWriteStream } from "node:fs";
import { rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { Pegbar } from "../client.ts";
import { FRAMES_FOLDER } from "../delivery/manifest.ts";
import type { DeliveryPlan } from "../delivery/plan.ts";
import { zipDelivery } from "../delivery/zip.ts";
import { makeFolder } from "./make-folder.ts";
import { saveAssets } from "./save.ts";
import { saveRendition } from "./save-rendition.ts";
import { createNativeHasher } from "./upload.ts";

type Client = Pick<Pegbar, "get" | "pages" | "request"> & Partial<Pick<Pegbar, "onRetry">>;

interface Options {
  signal?: AbortSignal;
  /** Called when a result has been stored. */
  onFile?: (done: number, count: number) => void;
}

/**
 * Stores a delivery in a folder. Results that are there already are verified and kept, and interrupted downloads resume. The
 * manifest is written last, so that a folder with a manifest is complete.
 */
export async function deliverToFolder(
  client: Client,
  { assets, renditions, texts }: DeliveryPlan,
  folder: string,
  { signal, onFile }: Options = {},
): Promise<void> {
  await makeFolder(folder);
  const frames = path.join(folder, FRAMES_FOLDER);
  let done = 0;
  for await (const _saved of saveAssets(client, assets, frames, { certificate: false, ...(signal ? { signal } : {}) }))
    onFile?.(++done, assets.length);
  for (const { path: name, rendition } of renditions)
    await saveRendition(client, rendition, path.join(folder, name), signal);
  for (const { path: name, text } of texts) await writeFile(path.join(folder, name), text);
}

/** Stores a delivery as a ZIP, which gets its name when it is complete. */
export async function deliverToZip(
  client: Client,
  plan: DeliveryPlan,
  file: string,
  { signal, ...options }: Options = {},
): Promise<void> {
  const part = `${file}.part`;
  await makeFolder(path.dirname(path.resolve(file)));
  try {
    const zip = zipDelivery(client, plan, { ...options, hasher: createNativeHasher, ...(signal ? { signal } : {}) });
    const source = Readable.fromWeb(zip as Parameters<typeof Readable.fromWeb>[0]);
    await pipeline(source, createWriteStream(part), signal ? { signal } : {});
  } catch (error) {
    await rm(part, { force: true });
    throw error;
  }
  await rename(part, file);
}
