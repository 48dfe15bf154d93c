import { sha256 } from "@noble/hashes/sha2.js";
import { decodeHex, toBase64, toHex } from "./bytes.ts";
import { parseCertificate, type Certificate } from "./certificate.ts";
import { disclose } from "./commitment.ts";
import { findIncompleteness } from "./completeness.ts";
import { parseVerifierKey, isSameKey, type VerifierKey } from "./key.ts";
import { Prover, type Proven } from "./proof.ts";
import type { LogRecord } from "./record.ts";

/** Keys that the reader trusts, from another source than the certificate. */
export interface Trusted {
  /** C2SP verifier keys of the platform's log. Each must have signed. */
  log: readonly string[];
  /** Verifier keys of witnesses, of which `quorum` must have cosigned. Default: none. */
  witnesses?: readonly string[];
  quorum?: number;
}

/** SHA-256 of a file in lower-case hexadecimal. */
export interface Hashed {
  sha256: string;
}

/** A record that was proven to be in the log. */
export interface Statement {
  index: number;
  /** The record with its disclosed values. */
  record: LogRecord;
  /** JSON pointers of commitments whose values are not in the certificate. */
  withheld: string[];
}

/** Result of a verification. `reason` explains why a certificate or file was rejected. */
export type Verdict =
  | {
      valid: true;
      about: Certificate["about"];
      /** In the log's order. */
      statements: Statement[];
      /** The statement about the given file. */
      file: Statement | undefined;
      /** The generation of that file: `file` itself, or the generation that a file with content credentials belongs to. */
      made: Statement | undefined;
      /** Origin of the studio's log. */
      origin: string;
      treeSize: number;
      signedBy: string[];
      witnesses: { name: string; at: string }[];
      /** Whether the reader's trusted keys signed. Otherwise the certificate is only consistent in itself. */
      trusted: boolean;
    }
  | { valid: false; reason: string };

/**
 * Verifies a certificate, and that it is about the given file. Needs no network, account or clock; never throws.
 * @param text a certificate file
 * @param file the picture's bytes, or their SHA-256 if they do not fit into memory; omit it to verify the certificate alone
 * @param trusted keys from another source than the certificate
 */
export function verify(text: string, file?: Uint8Array | Hashed, trusted?: Trusted): Verdict {
  try {
    const checked = check(text, file, trusted);
    return "reason" in checked ? { valid: false, reason: checked.reason } : checked;
  } catch (error) {
    return { valid: false, reason: `the certificate cannot be read: ${String(error)}` };
  }
}

type Valid = Extract<Verdict, { valid: true }>;

function check(
  text: string,
  file: Uint8Array | Hashed | undefined,
  trusted: Trusted | undefined,
): Valid | { reason: string } {
  const certificate = parseCertificate(text);
  if ("reason" in certificate) return certificate;
  const keys = selectKeys(certificate, trusted);
  if ("reason" in keys) return keys;
  const prover = new Prover(keys.log, keys.witnesses);
  const anchor = prover.prove(certificate.anchor.record, certificate.anchor.proof);
  if ("reason" in anchor) return anchor;
  const unseen = keys.witnesses.find((key) => !anchor.signedBy.some((one) => one.key === key));
  if (unseen) return { reason: `the checkpoint is not cosigned by ${unseen.name}` };
  const statements: Checked[] = [];
  for (const { record, disclosed, proof } of certificate.entries) {
    const proven = prover.prove(record, proof);
    if ("reason" in proven) return proven;
    if (!isAnchored(proven, anchor)) return { reason: "the studio's checkpoint is not in the platform's log" };
    const shown = disclose(proven.record, disclosed);
    if ("reason" in shown) return shown;
    if (proven.index <= (statements.at(-1)?.index ?? -1)) return { reason: "the records are not in the log's order" };
    statements.push({ index: proven.index, ...shown, proven });
  }
  const logged = statements.map(({ proven }) => proven);
  const gap = certificate.about === "shot" ? findIncompleteness(logged) : findMixture(logged);
  if (gap !== undefined) return { reason: gap };
  const stray = logged.find(({ record }) => isCredentialed(record) && !findGeneration(record, statements));
  if (stray)
    return { reason: "a file with content credentials does not belong to the generation that its record names" };
  const found = file && findFile(statements, file);
  if (found && "reason" in found) return found;
  const [first] = statements;
  return {
    valid: true,
    about: certificate.about,
    statements: statements.map(removeProof),
    file: found && removeProof(found),
    made:
      found &&
      removeProof(
        (isCredentialed(found.proven.record) ? findGeneration(found.proven.record, statements) : found) ?? found,
      ),
    origin: first?.proven.checkpoint.origin ?? "",
    treeSize: first?.proven.checkpoint.size ?? 0,
    signedBy: keys.log.map(({ name, algorithm }) => `${name} (${algorithm})`),
    witnesses: anchor.signedBy
      .filter(({ key }) => keys.witnesses.includes(key))
      .map(({ key, time }) => ({ name: key.name, at: new Date((time ?? 0) * 1000).toISOString() })),
    trusted: trusted !== undefined,
  };
}

const removeProof = ({ index, record, withheld }: Statement): Statement => ({ index, record, withheld });

const isCredentialed = (record: LogRecord): boolean => record["type"] === "asset.credentialed";

/** A statement with the record as logged, which is verified; the disclosed values are for display. */
type Checked = Statement & { proven: Proven };

/** Finds the generation whose leaf the record of a file with content credentials names. */
const findGeneration = (credentialed: LogRecord, statements: readonly Checked[]) =>
  statements.find(
    ({ proven: { record, leaf } }) =>
      record["type"] === "asset.generated" &&
      record["assetId"] === credentialed["assetId"] &&
      toHex(leaf) === credentialed["generatedLeaf"],
  );

/** Selects the keys to verify a certificate with: its own, which must include all trusted ones. */
function selectKeys(
  { keys }: Certificate,
  trusted: Trusted | undefined,
): { log: VerifierKey[]; witnesses: VerifierKey[] } | { reason: string } {
  const log = parseKeys(keys.log);
  const witnesses = parseKeys(keys.witnesses);
  if (!log || !witnesses || log.length === 0) return { reason: "a key of the certificate is malformed" };
  if (
    log.some(({ algorithm }) => algorithm === "ed25519-cosignature") ||
    witnesses.some(({ algorithm }) => algorithm === "ed25519")
  )
    return { reason: "a key of the certificate has the wrong algorithm" };
  if (new Set([...keys.log, ...keys.witnesses]).size < log.length + witnesses.length)
    return { reason: "a key of the certificate appears twice" };
  if (!trusted) return { log, witnesses };
  const expected = parseKeys(trusted.log);
  const seen = parseKeys(trusted.witnesses ?? []);
  if (!expected || !seen || expected.length === 0) return { reason: "a trusted key is malformed" };
  if (!expected.every((key) => log.some((own) => own.name === key.name && isSameKey(own, key))))
    return { reason: "the certificate was made by another log than the trusted one" };
  const quorum = trusted.quorum ?? 0;
  const cosigned = seen.filter((key) => witnesses.some((own) => own.name === key.name && isSameKey(own, key)));
  // A witness may have a key of each algorithm, but counts once.
  const names = new Set(cosigned.map(({ name }) => name));
  if (names.size < quorum)
    return { reason: `the certificate is cosigned by ${names.size} trusted witnesses, but ${quorum} are required` };
  return { log, witnesses };
}

function parseKeys(keys: readonly string[]): VerifierKey[] | undefined {
  const found = keys.map(parseVerifierKey);
  return found.every((key) => key !== undefined) ? found : undefined;
}

/** Whether the record in the platform's log is the checkpoint that a studio's record was proven against. */
const isAnchored = ({ checkpoint }: Proven, { record }: Proven): boolean =>
  record["type"] === "checkpoint.published" &&
  record["origin"] === checkpoint.origin &&
  record["size"] === checkpoint.size &&
  record["root"] === toBase64(checkpoint.root);

/** Checks that an asset's certificate has records of one asset only, and of later erasures. */
function findMixture(logged: readonly Proven[]): string | undefined {
  const ids = new Set(
    logged.filter(({ record }) => record["type"] !== "redacted").map(({ record }) => record["assetId"]),
  );
  return ids.size === 1 && typeof logged[0]?.record["assetId"] === "string"
    ? undefined
    : "the certificate mixes records of several results";
}

function findFile(statements: readonly Checked[], file: Uint8Array | Hashed): Checked | { reason: string } {
  const actual = file instanceof Uint8Array ? toHex(sha256(file)) : file.sha256;
  const claimed = statements.map(({ proven }) => getOutputHash(proven.record));
  const at = claimed.indexOf(actual);
  const found = statements[at];
  if (found) return found;
  const known = claimed.filter((hash) => hash !== undefined && decodeHex(hash));
  if (known.length === 0) return { reason: "the records name no output file" };
  return {
    reason: `the file's SHA-256 is ${actual}, but the record is about ${known.slice(0, 3).join(", ")}${known.length > 3 ? " …" : ""}: the file was changed or is another file`,
  };
}

function getOutputHash(record: LogRecord): string | undefined {
  const output = record["output"];
  if (typeof output !== "object" || output === null || !("sha256" in output)) return undefined;
  return typeof output.sha256 === "string" ? output.sha256 : undefined;
}
