import { networkError, PegbarError } from "./error.ts";
import { backOff, pause } from "./pause.ts";

/** A request that the store has signed: to be sent as it is. */
export interface SignedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
}

interface Options {
  signal?: AbortSignal | undefined;
  onSent?: ((bytes: number) => void) | undefined;
  retries?: number;
}

/** Puts a file to a signed URL. A file that is there already counts as put: the store writes a key once. */
export async function put(upload: SignedRequest, file: Blob, { signal, onSent, retries = 4 }: Options): Promise<void> {
  for (let failures = 0; ; failures++) {
    const answer = await send(upload, file, onSent, signal).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      if (failures >= retries) throw networkError(upload.url, error);
      return undefined;
    });
    if (answer && (answer.status < 300 || answer.status === 412)) return;
    // 409: another attempt at this key is on its way, and may yet break off.
    if (answer && ((answer.status < 500 && answer.status !== 409) || failures >= retries))
      throw new PegbarError(`The store answered ${answer.status}: ${answer.text.slice(0, 300)}`, {
        code: "file_refused",
        status: answer.status,
      });
    await pause(backOff(failures), signal);
  }
}

type Answer = { status: number; text: string };

function send(
  upload: SignedRequest,
  file: Blob,
  onSent?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  // Only XMLHttpRequest tells browsers how much of a body has left.
  return typeof XMLHttpRequest === "undefined"
    ? byFetch(upload, file, onSent, signal)
    : byXhr(upload, file, onSent, signal);
}

async function byFetch(
  { url, method, headers }: SignedRequest,
  file: Blob,
  onSent?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  let sent = 0;
  const counted = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform(chunk, controller) {
      onSent?.((sent += chunk.length));
      controller.enqueue(chunk);
    },
  });
  const body = onSent ? { body: file.stream().pipeThrough(counted), duplex: "half" as const } : { body: file };
  const response = await fetch(url, { method, headers, ...body, ...(signal ? { signal } : {}) });
  return { status: response.status, text: await response.text() };
}

function byXhr(
  { url, method, headers }: SignedRequest,
  file: Blob,
  onSent?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    // Browsers say the length themselves and warn of whoever tries.
    for (const [name, value] of Object.entries(headers))
      if (name.toLowerCase() !== "content-length") request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onSent?.(loaded));
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => reject(new TypeError("the upload broke off")));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
