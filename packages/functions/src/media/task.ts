import { createHash } from "node:crypto";
import { buffer } from "node:stream/consumers";
import * as Asset from "@pegbar/core/asset";
import * as Context from "@pegbar/core/context.ts";
import * as Input from "@pegbar/core/input";
import { MediaTask } from "@pegbar/core/outbox";
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
      case "thumbnail-asset":
        return thumbnailAsset(task.assetId);
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

async function thumbnailAsset(id: string): Promise<void> {
  const { storage } = Context.ports();
  const row = await Asset.fromID(id);
  if (row.thumbnailKey !== null) return;
  const picture = await decode(await buffer(await storage.get(row.key))).catch((error: unknown) => {
    if (error instanceof NotAPicture) return undefined;
    throw error;
  });
  // An output of another kind has no thumbnail; trying again would not give it one.
  if (!picture) return;
  const { width, height, thumbnail } = picture;
  const key = thumbnailKey(Context.tenantId(), id);
  await storage.put({ key, body: thumbnail, contentType: "image/webp" });
  await Asset.annotate(id, { width, height, thumbnailKey: key });
}
