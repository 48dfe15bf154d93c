import { CliError } from "./exit.ts";

/** Fetches public data: keys, checkpoints, sign-in settings. Returns any response; throws without one. */
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
