import { createHash } from "node:crypto";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import * as Asset from "@pegbar/core/asset";
import * as Context from "@pegbar/core/context.ts";
import * as Input from "@pegbar/core/input";
import { MediaTask } from "@pegbar/core/outbox";
import * as Upload from "@pegbar/core/upload/parts.ts";
import { verifyModel } from "./model-file.ts";
import { Overrun, Sandbox } from "./sandbox.ts";

/** A picture of 100 million pixels takes some 400 MB and a few seconds. */
const sandbox = new Sandbox({ seconds: 60, bytes: 1536 * 2 ** 20 });

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
      case "discard":
        return Upload.remove(task.key);
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
  return fetched(row.key, async (file, sha256) => {
    if (sha256 !== row.sha256) {
      return refuse("input_hash_mismatch", `The file's SHA-256 is ${sha256}; ${row.sha256} was announced.`, "/sha256");
    }
    const found = await sandbox.run({ kind: "picture", file }).catch((error: unknown) => {
      if (error instanceof Overrun) return error;
      throw error;
    });
    if (found instanceof Overrun)
      return refuse(
        "input_not_a_picture",
        `The picture cannot be opened: ${found.message}. Export it again.`,
        "/content",
      );
    if (found.kind === "refused") return refuse(found.code, found.message, "/content");
    if (found.kind !== "picture") throw new Error("a picture was asked for");
    const { thumbnail, ...facts } = found.picture;
    const key = thumbnailKey(row.tenantId, row.id);
    await storage.put({ key, body: thumbnail, contentType: "image/webp" });
    return { verified: { ...facts, thumbnailKey: key } };
  });
}

/** An object as a file on disk for as long as `cb` runs, with its SHA-256. */
async function fetched<T>(key: string, cb: (file: string, sha256: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(tmpdir(), "pegbar-media-"));
  try {
    const file = path.join(folder, "file");
    const hash = createHash("sha256");
    await pipeline(
      Readable.from(await Context.ports().storage.get(key)),
      async function* (chunks: AsyncIterable<Uint8Array>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          yield chunk;
        }
      },
      createWriteStream(file),
    );
    return await cb(file, hash.digest("hex"));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Size, length and thumbnail of an output, as far as it has them. */
async function describeAsset(id: string): Promise<void> {
  const { storage } = Context.ports();
  const row = await Asset.fromID(id);
  await fetched(row.key, async (file) => {
    const found = await sandbox.run({ kind: "asset", file, contentType: row.contentType }).catch((error: unknown) => {
      if (error instanceof Overrun) return undefined;
      throw error;
    });
    if (found?.kind !== "asset") return;
    const { thumbnail, ...facts } = found.described;
    const key = thumbnail && thumbnailKey(Context.tenantId(), id);
    if (thumbnail && key) await storage.put({ key, body: thumbnail, contentType: "image/webp" });
    if (key || Object.keys(facts).length > 0)
      await Asset.annotate(id, { ...facts, ...(key ? { thumbnailKey: key } : {}) });
  });
}
