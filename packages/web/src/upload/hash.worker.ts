import { hashInParts } from "@pegbar/sdk/hash";

/** Part size of the API, in bytes. */
const PART_BYTES = 64 * 1024 * 1024;

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
  void hashInParts(file, PART_BYTES, { signal: stop.signal, onHashed: (hashed) => respond({ id, hashed }) })
    .then((hashes) => respond({ id, ...hashes }))
    .catch((error: unknown) => respond({ id, error: error instanceof Error ? error.message : String(error) }))
    .finally(() => running.delete(id));
});
