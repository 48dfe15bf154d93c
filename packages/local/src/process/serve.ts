import { once } from "node:events";
import { serve as listen } from "@hono/node-server";
import { HOST } from "../platform/addresses.ts";
import { waitForAbort } from "./run.ts";

const KEEP_ALIVE_MS = 65_000;
/** Longest request, in milliseconds: an upload of a large file over a slow line. Node's default is five minutes. */
const REQUEST_MS = 6 * 3_600_000;

type Fetch = Parameters<typeof listen>[0]["fetch"];

/** Serves an app on a port until `signal` aborts, then closes open streams. */
export async function serve(fetch: Fetch, port: number, signal: AbortSignal, ready: () => void): Promise<void> {
  const server = listen({ fetch, port, hostname: HOST });
  await once(server, "listening");
  // Longer than clients keep idle connections, so that no request is sent on a connection that is closing.
  if ("keepAliveTimeout" in server) server.keepAliveTimeout = KEEP_ALIVE_MS;
  if ("requestTimeout" in server) server.requestTimeout = REQUEST_MS;
  ready();
  await waitForAbort(signal);
  await new Promise((resolve) => {
    server.close(resolve);
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
