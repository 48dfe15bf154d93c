/** As COSE frames what is signed (RFC 9052, Sig_structure): an array of four that begins with this word. */
const SIG_STRUCTURE = Buffer.concat([Buffer.from([0x84, 0x6a]), Buffer.from("Signature1")]);
/** A claim names its assertions by their hashes, and holds none of them. */
const MAX_BYTES = 2 ** 20;

/** Whether bytes are what a manifest's signature is made over, and nothing else that the key could be used for. */
export const isClaim = (bytes: unknown): boolean =>
  bytes instanceof Uint8Array &&
  bytes.length <= MAX_BYTES &&
  SIG_STRUCTURE.equals(bytes.subarray(0, SIG_STRUCTURE.length));
