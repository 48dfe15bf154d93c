import { CliError } from "./exit.ts";

/** Reads what needs no sign-in: keys, checkpoints, sign-in settings. Any answer is returned; no answer is an error. */
export async function fetchPublic(url: URL, signal?: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, signal ? { signal } : {});
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    const { cause } = error as Error;
    const reason = cause instanceof Error ? cause.message || cause.name : String(error);
    throw new CliError("unexpected", `No answer from ${url.origin} (${reason}).`, "Check the address and the network.");
  }
}
