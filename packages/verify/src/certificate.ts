import { encodeUtf8 } from "./bytes.ts";
import { encodeCanonical } from "./canonical.ts";
import type { Disclosure } from "./commitment.ts";
import { isObject, parseCanonical } from "./record.ts";

export const CERTIFICATE_FORMAT = "pegbar-certificate/2";

/** A record with the proof that the log contains it. */
export interface Entry {
  /** RFC 8785 text, whose hash is the leaf. */
  record: string;
  /** The disclosed values of the record's commitments. */
  disclosed: Disclosure[];
  /** C2SP tlog-proof of the studio's log. */
  proof: string;
}

/**
 * Everything needed to verify offline, also years later, what the log records about a file or a shot. Stored as one line
 * of RFC 8785 JSON.
 */
export interface Certificate {
  format: typeof CERTIFICATE_FORMAT;
  /** One result, or all results of a shot. */
  about: "asset" | "shot";
  /** In the log's order. */
  entries: Entry[];
  /** The studio's checkpoint as a record in the platform's log, which witnesses cosign. */
  anchor: Omit<Entry, "disclosed">;
  /** C2SP verifier keys. Compare those of the log with the keys that the platform publishes. */
  keys: { log: string[]; witnesses: string[] };
}

/** Maximum size of a certificate in bytes of UTF-8. */
export const MAX_CERTIFICATE = 64 << 20;

/** Parses a certificate without verifying it. @returns its parts, or what is wrong with its format; never throws */
export function parseCertificate(text: string): Certificate | { reason: string } {
  if (text.length > MAX_CERTIFICATE || encodeUtf8(text).length > MAX_CERTIFICATE)
    return { reason: "the certificate is too long" };
  const parsed = parseCanonical(text.endsWith("\n") ? text.slice(0, -1) : text);
  if ("reason" in parsed) return { reason: `the certificate ${parsed.reason}` };
  const { value } = parsed;
  if (!isObject(value)) return { reason: "the certificate is not an object" };
  const { format, about, entries, anchor, keys, ...rest } = value;
  if (format === "pegbar-certificate/1")
    return { reason: "the certificate has the format of an early version of Pegbar, which is not supported any more" };
  if (format !== CERTIFICATE_FORMAT) return { reason: `the certificate's format is not ${CERTIFICATE_FORMAT}` };
  if (Object.keys(rest).length > 0) return { reason: "the certificate has unknown fields" };
  if ((about !== "asset" && about !== "shot") || !isAnchor(anchor) || !isKeys(keys))
    return { reason: "the certificate is incomplete" };
  if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isEntry))
    return { reason: "the certificate has no records, or malformed ones" };
  return { format, about, entries, anchor, keys };
}

const hasOnly = (value: Record<string, unknown>, ...names: string[]): boolean =>
  Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));

const isEntry = (value: unknown): value is Entry =>
  isObject(value) &&
  hasOnly(value, "record", "disclosed", "proof") &&
  typeof value["record"] === "string" &&
  typeof value["proof"] === "string" &&
  Array.isArray(value["disclosed"]) &&
  value["disclosed"].every(isDisclosure);

const isDisclosure = (value: unknown): value is Disclosure =>
  isObject(value) &&
  hasOnly(value, "field", "salt", "value") &&
  typeof value["field"] === "string" &&
  typeof value["salt"] === "string";

const isAnchor = (value: unknown): value is Certificate["anchor"] =>
  isObject(value) &&
  hasOnly(value, "record", "proof") &&
  typeof value["record"] === "string" &&
  typeof value["proof"] === "string";

const isKeys = (value: unknown): value is Certificate["keys"] =>
  isObject(value) && hasOnly(value, "log", "witnesses") && isTexts(value["log"]) && isTexts(value["witnesses"]);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 64 && value.every((item) => typeof item === "string");

/** Formats a certificate in its canonical form. */
export const formatCertificate = (certificate: Certificate): string =>
  new TextDecoder().decode(encodeCanonical(certificate));
