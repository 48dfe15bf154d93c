import { AsyncLocalStorage } from "node:async_hooks";
import { hashContent } from "@pegbar/comfyui/content-hash";
import * as Asset from "@pegbar/core/result/asset";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Input from "@pegbar/core/catalog/input";
import * as Upload from "@pegbar/core/catalog/upload/parts.ts";
import { MediaTask } from "@pegbar/core/platform/outbox";
import type { CredentialSigner } from "@pegbar/core/platform/port";
import pLimit from "p-limit";
import { readChecking } from "@pegbar/core/catalog/input/complete-all.ts";
import { settle } from "@pegbar/core/catalog/input/settle.ts";
import { addCredentials } from "./credential-asset.ts";
import { readExpiry } from "./credentials/expiry.ts";
import type { Authorities } from "./credentials/read.ts";
import { withContent, withFile } from "./fetched.ts";
import { hashFiles } from "./hash-files.ts";
import { Later } from "./later.ts";
import { closeRenditions, makeRendition } from "./make-rendition.ts";
import { verifyModel } from "./model-file.ts";
import { watermarkVersion } from "./watermark-version.ts";
import { UNREADABLE } from "./credentials/unreadable.ts";
import { Overrun, Sandbox } from "./sandbox.ts";
import type { Inspected } from "./inspect.ts";

/** Limits for a picture of 100 million pixels, which takes about 400 MB and a few seconds. */
const limits = { seconds: 60, bytes: 1536 * 2 ** 20 };
const sandbox = new Sandbox(limits);
/** A separate sandbox for signing, so that an exploited decoder cannot sign. Jobs and uploads of other people go first. */
const signing = new Sandbox(limits, { niceness: 10 });

/** Ends the processes of the sandboxes. */
export const closeSandboxes = () => Promise.all([sandbox.close(), signing.close(), closeRenditions()]);

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
  await measure(task.task, () => runTask(task, dependencies));
  if (dependencies.credentials) {
    const value = readExpiry(dependencies.credentials.signer.chain);
    Context.getPorts().metrics.set("pegbar_credentials_expiry_timestamp_seconds", [{ labels: {}, value }]);
  }
}

/** Observes the duration of a task. A task that another process must take is not one of this process. */
async function measure(task: MediaTask["task"], run: () => Promise<unknown>): Promise<void> {
  const { metrics } = Context.getPorts();
  const began = performance.now();
  const observe = (outcome: "done" | "failed") =>
    metrics.observe("pegbar_media_task_seconds", { task, outcome }, (performance.now() - began) / 1000);
  try {
    await run();
    observe("done");
  } catch (error) {
    if (!(error instanceof Later)) observe("failed");
    throw error;
  }
}

async function runTask(task: MediaTask, dependencies: MediaDependencies): Promise<void> {
  await Context.runAs({ type: "system", tenantId: task.tenantId, name: "media" }, () => {
    switch (task.task) {
      case "verify-input":
        return verifyInputs([task.inputId], dependencies);
      case "verify-inputs":
        return verifyInputs(task.inputIds, dependencies);
      case "verify-model":
        if (dependencies.modelFolder === undefined) throw new Error("this process has no model folder");
        return verifyModel(task.modelId, dependencies.modelFolder);
      case "describe-asset":
        return describeAsset(task.assetId);
      case "make-rendition":
        return makeRendition(task.renditionId);
      case "watermark-version":
        return watermarkVersion(task.shareLinkId, task.versionId, sandbox);
      case "hash-files":
        return hashFiles();
      case "credential-asset":
        return dependencies.credentials && addCredentials(task.assetId, signing, dependencies.credentials.signer);
    }
  });
}

/** Files that are fetched and hashed at the same time, while the sandbox describes one of them. */
const FETCHED_AT_ONCE = 4;

/** Checks files that were uploaded. Their results are stored together. */
async function verifyInputs(ids: readonly string[], dependencies: MediaDependencies): Promise<void> {
  const rows = await readChecking(ids);
  const limit = pLimit(FETCHED_AT_ONCE);
  await settle(
    await Promise.all(rows.map((row) => limit(async () => ({ row, ...(await examine(row, dependencies)) })))),
  );
}

/** The fields of an upload that its check needs. */
type Checked = Pick<Input.Row, "id" | "tenantId" | "key" | "sha256" | "bytes" | "contentType" | "partSha256s">;
type Outcome = { verified: Input.Verified } | { refusal: Input.Refusal };

const refuse = (code: Input.Refusal["code"], detail: string, pointer: string): { refusal: Input.Refusal } => ({
  refusal: {
    code,
    detail,
    errors: [{ code, message: detail, remedy: "Announce the file again and upload it.", pointer }],
  },
});

/** Checks size, hash and content of an upload, and assembles its parts. */
export async function examine(row: Checked, { credentials: whose }: MediaDependencies): Promise<Outcome> {
  const { storage } = Context.getPorts();
  const stored = row.partSha256s ? row : await storage.head(row.key);
  if (!stored)
    return refuse("input_missing", "Nothing was uploaded to the URL of this input. Upload, then complete.", "/upload");
  if (stored.bytes !== row.bytes) {
    return refuse(
      "input_size_mismatch",
      `The file has ${stored.bytes} bytes instead of the declared ${row.bytes}. Upload the file again.`,
      "/bytes",
    );
  }
  if (row.bytes > Input.MAX_LOCAL_BYTES) {
    // Larger than the function's disk: read twice, once completely for its hash, once where its content is described.
    const hashes = await hashContent(Upload.readContent(row));
    const wrong = findWrongHash(row, hashes.sha256);
    return wrong ?? settleContent(row, hashes.blake3, await inspect(row, undefined), null);
  }
  return withContent(row, async (file, { sha256, blake3 }) => {
    const wrong = findWrongHash(row, sha256);
    if (wrong) return wrong;
    const found = await inspect(row, file);
    const isRead = "contentType" in found && whose && Asset.getCredentialPlace(found) === "file";
    const credentials = isRead ? await readCredentials(file, found.contentType, whose.authorities) : null;
    return settleContent(row, blake3, found, credentials);
  });
}

const findWrongHash = (row: Checked, sha256: string): { refusal: Input.Refusal } | undefined =>
  sha256 === row.sha256
    ? undefined
    : refuse(
        "input_hash_mismatch",
        `The file's SHA-256 is ${sha256} instead of the declared ${row.sha256}. Upload the file again.`,
        "/sha256",
      );

/** Describes a file in the sandbox: a local copy, or without one the object in the store. */
async function inspect(row: Checked, file: string | undefined): Promise<Inspected | { refusal: Input.Refusal }> {
  // The child's requests arrive outside of this task's context.
  const read = AsyncLocalStorage.bind((start: number, end: number) => Upload.readRange(row, start, end));
  const task = file === undefined ? { kind: "input" as const, bytes: row.bytes } : { kind: "input" as const, file };
  const found = await sandbox.run(task, { read }).catch((error: unknown) => {
    if (error instanceof Overrun) return error;
    throw error;
  });
  if (found instanceof Overrun)
    return refuse("input_damaged", `The file cannot be opened: ${found.message}. Export it again.`, "/content");
  if (found.kind === "refused") return refuse(found.code, found.message, "/content");
  if (found.kind !== "input") throw new Error("an input was to be described");
  return found.found;
}

/** Stores the thumbnail and assembles the parts of a usable file. */
async function settleContent(
  row: Checked,
  blake3: string,
  found: Inspected | { refusal: Input.Refusal },
  credentials: Input.Credentials | null,
): Promise<Outcome> {
  if ("refusal" in found) return found;
  const { thumbnail, placeholder, ...verified } = found;
  const thumbnailKey = thumbnail ? buildThumbnailKey(row.tenantId, row.id) : null;
  if (thumbnail && thumbnailKey !== null)
    await Context.getPorts().storage.put({ key: thumbnailKey, body: thumbnail, contentType: "image/webp" });
  await Upload.assemble(row);
  return { verified: { ...verified, blake3, credentials, thumbnailKey, placeholder: placeholder ?? null } };
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
  await withFile(row.key, async (file, { blake3 }) => {
    // A worker of an older version does not compute it.
    if (row.blake3 === null) await Asset.annotate(id, { blake3 });
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
