import { hashInParts } from "@pegbar/sdk/hash";

/** A file to hash; without a file, cancels the request with this id. */
export type HashRequest = { id: string; file: Blob } | { id: string; file: undefined };
export type HashResponse =
  | { id: string; hashed: number }
  | { id: string; sha256: string }
  | { id: string; error: string };

const running = new Map<string, AbortController>();
const respond = (response: HashResponse) => postMessage(response);

addEventListener("message", ({ data }: MessageEvent<HashRequest>) => {
  const { id, file } = data;
  if (!file) return running.get(id)?.abort();
  const stop = new AbortController();
  running.set(id, stop);
  void hashInParts(file, Infinity, { signal: stop.signal, onHashed: (hashed) => respond({ id, hashed }) })
    .then(({ sha256 }) => respond({ id, sha256 }))
    .catch((error: unknown) => respond({ id, error: error instanceof Error ? error.message : String(error) }))
    .finally(() => running.delete(id));
});
