import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, isEqual, decodeHex, toHex, encodeUtf8 } from "./bytes.ts";
import { encodeCanonical } from "./canonical.ts";
import { isObject, type LogRecord } from "./record.ts";

const DOMAIN = "pegbar/commitment/1";
const SALT_BYTES = 32;

/** Replaces a value in a record, so that the value can be erased later. */
export interface Commitment {
  commitment: string;
}

/** The value of a commitment, with the salt that proves it. */
export interface Disclosure {
  /** JSON pointer of the commitment in the record. */
  field: string;
  /** 32 bytes in hexadecimal. */
  salt: string;
  value: unknown;
}

/** Computes SHA-256(domain ‖ 0 ‖ field ‖ 0 ‖ salt ‖ RFC 8785 bytes of the value), in hexadecimal. */
export function commit({ field, salt, value }: Disclosure): Commitment {
  const bytes = decodeHex(salt);
  if (bytes?.length !== SALT_BYTES) throw new TypeError(`a salt has ${SALT_BYTES} bytes`);
  return { commitment: toHex(sha256(concatBytes(encodeUtf8(`${DOMAIN}\0${field}\0`), bytes, encodeCanonical(value)))) };
}

const isCommitment = (value: unknown): value is Commitment =>
  isObject(value) &&
  Object.keys(value).length === 1 &&
  typeof value["commitment"] === "string" &&
  /^[0-9a-f]{64}$/.test(value["commitment"]);

/** Lists the JSON pointers of a record's commitments. */
export function listCommitments(value: unknown, at = ""): string[] {
  if (isCommitment(value)) return [at];
  if (Array.isArray(value)) return value.flatMap((item, index) => listCommitments(item, `${at}/${index}`));
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, item]) =>
    listCommitments(item, `${at}/${key.replaceAll("~", "~0").replaceAll("/", "~1")}`),
  );
}

/**
 * Replaces commitments by the disclosed values.
 * @returns the record and the JSON pointers of withheld values; or a reason if a disclosure does not match its commitment,
 *   appears twice, or has no commitment
 */
export function disclose(
  record: LogRecord,
  disclosures: readonly Disclosure[],
): { record: LogRecord; withheld: string[] } | { reason: string } {
  const open = new Set(listCommitments(record));
  const shown = structuredClone(record);
  for (const disclosure of disclosures) {
    const { field, value } = disclosure;
    if (!open.delete(field)) return { reason: `${field} is disclosed, but the record has no commitment there` };
    const path = field.split("/").slice(1);
    const key = unescape(path.pop() ?? "");
    const parent = path.reduce<unknown>((at, part) => (at as Record<string, unknown>)[unescape(part)], shown);
    const place = parent as Record<string, unknown>;
    if (!isCommitted(disclosure, place[key])) return { reason: `${field} does not match the record's commitment` };
    place[key] = value;
  }
  return { record: shown, withheld: [...open] };
}

const unescape = (part: string): string => part.replaceAll("~1", "/").replaceAll("~0", "~");

function isCommitted(disclosure: Disclosure, committed: unknown): boolean {
  try {
    return isCommitment(committed) && isEqual(decodeCommitment(commit(disclosure)), decodeCommitment(committed));
  } catch {
    // A malformed disclosure matches no commitment.
    return false;
  }
}
const decodeCommitment = ({ commitment }: Commitment): Uint8Array => decodeHex(commitment) ?? new Uint8Array();
