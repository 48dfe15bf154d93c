import { generateKeyPairSync, sign } from "node:crypto";
import {
  encodeCanonical,
  formatCheckpoint,
  formatCosignedText,
  formatCertificate,
  formatTlogProof,
  formatVerifierKey,
  hashLeaf,
  formatSignature,
  formatNote,
  prependTime,
  toBase64,
  createVerifierKey,
  type LogRecord,
} from "@pegbar/verify";

/**
 * Creates a certificate for one record with its own keys: a studio's log and a platform's log of one leaf each, both
 * cosigned by a witness.
 */
export function certify(record: LogRecord): { certificate: string; keys: string; witness: string } {
  const name = "test.example/log";
  const { privateKey, publicKey } = generateKeyPairSync("ed25519");
  const raw = new Uint8Array(publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const text = (value: unknown) => new TextDecoder().decode(encodeCanonical(value));
  const seen = generateKeyPairSync("ed25519");
  const seenRaw = new Uint8Array(seen.publicKey.export({ format: "der", type: "spki" }).subarray(-32));
  const witness = createVerifierKey("witness.example", "ed25519-cosignature", seenRaw);
  const cosigned = (body: string) => {
    const time = 1_700_000_000;
    const signature = new Uint8Array(sign(null, formatCosignedText(body, time), seen.privateKey));
    return formatSignature(witness, prependTime(time, signature));
  };
  const proof = (origin: string, bytes: Uint8Array) => {
    const body = formatCheckpoint({ origin, size: 1, root: hashLeaf(bytes) });
    const line = formatSignature(
      createVerifierKey(origin, "ed25519", raw),
      new Uint8Array(sign(null, Buffer.from(body), privateKey)),
    );
    return formatTlogProof({ index: 0, hashes: [], checkpoint: formatNote(body, [line, cosigned(body)]) });
  };
  const leaf = encodeCanonical(record);
  const origin = `${name}/studio`;
  const anchor = { type: "checkpoint.published", schema: 1, origin, size: 1, root: toBase64(hashLeaf(leaf)) };
  const keys = formatVerifierKey(createVerifierKey(name, "ed25519", raw));
  return {
    keys,
    witness: formatVerifierKey(witness),
    certificate: formatCertificate({
      format: "pegbar-certificate/2",
      about: "asset",
      entries: [{ record: text(record), disclosed: [], proof: proof(origin, leaf) }],
      anchor: { record: text(anchor), proof: proof(`${name}/platform`, encodeCanonical(anchor)) },
      keys: { log: [keys], witnesses: [formatVerifierKey(witness)] },
    }),
  };
}
