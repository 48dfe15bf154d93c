import { createHash } from "node:crypto";
import { link, mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ignoreMissing, modelFolders } from "@pegbar/comfyui";
import * as Context from "@pegbar/core/platform/context.ts";
import type { ProblemDetail } from "@pegbar/core/platform/error";
import * as Model from "@pegbar/core/catalog/model";
import * as Upload from "@pegbar/core/catalog/upload/parts.ts";
import { findSafetensorsError } from "./safetensors.ts";

/** Verifies an uploaded model file and stores it below `folder`, where ComfyUI finds it. Can be repeated. */
export async function verifyModel(id: string, folder: string): Promise<void> {
  const row = await Model.getOwn(id);
  if (row.status !== "checking" || row.key === null) return;
  const target = path.join(folder, getFolder(row.kind), Model.getPath(row));
  const draft = `${target}.importing`;
  await mkdir(path.dirname(target), { recursive: true });
  try {
    const problem = await fetchAndCheck({ ...row, key: row.key }, draft);
    if (!problem && !(await isThere(target))) await link(draft, target);
    if (!problem) await Upload.assemble({ ...row, key: row.key });
    await Model.settle(id, problem);
  } finally {
    await rm(draft, { force: true });
  }
}

function getFolder(kind: string): string {
  const folder = Object.entries(modelFolders).find(([known]) => known === kind)?.[1];
  if (folder === undefined) throw new Error(`no folder for models of kind ${kind}`);
  return folder;
}

const refuse = (code: string, message: string, remedy: string): ProblemDetail => ({ code, message, remedy });

/** Downloads and checks the file. @returns the problem, if any */
async function fetchAndCheck(
  row: { key: string; sha256: string; bytes: number | null; partSha256s: string[] | null },
  file: string,
): Promise<ProblemDetail | undefined> {
  const { storage } = Context.getPorts();
  const stored = row.partSha256s ? undefined : await storage.head(row.key);
  if (!row.partSha256s && !stored)
    return refuse(
      "model_missing",
      "Nothing was uploaded to the URL of this model",
      "Announce it again, upload, then complete.",
    );
  if (stored && stored.bytes !== row.bytes)
    return refuse(
      "model_size_mismatch",
      `The file has ${stored.bytes} bytes; ${row.bytes} were announced`,
      "Announce it again with its size.",
    );
  // Opened before anything can fail: a file that opens later would appear after the draft was removed.
  await using target = await open(file, "w");
  const hash = createHash("sha256");
  const source = Readable.from(Upload.readContent(row));
  source.on("data", (chunk: Uint8Array) => hash.update(chunk));
  await pipeline(source, target.createWriteStream());
  const sha256 = hash.digest("hex");
  if (sha256 !== row.sha256)
    return refuse(
      "model_hash_mismatch",
      `The file's SHA-256 is ${sha256}; ${row.sha256} was announced`,
      "Announce it again and upload it.",
    );
  const reason = await findSafetensorsError(file);
  return reason === undefined
    ? undefined
    : refuse(
        "model_not_safetensors",
        `Not a safetensors file: ${reason}`,
        "Convert the model to safetensors and announce it again.",
      );
}

const isThere = async (file: string): Promise<boolean> => (await ignoreMissing(stat(file))) !== undefined;
