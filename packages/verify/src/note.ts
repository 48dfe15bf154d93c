import { ed25519 } from "@noble/curves/ed25519.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { concatBytes, isEqual, decodeBase64, toBase64, encodeUtf8 } from "./bytes.ts";
import { formatCosignedText, encodeCosignedTree, readTimestamp } from "./cosignature.ts";
import { algorithms, isKeyName, type VerifierKey } from "./key.ts";

/** Maximum size of a note in bytes of UTF-8. */
export const MAX_NOTE = 1 << 20;
const MAX_SIGNATURES = 64;

/** An unverified signature line, with the name and id that it claims. */
interface Signature {
  name: string;
  id: Uint8Array;
  bytes: Uint8Array;
}
interface Note {
  /** The signed text, with its final newline. */
  text: string;
  signatures: Signature[];
}

/** A log's checkpoint (C2SP tlog-checkpoint). */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

/** Formats the signed text: origin, size and root, one per line. */
export const formatCheckpoint = ({ origin, size, root }: Checkpoint): string =>
  `${origin}\n${size}\n${toBase64(root)}\n`;

/** Formats a signature line. */
export const formatSignature = ({ name, id }: Pick<VerifierKey, "name" | "id">, signature: Uint8Array): string =>
  `\u2014 ${name} ${toBase64(concatBytes(id, signature))}\n`;

/** Joins a text and its signature lines to a note. */
export const formatNote = (text: string, lines: readonly string[]): string => `${text}\n${lines.join("")}`;

/** Parses a note strictly: only one encoding of each note is accepted. */
export function parseNote(note: string): Note | { reason: string } {
  if (note.length > MAX_NOTE || encodeUtf8(note).length > MAX_NOTE) return { reason: "the checkpoint is too long" };
  if (!note.isWellFormed()) return { reason: "the checkpoint is not valid UTF-8" };
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) return { reason: "the checkpoint contains control characters" };
  const border = note.lastIndexOf("\n\n");
  if (border < 0) return { reason: "the checkpoint has no signatures" };
  const lines = note.slice(border + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0) return { reason: "the checkpoint's signatures are truncated" };
  if (lines.length > MAX_SIGNATURES) return { reason: "the checkpoint has too many signatures" };
  const signatures: Signature[] = [];
  for (const line of lines) {
    const [dash, name, encoded, ...rest] = line.split(" ");
    const bytes = decodeBase64(encoded ?? "");
    if (dash !== "\u2014" || !name || !isKeyName(name) || !bytes || bytes.length < 5 || rest.length > 0)
      return { reason: "a signature of the checkpoint is malformed" };
    signatures.push({ name, id: bytes.slice(0, 4), bytes: bytes.slice(4) });
  }
  return { text: note.slice(0, border + 1), signatures };
}

/** Parses a checkpoint's text; undefined if it is malformed or has extension lines. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, sizeText, rootText, end, ...more] = text.split("\n");
  const root = decodeBase64(rootText ?? "");
  if (!origin || !sizeText || end !== "" || more.length > 0 || root?.length !== 32) return undefined;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(Number(sizeText))) return undefined;
  return { origin, size: Number(sizeText), root };
}

/** A checkpoint with verified signatures. */
export interface Opened {
  checkpoint: Checkpoint;
  text: string;
  /** Those of the given keys that signed it; cosignatures have a time in seconds since 1970. */
  signedBy: { key: VerifierKey; time: number | undefined }[];
}

/**
 * Verifies which of `keys` signed a checkpoint. Ignores signatures of other keys; rejects the note if a signature of one of
 * `keys` is invalid. Never throws.
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): Opened | { reason: string } {
  const parsed = parseNote(note);
  if ("reason" in parsed) return parsed;
  const checkpoint = parseCheckpoint(parsed.text);
  if (!checkpoint) return { reason: "the checkpoint's text is malformed" };
  const signedBy: Opened["signedBy"] = [];
  for (const key of keys) {
    const own = parsed.signatures.filter(({ name, id }) => name === key.name && isEqual(id, key.id));
    if (own.length === 0) continue;
    if (!own.every(({ bytes }) => isSignedBy(key, parsed.text, checkpoint, bytes)))
      return { reason: `the checkpoint is not signed by ${key.name}: its signature is invalid` };
    signedBy.push({ key, time: readTimestamp(key, own[0]?.bytes ?? new Uint8Array()) });
  }
  return { checkpoint, text: parsed.text, signedBy };
}

/** Cache of verified signatures: certificates of the same shot or day share checkpoints. */
const verified = new Set<string>();
const MAX_VERIFIED = 64;
/** Maximum length of a cached text in characters, to limit memory; checkpoints are much shorter. */
const MAX_REMEMBERED = 8192;

/** Whether a signature of `text` is valid. Caches valid ones by everything that they depend on. */
function isSignedBy(key: VerifierKey, text: string, checkpoint: Checkpoint, bytes: Uint8Array): boolean {
  const id = `${key.algorithm} ${key.name} ${toBase64(key.publicKey)} ${toBase64(bytes)}\n${text}`;
  if (verified.has(id)) return true;
  if (!verifySignature(key, text, checkpoint, bytes)) return false;
  if (id.length > MAX_REMEMBERED) return true;
  const [oldest] = verified;
  if (verified.size >= MAX_VERIFIED && oldest !== undefined) verified.delete(oldest);
  verified.add(id);
  return true;
}

/** @param checkpoint what `text` says, parsed */
function verifySignature(key: VerifierKey, text: string, checkpoint: Checkpoint, bytes: Uint8Array): boolean {
  if (bytes.length !== algorithms[key.algorithm].signature) return false;
  const time = readTimestamp(key, bytes);
  try {
    switch (key.algorithm) {
      case "ed25519":
        return ed25519.verify(bytes, encodeUtf8(text), key.publicKey, { zip215: false });
      case "ed25519-cosignature":
        return (
          time !== undefined &&
          ed25519.verify(bytes.slice(8), formatCosignedText(text, time), key.publicKey, { zip215: false })
        );
      case "mldsa44-cosignature":
        return (
          time !== undefined &&
          ml_dsa44.verify(bytes.slice(8), encodeCosignedTree(key.name, time, checkpoint), key.publicKey)
        );
    }
  } catch {
    // noble throws for invalid keys and points off the curve: the signature is invalid.
    return false;
  }
}
