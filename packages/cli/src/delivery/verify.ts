import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import {
  CERTIFICATE_NAME,
  MANIFEST_FORMAT,
  MANIFEST_NAME,
  type DeliveredFile,
  type Manifest,
} from "@pegbar/sdk/delivery";
import type * as Verifier from "@pegbar/verify";
import { CliError } from "../exit.ts";
import { describeReadError } from "../file-error.ts";

type Verdict = ReturnType<typeof Verifier.verify>;
type Valid = Extract<Verdict, { valid: true }>;

export interface VerifiedDelivery {
  manifest: Manifest;
  certificate: Valid;
  /** Who approved it, and when; undefined for a version that is not approved. */
  approval: { by: string; at: string } | undefined;
}

/**
 * Verifies a delivery without a network: each file has the hash of the manifest and none is missing or added; each result has
 * its record in the shot's certificate; and if the manifest says approved, a record of the approval.
 * @param check verifies a certificate
 * @throws CliError (notVerified) that names the first difference
 */
export async function verifyDelivery(
  folder: string,
  check: (certificate: string) => Verdict,
): Promise<VerifiedDelivery> {
  const manifest = await readManifest(folder);
  const text = await readFile(path.join(folder, CERTIFICATE_NAME), "utf8").catch((error: unknown) => {
    throw describeReadError(error, path.join(folder, CERTIFICATE_NAME));
  });
  const certificate = check(text);
  if (!certificate.valid) throw createRefusal(`${CERTIFICATE_NAME}: ${certificate.reason}`);
  await assertSameFiles(folder, manifest);
  for (const file of manifest.files) await assertFile(folder, file);
  const records = certificate.statements.map(({ record, withheld }) => ({ record, withheld }));
  let approval: VerifiedDelivery["approval"];
  for (const { assetId, path: name, sha256 } of manifest.files) {
    if (assetId === undefined) continue;
    const ofAsset = records.filter(({ record }) => record["assetId"] === assetId);
    const made = ofAsset.find(({ record }) => record["type"] === "asset.generated" && hasHash(record, sha256));
    if (!made) throw createRefusal(`${name} is not in the shot's certificate`);
    const approved = ofAsset.find(
      ({ record }) =>
        record["type"] === "asset.reviewed" && record["decision"] === "approved" && hasHash(record, sha256),
    );
    if (manifest.status === "approved" && !approved) throw createRefusal(`no record says that ${name} was approved`);
    if (approved) approval ??= describeApproval(approved.record);
  }
  return { manifest, certificate, approval };
}

const createRefusal = (reason: string): CliError => new CliError("notVerified", `Not verified: ${reason}.`);

async function readManifest(folder: string): Promise<Manifest> {
  const file = path.join(folder, MANIFEST_NAME);
  const text = await readFile(file, "utf8").catch((error: unknown) => {
    throw new CliError("usage", `${folder} is not a delivery: it has no ${MANIFEST_NAME}.`, undefined, {
      cause: error,
    });
  });
  let manifest: unknown;
  try {
    manifest = JSON.parse(text);
  } catch {
    // Not JSON; the check below says so.
  }
  if (!isManifest(manifest)) throw createRefusal(`${file} is not a manifest of the format ${MANIFEST_FORMAT}`);
  return manifest;
}

const isManifest = (value: unknown): value is Manifest =>
  typeof value === "object" &&
  value !== null &&
  "format" in value &&
  value.format === MANIFEST_FORMAT &&
  "files" in value &&
  Array.isArray(value.files) &&
  value.files.every(isFile);

const isFile = (file: unknown): file is DeliveredFile =>
  typeof file === "object" &&
  file !== null &&
  "path" in file &&
  typeof file.path === "string" &&
  // Names must stay in the folder.
  !file.path.split("/").some((part) => part === "" || part === "." || part === ".." || part.includes("\\")) &&
  "sha256" in file &&
  typeof file.sha256 === "string" &&
  "bytes" in file &&
  typeof file.bytes === "number";

/** Finds files that the manifest lacks; missing ones are found when they are read. */
async function assertSameFiles(folder: string, manifest: Manifest): Promise<void> {
  const known = new Set([MANIFEST_NAME, ...manifest.files.map((file) => file.path)]);
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  for (const entry of entries) {
    if (entry.isDirectory()) continue;
    const name = path.relative(folder, path.join(entry.parentPath, entry.name)).split(path.sep).join("/");
    if (!known.has(name)) throw createRefusal(`${name} is not in the manifest`);
  }
}

async function assertFile(folder: string, { path: name, sha256, bytes }: DeliveredFile): Promise<void> {
  const hash = createHash("sha256");
  let size = 0;
  const source = createReadStream(path.join(folder, ...name.split("/")));
  source.on("data", (chunk) => void (size += chunk.length));
  await pipeline(source, hash).catch((error: unknown) => {
    throw describeReadError(error, path.join(folder, name));
  });
  if (size !== bytes || hash.digest("hex") !== sha256)
    throw createRefusal(`${name} was changed: its hash is not that of the manifest`);
}

function hasHash(record: Readonly<Record<string, unknown>>, sha256: string): boolean {
  const output = record["output"];
  return typeof output === "object" && output !== null && "sha256" in output && output.sha256 === sha256;
}

function describeApproval(record: Readonly<Record<string, unknown>>): { by: string; at: string } {
  const user = record["user"];
  const name = typeof user === "object" && user !== null && "name" in user ? String(user.name) : "a person";
  return { by: name, at: String(record["assertedAt"]) };
}
