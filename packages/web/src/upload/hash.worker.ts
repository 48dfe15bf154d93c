import { hashInParts } from "@pegbar/sdk/hash";

/** What the page asks of this thread: hash a file, or leave off. */
export type Ask = { id: string; file: Blob } | { id: string; file: undefined };
export type Told = { id: string; hashed: number } | { id: string; sha256: string } | { id: string; failed: string };

const running = new Map<string, AbortController>();
const tell = (told: Told) => postMessage(told);

addEventListener("message", ({ data }: MessageEvent<Ask>) => {
  const { id, file } = data;
  if (!file) return running.get(id)?.abort();
  const stop = new AbortController();
  running.set(id, stop);
  void hashInParts(file, Infinity, { signal: stop.signal, onHashed: (hashed) => tell({ id, hashed }) })
    .then(({ sha256 }) => tell({ id, sha256 }))
    .catch((error: unknown) => tell({ id, failed: error instanceof Error ? error.message : String(error) }))
    .finally(() => running.delete(id));
});
