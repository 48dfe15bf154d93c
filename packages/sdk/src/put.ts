import { createNetworkError, PegbarError } from "./error.ts";
import { backOff, pause } from "./pause.ts";
import { isTransient, isTransientStatus, type OnRetry } from "./transient.ts";

/** A presigned request, to be sent unchanged. */
export interface SignedRequest {
  method: string;
  url: string;
  headers: Record<string, string>;
}

interface Options {
  signal?: AbortSignal | undefined;
  onSent?: ((bytes: number) => void) | undefined;
  onRetry?: OnRetry | undefined;
  retries?: number;
}

/** Uploads a file to a presigned URL. 412 means that the file is stored already, because each key is written once. */
export async function put(
  upload: SignedRequest,
  file: Blob,
  { signal, onSent, onRetry, retries: attempts = 4 }: Options,
): Promise<void> {
  for (let failures = 0; ; failures++) {
    const last = failures >= attempts;
    let reason = "";
    const answer = await send(upload, file, onSent, signal).catch((error: unknown) => {
      if (signal?.aborted) throw signal.reason;
      const failure = createNetworkError(upload.url, error);
      if (last || !isTransient(error)) throw failure;
      reason = failure.message;
      return undefined;
    });
    if (answer) {
      const { status, text } = answer;
      if (status < 300 || status === 412) return;
      // 409: another attempt at this key is running and may fail.
      if (last || !(status === 409 || isTransientStatus(status)))
        throw new PegbarError(`The store answered ${status}: ${text.slice(0, 300)}`, { code: "file_refused", status });
      reason = `The store answered ${status}.`;
    }
    const delayMs = backOff(failures);
    onRetry?.({ reason, attempt: failures + 1, attempts, delayMs });
    await pause(delayMs, signal);
  }
}

type Answer = { status: number; text: string };

function send(
  upload: SignedRequest,
  file: Blob,
  onSent?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  // In browsers, only XMLHttpRequest reports upload progress.
  return typeof XMLHttpRequest === "undefined"
    ? putByFetch(upload, file, onSent, signal)
    : putByXhr(upload, file, onSent, signal);
}

async function putByFetch(
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

function putByXhr(
  { url, method, headers }: SignedRequest,
  file: Blob,
  onSent?: (bytes: number) => void,
  signal?: AbortSignal,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open(method, url);
    // Browsers set the length themselves and log a warning otherwise.
    for (const [name, value] of Object.entries(headers))
      if (name.toLowerCase() !== "content-length") request.setRequestHeader(name, value);
    request.upload.addEventListener("progress", ({ loaded }) => onSent?.(loaded));
    request.addEventListener("load", () => resolve({ status: request.status, text: request.responseText }));
    request.addEventListener("error", () => reject(new TypeError("network error")));
    request.addEventListener("abort", () => reject(new DOMException("aborted", "AbortError")));
    // Thousands of uploads have one signal.
    const abort = () => request.abort();
    signal?.addEventListener("abort", abort);
    request.addEventListener("loadend", () => signal?.removeEventListener("abort", abort));
    request.send(file);
  });
}
