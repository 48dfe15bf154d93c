/** First bytes of COSE's Sig_structure (RFC 9052): an array of four that begins with this text. */
const SIG_STRUCTURE = Buffer.concat([Buffer.from([0x84, 0x6a]), Buffer.from("Signature1")]);
/** Maximum size of a claim, which contains only hashes of its assertions. */
const MAX_BYTES = 2 ** 20;

/** Whether bytes are the signed content of a manifest, so that the key cannot be used for anything else. */
export const isClaim = (bytes: unknown): boolean =>
  bytes instanceof Uint8Array &&
  bytes.length <= MAX_BYTES &&
  SIG_STRUCTURE.equals(bytes.subarray(0, SIG_STRUCTURE.length));
