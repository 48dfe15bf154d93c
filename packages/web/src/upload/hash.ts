import type { Ask, Told } from "./hash.worker.ts";

interface Waiting {
  onHashed: (bytes: number) => void;
  resolve: (sha256: string) => void;
  reject: (error: Error) => void;
}

let worker: Worker | undefined;
const waiting = new Map<string, Waiting>();

/** The thread that hashes, begun with the first file: the page stays free while it works. */
function thread(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<Told>) => {
    const one = waiting.get(data.id);
    if (!one) return;
    if ("hashed" in data) return one.onHashed(data.hashed);
    waiting.delete(data.id);
    if ("sha256" in data) one.resolve(data.sha256);
    else one.reject(new Error(data.failed));
  });
  worker.addEventListener("error", () => {
    for (const one of waiting.values()) one.reject(new Error("the file could not be read"));
    waiting.clear();
    worker = undefined;
  });
  return worker;
}

/** SHA-256 of a file, reckoned in a thread of its own. */
export function hash(file: Blob, signal: AbortSignal, onHashed: (bytes: number) => void): Promise<string> {
  const id = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    waiting.set(id, { onHashed, resolve, reject });
    signal.addEventListener("abort", () => {
      waiting.delete(id);
      thread().postMessage({ id, file: undefined } satisfies Ask);
      reject(signal.reason as Error);
    });
    thread().postMessage({ id, file } satisfies Ask);
  });
}
