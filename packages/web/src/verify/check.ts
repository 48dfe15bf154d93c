import type { Trusted } from "@pegbar/verify";
import type { CheckResult, CheckRequest, CheckResponse } from "./check.worker.ts";

interface CheckInput {
  certificate: Blob | undefined;
  picture: Blob | undefined;
  trusted: Trusted | undefined;
}
interface PendingCheck {
  id: number;
  picture: Blob | undefined;
  onHashed: (share: number) => void;
  resolve: (answer: CheckResult) => void;
  reject: (error: Error) => void;
}

let nextId = 1;
let pending: PendingCheck | undefined;
/** SHA-256 by file, so that changing the keys does not hash a large picture again. */
const hashes = new WeakMap<Blob, string>();

/** Started with the page: later there may be no network to load its script. */
let worker = startWorker();

function startWorker(): Worker {
  const fresh = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" });
  fresh.addEventListener("message", ({ data }: MessageEvent<CheckResponse>) => {
    if (!pending || data.id !== pending.id) return;
    if ("hashed" in data) return pending.onHashed(data.hashed / data.of);
    if ("error" in data) return pending.reject(new Error(data.error));
    if (pending.picture && data.result.sha256 !== undefined) hashes.set(pending.picture, data.result.sha256);
    pending.resolve(data.result);
  });
  fresh.addEventListener("error", () => {
    pending?.reject(new Error("The browser stopped the check, possibly because it ran out of memory"));
    fresh.terminate();
    worker = startWorker();
  });
  return fresh;
}

/** Verifies in a worker, so that the page stays responsive. The promise of an earlier call never settles. */
export function checkFiles({ picture, ...rest }: CheckInput, onHashed: (share: number) => void): Promise<CheckResult> {
  const id = nextId++;
  const sha256 = picture && hashes.get(picture);
  return new Promise((resolve, reject) => {
    pending = { id, picture, onHashed, resolve, reject };
    worker.postMessage({ id, ...rest, picture: sha256 === undefined ? picture : { sha256 } } satisfies CheckRequest);
  });
}
