import * as Asset from "@pegbar/core/result/asset";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Input from "@pegbar/core/catalog/input";
import { MediaTask } from "@pegbar/core/platform/outbox";
import type { CredentialSigner } from "@pegbar/core/platform/port";
import { addCredentials } from "./credential-asset.ts";
import type { Authorities } from "./credentials/read.ts";
import { withFile } from "./fetched.ts";
import { verifyModel } from "./model-file.ts";
import { UNREADABLE } from "./credentials/unreadable.ts";
import { Overrun, Sandbox } from "./sandbox.ts";

/** Limits for a picture of 100 million pixels, which takes about 400 MB and a few seconds. */
const limits = { seconds: 60, bytes: 1536 * 2 ** 20 };
const sandbox = new Sandbox(limits);
/** A separate sandbox for signing, so that an exploited decoder cannot sign. */
const signing = new Sandbox(limits);

/** Ends the processes of the sandboxes. */
export const closeSandboxes = () => Promise.all([sandbox.close(), signing.close()]);

/** Dependencies of media tasks in addition to the ports. */
export interface MediaDependencies {
  /** Folder to import models into. Without one, their tasks stay in the queue for another process. */
  modelFolder: string | undefined;
  /** Signs content credentials. Undefined if no process does; then credentials are not read either. */
  credentials: { signer: CredentialSigner; authorities: Authorities } | undefined;
}

/** Explains why content credentials cannot be read or signed here; undefined if they can. */
export async function explainMissingCredentials(): Promise<string | undefined> {
  const found = await signing.run({ kind: "library" });
  return found.kind === "no library" ? found.why : undefined;
}

const buildThumbnailKey = (tenantId: string, id: string) => `${tenantId}/thumbnails/${id}.webp`;

/** Runs a task of the media queue as its tenant. Can be repeated. */
export async function run(message: string, dependencies: MediaDependencies): Promise<void> {
  const task = MediaTask.parse(JSON.parse(message));
  await Context.runAs({ type: "system", tenantId: task.tenantId, name: "media" }, () => {
    switch (task.task) {
      case "verify-input":
        return verifyInput(task.inputId, dependencies);
      case "verify-model":
        if (dependencies.modelFolder === undefined) throw new Error("this process has no model folder");
        return verifyModel(task.modelId, dependencies.modelFolder);
      case "describe-asset":
        return describeAsset(task.assetId);
      case "credential-asset":
        return dependencies.credentials && addCredentials(task.assetId, signing, dependencies.credentials.signer);
    }
  });
}

async function verifyInput(id: string, dependencies: MediaDependencies): Promise<void> {
  const row = await Input.fromID(id);
  if (row.status !== "checking") return;
  await Input.settle(id, await examine(row, dependencies));
}

async function examine(
  row: Input.Row,
  { credentials: whose }: MediaDependencies,
): Promise<{ verified: Input.Verified } | { refusal: Input.Refusal }> {
  const { storage } = Context.getPorts();
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
    return refuse(
      "input_size_mismatch",
      `The file has ${stored.bytes} bytes instead of the declared ${row.bytes}. Upload the file again.`,
      "/bytes",
    );
  }
  return withFile(row.key, async (file, sha256) => {
    if (sha256 !== row.sha256) {
      return refuse(
        "input_hash_mismatch",
        `The file's SHA-256 is ${sha256}instead of the declared ${row.sha256}. Upload the file again.`,
        "/sha256",
      );
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
    const credentials = whose ? await readCredentials(file, facts.contentType, whose.authorities) : null;
    const key = buildThumbnailKey(row.tenantId, row.id);
    await storage.put({ key, body: thumbnail, contentType: "image/webp" });
    return { verified: { ...facts, credentials, thumbnailKey: key } };
  });
}

/** Reads a picture's own credentials. A picture with unreadable credentials is still accepted. */
async function readCredentials(
  file: string,
  contentType: string,
  authorities: Authorities,
): Promise<Input.Credentials | null> {
  const found = await sandbox.run({ kind: "credentials", file, contentType, authorities }).catch((error: unknown) => {
    if (error instanceof Overrun) return undefined;
    throw error;
  });
  if (found?.kind === "credentials") return found.found;
  return found ? null : UNREADABLE;
}

/** Stores an output's dimensions, duration and thumbnail, if it has them. */
async function describeAsset(id: string): Promise<void> {
  const { storage } = Context.getPorts();
  const row = await Asset.fromID(id);
  await withFile(row.key, async (file) => {
    const found = await sandbox.run({ kind: "asset", file, contentType: row.contentType }).catch((error: unknown) => {
      if (error instanceof Overrun) return undefined;
      throw error;
    });
    if (found?.kind !== "asset") return;
    const { thumbnail, ...facts } = found.described;
    const key = thumbnail && buildThumbnailKey(Context.getTenantId(), id);
    if (thumbnail && key) await storage.put({ key, body: thumbnail, contentType: "image/webp" });
    if (key || Object.keys(facts).length > 0)
      await Asset.annotate(id, { ...facts, ...(key ? { thumbnailKey: key } : {}) });
  });
}
