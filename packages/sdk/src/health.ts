import { createNetworkError, readError } from "./error.ts";
import type { components } from "./schema.ts";

export type Health = components["schemas"]["Health"];
export type HealthPart = components["schemas"]["HealthPart"];

interface HealthOptions {
  signal?: AbortSignal | undefined;
  /** Replacement of the global `fetch`. */
  fetch?: (request: Request) => Promise<Response>;
}

/**
 * Reads the state of the platform's parts. Needs no sign-in, and repeats nothing.
 * @param baseUrl URL of the API
 * @throws PegbarError `network` without an answer, `unexpected_answer` for one that is not the API's
 */
export async function readHealth(baseUrl: string, options: HealthOptions = {}): Promise<Health> {
  const { signal, fetch = (request: Request) => globalThis.fetch(request) } = options;
  const url = `${baseUrl.replace(/\/+$/, "")}/v1/health`;
  const request = new Request(url, { cache: "no-store", ...(signal ? { signal } : {}) });
  const response = await fetch(request).catch((error: unknown) => {
    if (signal?.aborted) throw signal.reason;
    throw createNetworkError(url, error);
  });
  // The platform answers 503 while it is down, with the same body.
  const text = await response.clone().text();
  const health = parseHealth(text);
  if (!health) throw await readError(response);
  return health;
}

function parseHealth(text: string): Health | undefined {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null && "parts" in value && Array.isArray(value.parts))
      return value as Health;
    return undefined;
  } catch {
    // Proxies respond with HTML; then the status is reported.
    return undefined;
  }
}
