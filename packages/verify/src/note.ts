import { ed25519 } from "@noble/curves/ed25519.js";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { concat, equal, fromBase64, toBase64, utf8 } from "./bytes.ts";
import { cosignedText, cosignedTree, timestampOf } from "./cosignature.ts";
import { algorithms, isKeyName, type VerifierKey } from "./key.ts";

/** In bytes of UTF-8. Larger notes are refused unread. */
export const MAX_NOTE = 1 << 20;
const MAX_SIGNATURES = 64;

/** One line of signature: whose by its own account, unverified. */
interface Signature {
  name: string;
  id: Uint8Array;
  bytes: Uint8Array;
}
interface Note {
  /** With its final newline. */
  text: string;
  signatures: Signature[];
}

/** A signed head of a log: C2SP tlog-checkpoint. */
export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

/** Origin, size and root, a line each. This is what is signed. */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`;

/** A signature's line, to be put under the text that was signed. */
export const signatureLine = ({ name, id }: Pick<VerifierKey, "name" | "id">, signature: Uint8Array): string =>
  `\u2014 ${name} ${toBase64(concat(id, signature))}\n`;

/** A text with its signatures' lines. */
export const signedNote = (text: string, lines: readonly string[]): string => `${text}\n${lines.join("")}`;

/** Takes a note apart. Strict: another spelling of the same note is refused, so that no byte of it is without meaning. */
export function parseNote(note: string): Note | { reason: string } {
  if (note.length > MAX_NOTE || utf8(note).length > MAX_NOTE) return { reason: "the checkpoint is too long" };
  if (!note.isWellFormed()) return { reason: "the checkpoint is no valid text" };
  // eslint-disable-next-line no-control-regex
  if (/[\u0000-\u0009\u000b-\u001f]/.test(note)) return { reason: "the checkpoint holds control characters" };
  const border = note.lastIndexOf("\n\n");
  if (border < 0) return { reason: "the checkpoint has no signatures" };
  const lines = note.slice(border + 2).split("\n");
  if (lines.pop() !== "" || lines.length === 0) return { reason: "the checkpoint's signatures are cut off" };
  if (lines.length > MAX_SIGNATURES) return { reason: "the checkpoint has too many signatures" };
  const signatures: Signature[] = [];
  for (const line of lines) {
    const [dash, name, encoded, ...rest] = line.split(" ");
    const bytes = fromBase64(encoded ?? "");
    if (dash !== "\u2014" || !name || !isKeyName(name) || !bytes || bytes.length < 5 || rest.length > 0)
      return { reason: "a signature of the checkpoint is malformed" };
    signatures.push({ name, id: bytes.slice(0, 4), bytes: bytes.slice(4) });
  }
  return { text: note.slice(0, border + 1), signatures };
}

/** A checkpoint's content. Extension lines are refused: nobody vouches for them. */
export function parseCheckpoint(text: string): Checkpoint | undefined {
  const [origin, sizeText, rootText, end, ...more] = text.split("\n");
  const root = fromBase64(rootText ?? "");
  if (!origin || !sizeText || end !== "" || more.length > 0 || root?.length !== 32) return undefined;
  if (!/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || !Number.isSafeInteger(Number(sizeText))) return undefined;
  return { origin, size: Number(sizeText), root };
}

/** A checkpoint whose signatures hold. */
export interface Opened {
  checkpoint: Checkpoint;
  text: string;
  /** Who signed it, among the keys asked for; cosignatures with the time in seconds since 1970. */
  signedBy: { key: VerifierKey; time: number | undefined }[];
}

/**
 * The checkpoint, and which of `keys` signed it. Signatures of other keys are passed over; one that claims to be of a
 * known key and is not makes the whole note worthless. Never throws.
 */
export function openCheckpoint(note: string, keys: readonly VerifierKey[]): Opened | { reason: string } {
  const parsed = parseNote(note);
  if ("reason" in parsed) return parsed;
  const checkpoint = parseCheckpoint(parsed.text);
  if (!checkpoint) return { reason: "the checkpoint's text is malformed" };
  const signedBy: Opened["signedBy"] = [];
  for (const key of keys) {
    const own = parsed.signatures.filter(({ name, id }) => name === key.name && equal(id, key.id));
    if (own.length === 0) continue;
    if (!own.every(({ bytes }) => isSignedBy(key, parsed.text, checkpoint, bytes)))
      return { reason: `the checkpoint is not signed by ${key.name}: its signature is false` };
    signedBy.push({ key, time: timestampOf(key, own[0]?.bytes ?? new Uint8Array()) });
  }
  return { checkpoint, text: parsed.text, signedBy };
}

/** Signatures that were verified recently: the certificates of one shot, or of one day, share their checkpoints. */
const verified = new Set<string>();
const MAX_VERIFIED = 64;
/** In characters; checkpoints are far shorter. Longer ones are verified every time, so that little memory is used. */
const MAX_REMEMBERED = 8192;

/** Whether a signature of `text` is valid. A valid one is remembered, with everything that its validity depends on. */
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
  const time = timestampOf(key, bytes);
  try {
    switch (key.algorithm) {
      case "ed25519":
        return ed25519.verify(bytes, utf8(text), key.publicKey, { zip215: false });
      case "ed25519-cosignature":
        return (
          time !== undefined &&
          ed25519.verify(bytes.slice(8), cosignedText(text, time), key.publicKey, { zip215: false })
        );
      case "mldsa44-cosignature":
        return (
          time !== undefined && ml_dsa44.verify(bytes.slice(8), cosignedTree(key.name, time, checkpoint), key.publicKey)
        );
    }
  } catch {
    // noble throws on points off the curve and on keys that are none: no signature of this key.
    return false;
  }
}
