import { hashBytes, hashInParts } from "@pegbar/sdk/hash";

/** Part size of the API, in bytes. */
const PART_BYTES = 64 * 1024 * 1024;
/** Files up to this size are hashed at once, in bytes: several times as fast, and a frame fits into memory. */
const WHOLE_BYTES = 16 * 1024 * 1024;

/** A file to hash; without a file, cancels the request with this id. */
export type HashRequest = { id: string; file: Blob } | { id: string; file: undefined };
export type HashResponse =
  | { id: string; hashed: number }
  | { id: string; sha256: string; partSha256s: readonly string[] }
  | { id: string; error: string };

const running = new Map<string, AbortController>();
const respond = (response: HashResponse) => postMessage(response);

addEventListener("message", ({ data }: MessageEvent<HashRequest>) => {
  const { id, file } = data;
  if (!file) return running.get(id)?.abort();
  const stop = new AbortController();
  running.set(id, stop);
  void hash(id, file, stop.signal)
    .then((hashes) => respond({ id, ...hashes }))
    .catch((error: unknown) => respond({ id, error: error instanceof Error ? error.message : String(error) }))
    .finally(() => running.delete(id));
});

const hash = async (id: string, file: Blob, signal: AbortSignal) =>
  file.size <= WHOLE_BYTES
    ? { sha256: await hashBytes(new Uint8Array(await file.arrayBuffer())), partSha256s: [] }
    : hashInParts(file, PART_BYTES, { signal, onHashed: (hashed) => respond({ id, hashed }) });
