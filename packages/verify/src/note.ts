import { ed25519 } from "@noble/curves/ed25519.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { concat, equal, fromBase64, toBase64 } from "./bytes.ts";

/** Signature algorithm byte of C2SP signed-note. */
const ED25519 = 1;
const MAX_NOTE = 1 << 20;

/** A log's public key as C2SP signed-note writes it: `name+hash+base64(0x01 ‖ key)`. */
export interface VerifierKey {
  name: string;
  id: Uint8Array;
  publicKey: Uint8Array;
}

/** First four bytes of SHA-256(name ‖ 0x0A ‖ 0x01 ‖ public key). */
export function keyId(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(concat(new TextEncoder().encode(name), Uint8Array.of(10, ED25519), publicKey)).slice(0, 4);
}

export function formatVerifierKey(name: string, publicKey: Uint8Array): string {
  const id = Array.from(keyId(name, publicKey), (b) => b.toString(16).padStart(2, "0")).join("");
  return `${name}+${id}+${toBase64(concat(Uint8Array.of(ED25519), publicKey))}`;
}

export function parseVerifierKey(text: string): VerifierKey | undefined {
  const [name, id, encoded, ...rest] = text.split("+");
  const key = fromBase64([encoded, ...rest].join("+"));
  if (!name || !id || !key || key[0] !== ED25519 || key.length !== 33) return undefined;
  const publicKey = key.slice(1);
  return formatVerifierKey(name, publicKey) === text ? { name, id: keyId(name, publicKey), publicKey } : undefined;
}

export interface Checkpoint {
  origin: string;
  size: number;
  root: Uint8Array;
}

/** Body of a C2SP tlog-checkpoint: origin, size and root, a line each. This is what is signed. */
export const checkpointBody = ({ origin, size, root }: Checkpoint): string => `${origin}\n${size}\n${toBase64(root)}\n`;

/** Appends a signature over `body` in the form of a signed note. */
export function signedNote(body: string, name: string, publicKey: Uint8Array, signature: Uint8Array): string {
  return `${body}\n\u2014 ${name} ${toBase64(concat(keyId(name, publicKey), signature))}\n`;
}

/** The checkpoint if `note` is well formed and signed by `key`; otherwise why not. Never throws. */
export function openCheckpoint(note: string, key: VerifierKey): { checkpoint: Checkpoint } | { reason: string } {
  if (note.length > MAX_NOTE) return { reason: "the checkpoint is too long" };
  const border = note.lastIndexOf("\n\n");
  if (border < 0) return { reason: "the checkpoint has no signatures" };
  const body = note.slice(0, border + 1);
  if (!isSigned(body, note.slice(border + 2), key))
    return { reason: "the checkpoint is not signed by the expected key" };
  const [origin, sizeText, rootText] = body.split("\n");
  const root = fromBase64(rootText ?? "");
  if (!origin || !sizeText || !/^(0|[1-9][0-9]{0,15})$/.test(sizeText) || root?.length !== 32) {
    return { reason: "the checkpoint's text is malformed" };
  }
  return { checkpoint: { origin, size: Number(sizeText), root } };
}

function isSigned(body: string, signatures: string, key: VerifierKey): boolean {
  for (const line of signatures.split("\n").slice(0, 64)) {
    const [dash, name, encoded] = line.split(" ");
    const bytes = fromBase64(encoded ?? "");
    if (dash !== "\u2014" || name !== key.name || bytes?.length !== 68 || !equal(bytes.slice(0, 4), key.id)) continue;
    try {
      if (ed25519.verify(bytes.slice(4), new TextEncoder().encode(body), key.publicKey)) return true;
    } catch {
      // noble throws on points off the curve: not a signature of this key.
    }
  }
  return false;
}
