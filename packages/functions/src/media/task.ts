import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { pipeline } from "node:stream/promises";
import * as Asset from "@pegbar/core/asset";
import * as Context from "@pegbar/core/context.ts";
import * as Input from "@pegbar/core/input";
import { MediaTask } from "@pegbar/core/outbox";
import { describeFile } from "./describe.ts";
import { verifyModel } from "./model-file.ts";
import { decode, NotAPicture } from "./picture.ts";

const thumbnailKey = (tenantId: string, id: string) => `${tenantId}/thumbnails/${id}.webp`;

/** Does one task of the media queue, as its tenant. May be done twice. Models are imported below `modelFolder`. */
export async function run(message: string, modelFolder: string): Promise<void> {
  const task = MediaTask.parse(JSON.parse(message));
  await Context.as({ type: "system", tenantId: task.tenantId, name: "media" }, () => {
    switch (task.task) {
      case "verify-input":
        return verifyInput(task.inputId);
      case "verify-model":
        return verifyModel(task.modelId, modelFolder);
      case "describe-asset":
        return describeAsset(task.assetId);
    }
  });
}

async function verifyInput(id: string): Promise<void> {
  const row = await Input.fromID(id);
  if (row.status !== "checking") return;
  await Input.settle(id, await examine(row));
}

async function examine(row: Input.Row): Promise<{ verified: Input.Verified } | { refusal: Input.Refusal }> {
  const { storage } = Context.ports();
  const refuse = (code: Input.Refusal["code"], detail: string, pointer: string) => ({
    refusal: {
      code,
      detail,
      errors: [{ code, message: detail, remedy: "Announce the file again and upload it.", pointer }],
    },
  });
  const stored = await storage.head(row.key);
  if (!stored)
    return refuse("input_missing", "Nothing was uploaded to the URL of this input. Upload, then complete.", "/upload");
  if (stored.bytes !== row.bytes) {
    return refuse("input_size_mismatch", `The file has ${stored.bytes} bytes; ${row.bytes} were announced.`, "/bytes");
  }
  const bytes = await buffer(await storage.get(row.key));
  const sha256 = createHash("sha256").update(bytes).digest("hex");
  if (sha256 !== row.sha256) {
    return refuse("input_hash_mismatch", `The file's SHA-256 is ${sha256}; ${row.sha256} was announced.`, "/sha256");
  }
  try {
    const { thumbnail, ...found } = await decode(bytes);
    const key = thumbnailKey(row.tenantId, row.id);
    await storage.put({ key, body: thumbnail, contentType: "image/webp" });
    return { verified: { ...found, thumbnailKey: key } };
  } catch (error) {
    if (error instanceof NotAPicture) return refuse(error.code, error.message, "/content");
    throw error;
  }
}

/** Size, length and thumbnail of an output, as far as it has them. */
async function describeAsset(id: string): Promise<void> {
  const { storage } = Context.ports();
  const row = await Asset.fromID(id);
  const folder = await mkdtemp(path.join(tmpdir(), "pegbar-media-"));
  try {
    const file = path.join(folder, "asset");
    await pipeline(Readable.from(await storage.get(row.key)), createWriteStream(file));
    const { thumbnail, ...facts } = await describeFile(file, row.contentType);
    const key = thumbnail && thumbnailKey(Context.tenantId(), id);
    if (thumbnail && key) await storage.put({ key, body: thumbnail, contentType: "image/webp" });
    if (key || Object.keys(facts).length > 0)
      await Asset.annotate(id, { ...facts, ...(key ? { thumbnailKey: key } : {}) });
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
