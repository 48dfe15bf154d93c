import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, isEqual, decodeBase64, toBase64, toHex, encodeUtf8 } from "./bytes.ts";

/** Signature algorithms: C2SP signed-note's algorithm byte, and the lengths of key and signature in bytes. */
export const algorithms = {
  /** A log's signature over the note's text. */
  ed25519: { byte: 0x01, key: 32, signature: 64 },
  /** A witness's timestamped cosignature, C2SP tlog-cosignature. */
  "ed25519-cosignature": { byte: 0x04, key: 32, signature: 8 + 64 },
  /** A log's or a witness's timestamped cosignature after FIPS 204, C2SP tlog-cosignature. */
  "mldsa44-cosignature": { byte: 0x06, key: 1312, signature: 8 + 2420 },
} as const;
export type Algorithm = keyof typeof algorithms;

/** A public key as C2SP signed-note writes it: `name+id+base64(algorithm byte ‖ key)`. */
export interface VerifierKey {
  name: string;
  algorithm: Algorithm;
  id: Uint8Array;
  publicKey: Uint8Array;
}

/** Whether a name has neither Unicode spaces nor `+`. */
export const isKeyName = (name: string): boolean => name !== "" && !/[\s+\u0085\u200b]/u.test(name);

/** Creates a key with its id: the first four bytes of SHA-256(name ‖ 0x0A ‖ algorithm byte ‖ public key). */
export function createVerifierKey(name: string, algorithm: Algorithm, publicKey: Uint8Array): VerifierKey {
  const { byte, key } = algorithms[algorithm];
  if (!isKeyName(name))
    throw new TypeError(`${JSON.stringify(name)} is not a valid key name: it must not be empty or contain spaces or +`);
  if (publicKey.length !== key) throw new TypeError(`a key for ${algorithm} has ${key} bytes`);
  const id = sha256(concatBytes(encodeUtf8(`${name}\n`), Uint8Array.of(byte), publicKey)).slice(0, 4);
  return { name, algorithm, id, publicKey };
}

export const formatVerifierKey = ({ name, algorithm, id, publicKey }: VerifierKey): string =>
  `${name}+${toHex(id)}+${toBase64(concatBytes(Uint8Array.of(algorithms[algorithm].byte), publicKey))}`;

/** Parses a verifier key; undefined if it is malformed or of an unknown algorithm. */
export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [name, id, ...encoded] = text.split("+");
  const bytes = decodeBase64(encoded.join("+"));
  const found = Object.entries(algorithms).find(([, { byte, key }]) => bytes?.[0] === byte && bytes.length === key + 1);
  if (name === undefined || id === undefined || !bytes || !found || !isKeyName(name)) return undefined;
  const key = createVerifierKey(name, found[0] as Algorithm, bytes.slice(1));
  return toHex(key.id) === id ? key : undefined;
}

/** Lists the verifier keys in a text: one per line, in a JSON list, or in a C2SP policy. */
export const listVerifierKeys = (text: string): string[] =>
  text.split(/[\s"',[\]{}]+/).filter((part) => parseVerifierKey(part) !== undefined);

/** Renames a key to one of its owner's logs, whose origins begin with the key's name; undefined for other origins. */
export function renameKey(key: VerifierKey, origin: string): VerifierKey | undefined {
  if (origin !== key.name && !origin.startsWith(`${key.name}/`)) return undefined;
  return isKeyName(origin) ? createVerifierKey(origin, key.algorithm, key.publicKey) : undefined;
}

export const isSameKey = (a: VerifierKey, b: VerifierKey): boolean =>
  a.algorithm === b.algorithm && isEqual(a.publicKey, b.publicKey);
