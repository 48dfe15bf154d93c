import { openCheckpoint, parseVerifierKey, renameKey, toBase64, toHex } from "@pegbar/verify";
import { strings } from "../../../strings/ledger.ts";

export interface ReadCheckpoint {
  size: number;
  /** The root hash in base64, as the checkpoint writes it. */
  root: string;
  signers: { algorithm: string; id: string }[];
  /** When it was signed, in milliseconds since 1970, if a signature says so. */
  signedAt: number | undefined;
  /** Key of the checkpoint in the anchors' bucket. */
  anchorKey: string;
}

/** Digits of a size in an anchor's key. */
const SIZE_DIGITS = 16;

/**
 * Verifies a checkpoint with the keys of its log.
 * @throws what is wrong with it, unless all of the keys signed it
 */
export async function readCheckpoint(note: string, logKeys: readonly string[]): Promise<ReadCheckpoint> {
  const origin = note.slice(0, note.indexOf("\n"));
  const keys = logKeys.map((text) => {
    const key = parseVerifierKey(text);
    const own = key && renameKey(key, origin);
    if (!own) throw new Error(strings.invalid(strings.unsigned(text)));
    return own;
  });
  const opened = openCheckpoint(note, keys);
  if ("reason" in opened) throw new Error(strings.invalid(opened.reason));
  const missing = keys.find((key) => !opened.signedBy.some((one) => one.key === key));
  if (missing || keys.length === 0) throw new Error(strings.invalid(strings.unsigned(missing?.algorithm ?? origin)));
  const { size, root } = opened.checkpoint;
  const seconds = opened.signedBy.find(({ time }) => time !== undefined)?.time;
  const folder = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(origin));
  return {
    size,
    root: toBase64(root),
    signers: opened.signedBy.map(({ key }) => ({ algorithm: key.algorithm, id: toHex(key.id) })),
    signedAt: seconds === undefined ? undefined : seconds * 1000,
    anchorKey: `${toHex(new Uint8Array(folder))}/${String(size).padStart(SIZE_DIGITS, "0")}`,
  };
}
