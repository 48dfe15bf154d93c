import type { HashRequest, HashResponse } from "./hash.worker.ts";

/** SHA-256 of a file, and of its parts if it is uploaded in parts. */
export interface FileHashes {
  sha256: string;
  partSha256s: readonly string[];
}

interface PendingHash {
  onHashed: (bytes: number) => void;
  resolve: (hashes: FileHashes) => void;
  reject: (error: Error) => void;
}

let worker: Worker | undefined;
const pending = new Map<string, PendingHash>();

/** The hashing worker, started with the first file. It keeps the page responsive. */
function getWorker(): Worker {
  if (worker) return worker;
  worker = new Worker(new URL("./hash.worker.ts", import.meta.url), { type: "module" });
  worker.addEventListener("message", ({ data }: MessageEvent<HashResponse>) => {
    const one = pending.get(data.id);
    if (!one) return;
    if ("hashed" in data) return one.onHashed(data.hashed);
    pending.delete(data.id);
    if ("sha256" in data) one.resolve({ sha256: data.sha256, partSha256s: data.partSha256s });
    else one.reject(new Error(data.error));
  });
  worker.addEventListener("error", () => {
    for (const one of pending.values()) one.reject(new Error("Can’t read the file. Add it again."));
    pending.clear();
    worker = undefined;
  });
  return worker;
}

/** Hashes a file and its parts with SHA-256 in the worker. `onHashed` gets the number of bytes hashed so far. */
export function hashFile(
  file: Blob,
  signal: AbortSignal,
  onHashed: (bytes: number) => void = () => undefined,
): Promise<FileHashes> {
  const id = crypto.randomUUID();
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const abort = () => {
      pending.delete(id);
      getWorker().postMessage({ id, file: undefined } satisfies HashRequest);
      reject(signal.reason as Error);
    };
    // Thousands of files of a sequence have one signal.
    const stopListening = () => signal.removeEventListener("abort", abort);
    pending.set(id, {
      onHashed,
      resolve: (hashes) => {
        stopListening();
        resolve(hashes);
      },
      reject: (error) => {
        stopListening();
        reject(error);
      },
    });
    signal.addEventListener("abort", abort);
    getWorker().postMessage({ id, file } satisfies HashRequest);
  });
}
