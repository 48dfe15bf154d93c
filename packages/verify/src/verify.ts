import { sha256 } from "@noble/hashes/sha2.js";
import { fromHex, toBase64, toHex } from "./bytes.ts";
import { parseCertificate, type Certificate } from "./certificate.ts";
import { disclose } from "./commitment.ts";
import { incompleteness } from "./completeness.ts";
import { parseVerifierKey, sameKey, type VerifierKey } from "./key.ts";
import { Prover, type Proven } from "./proof.ts";
import type { LogRecord } from "./record.ts";

/** What the reader knows to be true, from elsewhere than the certificate. */
export interface Trusted {
  /** C2SP verifier keys of the platform's log. Each must have signed. */
  log: readonly string[];
  /** Verifier keys of witnesses, of which `quorum` must have cosigned; none by default. */
  witnesses?: readonly string[];
  quorum?: number;
}

/** A file by its SHA-256, in lower-case hexadecimal. */
export interface Hashed {
  sha256: string;
}

/** A record that is proven to be in the log. */
export interface Statement {
  index: number;
  /** The record with the disclosed values in their places. */
  record: LogRecord;
  /** JSON pointers of values that the record commits to, and that the certificate does not hold. */
  withheld: string[];
}

/** What a check found. `reason` says in words why a certificate or a file is refused. */
export type Verdict =
  | {
      valid: true;
      about: Certificate["about"];
      /** In the log's order. */
      statements: Statement[];
      /** The one that names the file, where one was given. */
      file: Statement | undefined;
      /** How that file was made: `file` itself, or for one with content credentials the generation that these are of. */
      made: Statement | undefined;
      /** The studio's log and how long it was. */
      origin: string;
      treeSize: number;
      signedBy: string[];
      witnesses: { name: string; at: string }[];
      /** Whether the keys are those that the reader named. Otherwise the certificate is only true to itself. */
      trusted: boolean;
    }
  | { valid: false; reason: string };

/**
 * Checks a certificate, and that a file is the one it is about. Uses no network, no account and no clock; never throws.
 * @param text a certificate file
 * @param file the picture's bytes, or their SHA-256 where they are too many for memory; leave it out to check the
 *   certificate alone
 * @param trusted keys that the reader has from elsewhere
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
  const keys = keysOf(certificate, trusted);
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
  const gap = certificate.about === "shot" ? incompleteness(logged) : mixture(logged);
  if (gap !== undefined) return { reason: gap };
  const stray = logged.find(({ record }) => isCredentialed(record) && !generationOf(record, statements));
  if (stray) return { reason: "a file with content credentials is not of the generation that its record names" };
  const found = file && fileIn(statements, file);
  if (found && "reason" in found) return found;
  const [first] = statements;
  return {
    valid: true,
    about: certificate.about,
    statements: statements.map(plain),
    file: found && plain(found),
    made:
      found &&
      plain((isCredentialed(found.proven.record) ? generationOf(found.proven.record, statements) : found) ?? found),
    origin: first?.proven.checkpoint.origin ?? "",
    treeSize: first?.proven.checkpoint.size ?? 0,
    signedBy: keys.log.map(({ name, algorithm }) => `${name} (${algorithm})`),
    witnesses: anchor.signedBy
      .filter(({ key }) => keys.witnesses.includes(key))
      .map(({ key, time }) => ({ name: key.name, at: new Date((time ?? 0) * 1000).toISOString() })),
    trusted: trusted !== undefined,
  };
}

const plain = ({ index, record, withheld }: Statement): Statement => ({ index, record, withheld });

const isCredentialed = (record: LogRecord): boolean => record["type"] === "asset.credentialed";

/** A statement with the record as it is logged: what is checked, while the disclosed values are for the reader. */
type Checked = Statement & { proven: Proven };

/** The generation whose leaf the record of a file with content credentials names. */
const generationOf = (credentialed: LogRecord, statements: readonly Checked[]) =>
  statements.find(
    ({ proven: { record, leaf } }) =>
      record["type"] === "asset.generated" &&
      record["assetId"] === credentialed["assetId"] &&
      toHex(leaf) === credentialed["generatedLeaf"],
  );

/** The keys that a certificate is checked with: its own, which must hold all that the reader trusts. */
function keysOf(
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
    return { reason: "a key of the certificate is of the wrong kind" };
  if (new Set([...keys.log, ...keys.witnesses]).size < log.length + witnesses.length)
    return { reason: "a key of the certificate is there twice" };
  if (!trusted) return { log, witnesses };
  const expected = parseKeys(trusted.log);
  const seen = parseKeys(trusted.witnesses ?? []);
  if (!expected || !seen || expected.length === 0) return { reason: "a trusted key is malformed" };
  if (!expected.every((key) => log.some((own) => own.name === key.name && sameKey(own, key))))
    return { reason: "the certificate was made by another log than the trusted one" };
  const quorum = trusted.quorum ?? 0;
  const cosigned = seen.filter((key) => witnesses.some((own) => own.name === key.name && sameKey(own, key)));
  // A witness may hold a key of each kind, and counts once.
  const names = new Set(cosigned.map(({ name }) => name));
  if (names.size < quorum)
    return { reason: `the certificate is cosigned by ${names.size} trusted witnesses, not by ${quorum}` };
  return { log, witnesses };
}

function parseKeys(keys: readonly string[]): VerifierKey[] | undefined {
  const found = keys.map(parseVerifierKey);
  return found.every((key) => key !== undefined) ? found : undefined;
}

/** Whether the record of the platform's log is the very checkpoint that a studio's record was proven against. */
const isAnchored = ({ checkpoint }: Proven, { record }: Proven): boolean =>
  record["type"] === "checkpoint.published" &&
  record["origin"] === checkpoint.origin &&
  record["size"] === checkpoint.size &&
  record["root"] === toBase64(checkpoint.root);

/** An asset's certificate holds records of one asset, and of what was erased since. */
function mixture(logged: readonly Proven[]): string | undefined {
  const ids = new Set(
    logged.filter(({ record }) => record["type"] !== "redacted").map(({ record }) => record["assetId"]),
  );
  return ids.size === 1 && typeof logged[0]?.record["assetId"] === "string"
    ? undefined
    : "the certificate mixes records of several results";
}

function fileIn(statements: readonly Checked[], file: Uint8Array | Hashed): Checked | { reason: string } {
  const actual = file instanceof Uint8Array ? toHex(sha256(file)) : file.sha256;
  const claimed = statements.map(({ proven }) => outputHash(proven.record));
  const at = claimed.indexOf(actual);
  const found = statements[at];
  if (found) return found;
  const known = claimed.filter((hash) => hash !== undefined && fromHex(hash));
  if (known.length === 0) return { reason: "the records name no output file" };
  return {
    reason: `the file's SHA-256 is ${actual}, but the record is about ${known.slice(0, 3).join(", ")}${known.length > 3 ? " …" : ""}: the file was changed, or is another one`,
  };
}

function outputHash(record: LogRecord): string | undefined {
  const output = record["output"];
  if (typeof output !== "object" || output === null || !("sha256" in output)) return undefined;
  return typeof output.sha256 === "string" ? output.sha256 : undefined;
}
