import { generateKeyPairSync, sign } from "node:crypto";
import {
  canonicalBytes,
  checkpointBody,
  cosignedText,
  formatCertificate,
  formatTlogProof,
  formatVerifierKey,
  leafHash,
  signatureLine,
  signedNote,
  prependTime,
  toBase64,
  verifierKey,
  type LogRecord,
} from "@pegbar/verify";

/**
 * A certificate of one record under a key of its own: a studio's log of one leaf, and a platform's log of one leaf, which
 * a witness has cosigned.
 */
export function certify(record: LogRecord): { certificate: string; keys: string; witness: string } {
  const name = "test.example/log";
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const text = (value: unknown) => new TextDecoder().decode(canonicalBytes(value));
  const seen = generateKeyPairSync("ed25519");
  const seenRaw = new Uint8Array(seen.publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const witness = verifierKey("witness.example", "ed25519-cosignature", seenRaw);
  const cosigned = (body: string) => {
    const time = 1_700_000_000;
    const signature = new Uint8Array(sign(null, cosignedText(body, time), seen.privateKey));
    return signatureLine(witness, prependTime(time, signature));
  };
  const proof = (origin: string, bytes: Uint8Array) => {
    const body = checkpointBody({ origin, size: 1, root: leafHash(bytes) });
    const line = signatureLine(
      verifierKey(origin, "ed25519", raw),
      new Uint8Array(sign(null, Buffer.from(body), privateKey)),
    );
    return formatTlogProof({ index: 0, hashes: [], checkpoint: signedNote(body, [line, cosigned(body)]) });
  };
  const leaf = canonicalBytes(record);
  const origin = `${name}/studio`;
  const anchor = { type: "checkpoint.published", schema: 1, origin, size: 1, root: toBase64(leafHash(leaf)) };
  const keys = formatVerifierKey(verifierKey(name, "ed25519", raw));
  return {
    keys,
    witness: formatVerifierKey(witness),
    certificate: formatCertificate({
      format: "pegbar-certificate/2",
      about: "asset",
      entries: [{ record: text(record), disclosed: [], proof: proof(origin, leaf) }],
      anchor: { record: text(anchor), proof: proof(`${name}/platform`, canonicalBytes(anchor)) },
      keys: { log: [keys], witnesses: [formatVerifierKey(witness)] },
    }),
  };
}
