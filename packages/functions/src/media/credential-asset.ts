import { X509Certificate } from "node:crypto";
import path from "node:path";
import * as Asset from "@pegbar/core/result/asset";
import * as Context from "@pegbar/core/platform/context.ts";
import * as Database from "@pegbar/core/platform/database";
import * as Ledger from "@pegbar/core/result/ledger";
import type { CredentialSigner } from "@pegbar/core/platform/port";
import * as Removal from "@pegbar/core/platform/removal";
import about from "../../package.json" with { type: "json" };
import { buildManifest, type InputPicture } from "./credentials/manifest.ts";
import { fetchTo, runInFolder, hashFile, store } from "./fetched.ts";
import { Later } from "./later.ts";
import { Overrun, type Sandbox } from "./sandbox.ts";

/** Time limit in milliseconds, because other tasks are queued behind this one. */
const LEAF_WAIT_MS = 2000;
/** While the sequencer is late, tasks do not wait for it one after another. */
const IMPATIENT_MS = 30_000;
let impatientUntil = 0;

/**
 * Signs an asset's content credentials, which name its leaf, and stores the signed file. It may be repeated and killed
 * at any point: the asset's row names the valid file, and the next run leaves other files to the janitor.
 */
export async function addCredentials(id: string, sandbox: Sandbox, signer: CredentialSigner): Promise<void> {
  const asset = await Asset.readForCredentials(id);
  const standing = asset.credentialedKey ?? (await sign(asset, sandbox, signer));
  if (standing === undefined) return;
  const { storage } = Context.getPorts();
  const all = await storage.list(Asset.buildCredentialedPrefix(Context.getTenantId(), id));
  const others = all.map(({ key }) => key).filter((key) => key !== standing);
  if (others.length > 0) await Database.tx((tx) => Removal.leave(tx, others));
}

type ToCredential = Awaited<ReturnType<typeof Asset.readForCredentials>>;

/** Undefined for a file that cannot contain credentials. */
async function sign(asset: ToCredential, sandbox: Sandbox, signer: CredentialSigner): Promise<string | undefined> {
  const leaf = await Ledger.waitForLeaf(asset.id, performance.now() < impatientUntil ? 0 : LEAF_WAIT_MS);
  if (!leaf) {
    impatientUntil = performance.now() + IMPATIENT_MS;
    throw new Later(`the record of ${asset.id} is not written yet`);
  }
  return runInFolder(async (folder) => {
    const [file, output] = [path.join(folder, "file"), path.join(folder, "signed")];
    const sha256 = await fetchTo(asset.key, file);
    if (sha256 !== asset.sha256) throw new Error(`the file of ${asset.id} differs from its record`);
    const { contentType } = asset;
    const manifest = buildManifest(leaf, asset, await fetchInputs(asset, folder), about.version);
    const isSidecar = Asset.getCredentialPlace(asset) === "sidecar";
    const task = { kind: "sign", file, output, contentType, isSidecar, manifest, chain: signer.chain } as const;
    const done = await sandbox.run(task, { sign: (bytes) => signer.sign(bytes) }).catch((error: unknown) => {
      if (error instanceof Overrun) return { kind: "unsigned", why: error.message } as const;
      throw error;
    });
    if (done.kind !== "signed") {
      const why = "why" in done ? done.why : done.kind;
      Context.getPorts().log("warn", "a result gets no content credentials", { assetId: asset.id, why });
      return undefined;
    }
    const signed = await hashFile(output);
    const prefix = Asset.buildCredentialedPrefix(Context.getTenantId(), asset.id);
    const key = `${prefix}${signed.sha256}${isSidecar ? ".c2pa" : path.extname(asset.key)}`;
    await store(output, { key, contentType: Asset.getCredentialedType(asset), ...signed });
    const certificateSha256 = new X509Certificate(signer.chain).fingerprint256.replaceAll(":", "").toLowerCase();
    return Asset.storeCredentialed(asset.id, {
      key,
      ...signed,
      generatedLeaf: leaf.hash,
      manifest: { label: done.label, algorithm: "ES256", certificateSha256 },
    });
  });
}

/**
 * The input pictures: with their files if these have content credentials, which become part of the result's, or are
 * results of the studio with content credentials.
 */
const fetchInputs = ({ inputs }: ToCredential, folder: string): Promise<InputPicture[]> =>
  Promise.all(
    inputs.map(async ({ key, contentType, credentials, credentialedKey }, at) => {
      const from = credentials ? key : credentialedKey;
      // An input may be erased meanwhile.
      if (from === null || !(await Context.getPorts().storage.head(from))) return { contentType, file: undefined };
      const file = path.join(folder, `input-${at}`);
      await fetchTo(from, file);
      return { contentType, file };
    }),
  );
