import { concatBytes, encodeUtf8 } from "./bytes.ts";
import type { VerifierKey } from "./key.ts";
import type { Checkpoint } from "./note.ts";

/** Encodes a big-endian 64-bit integer. */
function encodeUint64(value: number): Uint8Array {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes;
}

/** Encodes a text of at most 255 bytes, prefixed with its length. */
function encodeShort(text: string): Uint8Array {
  const bytes = encodeUtf8(text);
  if (bytes.length === 0 || bytes.length > 255) throw new TypeError("a name must have 1 to 255 bytes");
  return concatBytes(Uint8Array.of(bytes.length), bytes);
}

/** Formats what an Ed25519 cosigner signs: the time in seconds since 1970 and the checkpoint's text. */
export const formatCosignedText = (text: string, time: number): Uint8Array =>
  encodeUtf8(`cosignature/v1\ntime ${time}\n${text}`);

/** Encodes what an ML-DSA-44 cosigner signs: its name, the time, and the tree's origin, size and root. */
export const encodeCosignedTree = (cosigner: string, time: number, { origin, size, root }: Checkpoint): Uint8Array =>
  concatBytes(
    encodeUtf8("subtree/v1\n\0"),
    encodeShort(cosigner),
    encodeUint64(time),
    encodeShort(origin),
    encodeUint64(0),
    encodeUint64(size),
    root,
  );

/** Encodes a cosignature for a note. */
export const prependTime = (time: number, signature: Uint8Array): Uint8Array =>
  concatBytes(encodeUint64(time), signature);

/** Reads a cosignature's time in seconds since 1970; undefined for plain signatures and impossible times. */
export function readTimestamp({ algorithm }: VerifierKey, bytes: Uint8Array): number | undefined {
  if (algorithm === "ed25519" || bytes.length < 8) return undefined;
  const time = new DataView(bytes.buffer, bytes.byteOffset, 8).getBigUint64(0);
  return time > 0n && time <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(time) : undefined;
}
