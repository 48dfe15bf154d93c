import { utf8 } from "./bytes.ts";
import { canonicalBytes } from "./canonical.ts";
import type { Disclosure } from "./commitment.ts";
import { isObject, parseCanonical } from "./record.ts";

export const CERTIFICATE_FORMAT = "pegbar-certificate/2";

/** A record of the log with the proof that it is there. */
export interface Entry {
  /** RFC 8785 text: what the leaf is the hash of. */
  record: string;
  /** Values of the record's commitments, as far as they are handed over. */
  disclosed: Disclosure[];
  /** C2SP tlog-proof in the studio's log. */
  proof: string;
}

/**
 * Everything that it takes to check, offline and years later, what the log says of a file or of a shot. Written as one
 * line of RFC 8785 JSON.
 */
export interface Certificate {
  format: typeof CERTIFICATE_FORMAT;
  /** One result, or every result of a shot. */
  about: "asset" | "shot";
  /** In the log's order. */
  entries: Entry[];
  /** The studio's checkpoint as a record of the platform's log, where witnesses see it. */
  anchor: Omit<Entry, "disclosed">;
  /** C2SP verifier keys. Compare those of the log with what the platform publishes. */
  keys: { log: string[]; witnesses: string[] };
}

/** In bytes of UTF-8. */
export const MAX_CERTIFICATE = 64 << 20;

/** A certificate's parts, unverified; or what is wrong with its form. Never throws. */
export function parseCertificate(text: string): Certificate | { reason: string } {
  if (text.length > MAX_CERTIFICATE || utf8(text).length > MAX_CERTIFICATE)
    return { reason: "the certificate is too long" };
  const parsed = parseCanonical(text.endsWith("\n") ? text.slice(0, -1) : text);
  if ("reason" in parsed) return { reason: `the certificate ${parsed.reason}` };
  const { value } = parsed;
  if (!isObject(value)) return { reason: "the certificate is not an object" };
  const { format, about, entries, anchor, keys, ...rest } = value;
  if (format === "pegbar-certificate/1")
    return { reason: "the certificate is of the first form, which no later version of Pegbar reads" };
  if (format !== CERTIFICATE_FORMAT) return { reason: `the certificate's format is not ${CERTIFICATE_FORMAT}` };
  if (Object.keys(rest).length > 0) return { reason: "the certificate holds more than a certificate has" };
  if ((about !== "asset" && about !== "shot") || !isAnchor(anchor) || !isKeys(keys))
    return { reason: "the certificate is incomplete" };
  if (!Array.isArray(entries) || entries.length === 0 || !entries.every(isEntry))
    return { reason: "the certificate holds no records, or broken ones" };
  return { format, about, entries, anchor, keys };
}

const only = (value: Record<string, unknown>, ...names: string[]): boolean =>
  Object.keys(value).length === names.length && names.every((name) => Object.hasOwn(value, name));

const isEntry = (value: unknown): value is Entry =>
  isObject(value) &&
  only(value, "record", "disclosed", "proof") &&
  typeof value["record"] === "string" &&
  typeof value["proof"] === "string" &&
  Array.isArray(value["disclosed"]) &&
  value["disclosed"].every(isDisclosure);

const isDisclosure = (value: unknown): value is Disclosure =>
  isObject(value) &&
  only(value, "field", "salt", "value") &&
  typeof value["field"] === "string" &&
  typeof value["salt"] === "string";

const isAnchor = (value: unknown): value is Certificate["anchor"] =>
  isObject(value) &&
  only(value, "record", "proof") &&
  typeof value["record"] === "string" &&
  typeof value["proof"] === "string";

const isKeys = (value: unknown): value is Certificate["keys"] =>
  isObject(value) && only(value, "log", "witnesses") && isTexts(value["log"]) && isTexts(value["witnesses"]);

const isTexts = (value: unknown): value is string[] =>
  Array.isArray(value) && value.length <= 64 && value.every((item) => typeof item === "string");

/** The one text of a certificate. */
export const formatCertificate = (certificate: Certificate): string =>
  new TextDecoder().decode(canonicalBytes(certificate));
