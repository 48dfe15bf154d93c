import { sha256 as incremental } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";

/** Incremental SHA-256, in lower-case hexadecimal. */
export interface Hasher {
  update(bytes: Uint8Array): unknown;
  hex(): string;
}

/** Incremental, because Web Crypto hashes only complete buffers, and a model file does not fit into memory. */
const createPortableHasher = (): Hasher => {
  const hash = incremental.create();
  return { update: (bytes) => hash.update(bytes), hex: () => bytesToHex(hash.digest()) };
};

/** SHA-256 in lower-case hexadecimal. */
export async function hashBytes(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  return bytesToHex(new Uint8Array(await crypto.subtle.digest("SHA-256", bytes)));
}

/** Passes bytes on unchanged, and calls `onEnd` with their SHA-256 in lower-case hexadecimal; its error fails the stream. */
export function hashStream(
  onEnd: (sha256: string) => void,
  hasher: () => Hasher = createPortableHasher,
): TransformStream<Uint8Array, Uint8Array> {
  const hash = hasher();
  return new TransformStream({
    transform(chunk, controller) {
      hash.update(chunk);
      controller.enqueue(chunk);
    },
    flush: () => onEnd(hash.hex()),
  });
}

interface Options {
  hasher?: (() => Hasher) | undefined;
  signal?: AbortSignal | undefined;
  onHashed?: (bytes: number) => void;
}

/** Computes SHA-256 of a file and of its parts of `partBytes`; no parts if the file fits into one. */
export async function hashInParts(
  file: Blob,
  partBytes: number,
  { hasher = createPortableHasher, signal, onHashed }: Options = {},
): Promise<{ sha256: string; partSha256s: string[] }> {
  const inParts = file.size > partBytes;
  const whole = hasher();
  const partSha256s: string[] = [];
  let hashed = 0;
  for (let from = 0; from < file.size; from += partBytes) {
    const part = hasher();
    for await (const chunk of file.slice(from, from + partBytes).stream()) {
      signal?.throwIfAborted();
      whole.update(chunk);
      if (inParts) part.update(chunk);
      onHashed?.((hashed += chunk.length));
    }
    if (inParts) partSha256s.push(part.hex());
  }
  return { sha256: whole.hex(), partSha256s };
}
