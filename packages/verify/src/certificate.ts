import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, toHex } from "./bytes.ts";
import { canonicalBytes } from "./canonical.ts";
import { leafHash, verifyInclusion } from "./merkle.ts";
import { openCheckpoint, parseVerifierKey } from "./note.ts";

export const CERTIFICATE_FORMAT = "pegbar-certificate/1";

/** Everything needed to check, offline and years later, what the log says of one file. */
export interface Certificate {
  format: typeof CERTIFICATE_FORMAT;
  /** The recorded event; `record.output.sha256` names the file. */
  record: Record<string, unknown>;
  proof: {
    leafIndex: number;
    /** Hexadecimal, nearest sibling first. */
    hashes: string[];
    /** C2SP signed note. */
    checkpoint: string;
  };
  /** C2SP verifier key of the log. Compare it with the one that the platform publishes. */
  logKey: string;
}

/** What a check found. `reason` says in words why a file or certificate is refused. */
export type Verdict =
  | { valid: true; record: Record<string, unknown>; origin: string; treeSize: number; logKey: string }
  | { valid: false; reason: string };

/**
 * Checks a certificate and the file it is about. Uses no network, no account and no clock; never throws.
 * @param certificate text of a certificate file
 * @param file bytes of the picture
 * @param trustedKey verifier key that the reader trusts; without it the certificate's own key is used and only shows
 *   that certificate and file belong together under that key
 */
export function verify(certificate: string, file: Uint8Array, trustedKey?: string): Verdict {
  const parsed = parse(certificate);
  if ("reason" in parsed) return refuse(parsed.reason);
  const { record, proof, logKey } = parsed;
  if (trustedKey !== undefined && trustedKey !== logKey)
    return refuse("the certificate was made by another log than the trusted one");
  const key = parseVerifierKey(logKey);
  if (!key) return refuse("the log's key is malformed");
  const opened = openCheckpoint(proof.checkpoint, key);
  if ("reason" in opened) return refuse(opened.reason);
  const hashes = proof.hashes.map(fromHex);
  if (!hashes.every((hash) => hash !== undefined)) return refuse("the proof is malformed");
  const leaf = recordLeaf(record);
  if (!leaf) return refuse("the record has no canonical form");
  const { origin, size, root } = opened.checkpoint;
  if (!verifyInclusion(leaf, proof.leafIndex, size, hashes, root)) return refuse("the record is not in the signed log");
  const claimed = outputHash(record);
  if (claimed === undefined) return refuse("the record names no output file");
  const actual = toHex(sha256(file));
  if (actual !== claimed)
    return refuse(`the file's SHA-256 is ${actual}, but the record is about ${claimed}: the file was changed`);
  return { valid: true, record, origin, treeSize: size, logKey };
}

const refuse = (reason: string): Verdict => ({ valid: false, reason });

const MAX_CERTIFICATE = 4 << 20;

function parse(text: string): Certificate | { reason: string } {
  if (text.length > MAX_CERTIFICATE) return { reason: "the certificate is too long" };
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { reason: "the certificate is not JSON" };
  }
  if (!isObject(value)) return { reason: "the certificate is not an object" };
  const { format, record, proof, logKey } = value;
  if (format !== CERTIFICATE_FORMAT) return { reason: `the certificate's format is not ${CERTIFICATE_FORMAT}` };
  if (!isObject(record) || !isObject(proof) || typeof logKey !== "string")
    return { reason: "the certificate is incomplete" };
  const { leafIndex, hashes, checkpoint } = proof;
  if (typeof leafIndex !== "number" || typeof checkpoint !== "string") return { reason: "the proof is incomplete" };
  if (!Array.isArray(hashes) || !hashes.every((hash) => typeof hash === "string"))
    return { reason: "the proof is incomplete" };
  return { format, record, proof: { leafIndex, hashes, checkpoint }, logKey };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

function recordLeaf(record: Record<string, unknown>): Uint8Array | undefined {
  try {
    return leafHash(canonicalBytes(record));
  } catch {
    return undefined;
  }
}

function outputHash(record: Record<string, unknown>): string | undefined {
  const { output } = record;
  return isObject(output) && typeof output["sha256"] === "string" ? output["sha256"] : undefined;
}
