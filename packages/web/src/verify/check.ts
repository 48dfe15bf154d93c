import type { Trusted } from "@pegbar/verify";
import type { Answer, Ask, Told } from "./check.worker.ts";

interface Question {
  certificate: Blob | undefined;
  picture: Blob | undefined;
  trusted: Trusted | undefined;
}
interface Asked {
  id: number;
  picture: Blob | undefined;
  onHashed: (share: number) => void;
  resolve: (answer: Answer) => void;
  reject: (error: Error) => void;
}

let next = 1;
let asked: Asked | undefined;
/** A change of keys does not hash a large picture again. */
const hashes = new WeakMap<Blob, string>();

/** The thread that checks, begun with the page: later there may be no network to fetch it from. */
let worker = begin();

function begin(): Worker {
  const fresh = new Worker(new URL("./check.worker.ts", import.meta.url), { type: "module" });
  fresh.addEventListener("message", ({ data }: MessageEvent<Told>) => {
    if (!asked || data.id !== asked.id) return;
    if ("hashed" in data) return asked.onHashed(data.hashed / data.of);
    if ("failed" in data) return asked.reject(new Error(data.failed));
    if (asked.picture && data.answer.sha256 !== undefined) hashes.set(asked.picture, data.answer.sha256);
    asked.resolve(data.answer);
  });
  fresh.addEventListener("error", () => {
    asked?.reject(new Error("the browser ended the check, perhaps for want of memory"));
    fresh.terminate();
    worker = begin();
  });
  return fresh;
}

/** Checks in a thread of its own, so that the page stays free. An earlier question is not answered any more. */
export function check({ picture, ...rest }: Question, onHashed: (share: number) => void): Promise<Answer> {
  const id = next++;
  const sha256 = picture && hashes.get(picture);
  return new Promise((resolve, reject) => {
    asked = { id, picture, onHashed, resolve, reject };
    worker.postMessage({ id, ...rest, picture: sha256 === undefined ? picture : { sha256 } } satisfies Ask);
  });
}
