import { createHash } from "node:crypto";
import { link, mkdir, open, rm, stat } from "node:fs/promises";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { ignoreMissing, modelFolders } from "@pegbar/comfyui";
import * as z from "zod";
import * as Context from "@pegbar/core/platform/context.ts";
import type { ProblemDetail } from "@pegbar/core/platform/error";
import * as Model from "@pegbar/core/catalog/model";
import * as Upload from "@pegbar/core/catalog/upload/parts.ts";

/** As large as the safetensors format lets its header be. */
const MAX_HEADER_BYTES = 100_000_000;

const Tensor = z.object({
  dtype: z.string(),
  shape: z.array(z.int().nonnegative()),
  data_offsets: z.tuple([z.int().nonnegative(), z.int().nonnegative()]),
});
const Header = z.record(z.string(), z.unknown());

/** Checks an announced model file and puts it where ComfyUI finds it, below `folder`. May be done twice. */
export async function verifyModel(id: string, folder: string): Promise<void> {
  const row = await Model.ownFromID(id);
  if (row.status !== "checking" || row.key === null) return;
  const target = path.join(folder, folderOf(row.kind), Model.pathOf(row));
  const draft = `${target}.importing`;
  await mkdir(path.dirname(target), { recursive: true });
  try {
    const problem = await fetchAndJudge({ ...row, key: row.key }, draft);
    if (!problem && !(await exists(target))) await link(draft, target);
    if (!problem) await Upload.assemble({ ...row, key: row.key });
    await Model.settle(id, problem);
  } finally {
    await rm(draft, { force: true });
  }
}

function folderOf(kind: string): string {
  const folder = Object.entries(modelFolders).find(([known]) => known === kind)?.[1];
  if (folder === undefined) throw new Error(`no folder for models of kind ${kind}`);
  return folder;
}

const refuse = (code: string, message: string, remedy: string): ProblemDetail => ({ code, message, remedy });

async function fetchAndJudge(
  row: { key: string; sha256: string; bytes: number | null; partSha256s: string[] | null },
  file: string,
): Promise<ProblemDetail | undefined> {
  const { storage } = Context.ports();
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
  // Open before anything can fail: a file that opens later would appear after it was removed.
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
  const fault = await formatFault(file);
  return fault === undefined
    ? undefined
    : refuse(
        "model_not_safetensors",
        `The file is no safetensors file: ${fault}`,
        "Convert the model to safetensors and announce it again.",
      );
}

/**
 * Why a file is not in the safetensors format; undefined if it is. Its header is JSON and its tensors fill the rest
 * without gaps, so that nothing else can hide in it.
 * @see https://huggingface.co/docs/safetensors
 */
export async function formatFault(file: string): Promise<string | undefined> {
  const { size } = await stat(file);
  const handle = await open(file);
  try {
    if (size < 8) return "it is too short";
    const { buffer: head } = await handle.read(Buffer.alloc(8), 0, 8, 0);
    const length = Number(head.readBigUInt64LE());
    if (length > Math.min(size - 8, MAX_HEADER_BYTES)) return "its header is longer than the file";
    const { buffer } = await handle.read(Buffer.alloc(length), 0, length, 8);
    return headerFault(buffer.toString("utf8"), size - 8 - length);
  } finally {
    await handle.close();
  }
}

function headerFault(text: string, dataBytes: number): string | undefined {
  const header = Header.safeParse(parseJson(text));
  if (!header.success) return "its header is not JSON";
  const tensors = Object.entries(header.data).filter(([name]) => name !== "__metadata__");
  if (tensors.length === 0) return "it holds no tensors";
  const offsets: [number, number][] = [];
  for (const [name, value] of tensors) {
    const tensor = Tensor.safeParse(value);
    if (!tensor.success) return `the tensor ${JSON.stringify(name.slice(0, 80))} is not described`;
    offsets.push(tensor.data.data_offsets);
  }
  let end = 0;
  for (const [from, to] of offsets.toSorted((a, b) => a[0] - b[0] || a[1] - b[1])) {
    if (from !== end || to < from) return "its tensors overlap or leave gaps";
    end = to;
  }
  return end === dataBytes ? undefined : "its tensors do not fill the file";
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The caller says that the header is not JSON.
    return undefined;
  }
}

const exists = async (file: string): Promise<boolean> => (await ignoreMissing(stat(file))) !== undefined;
