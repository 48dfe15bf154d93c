import { serve as listen, type ServerType } from "@hono/node-server";
import { HOST } from "../platform/addresses.ts";
import { aborted, setting } from "./run.ts";

type Fetch = Parameters<typeof listen>[0]["fetch"];

/** Serves an app on PORT until asked to stop; open streams are cut then. */
export async function serve(fetch: Fetch, signal: AbortSignal, ready: () => void): Promise<void> {
  const server = await new Promise<ServerType>((resolve, reject) => {
    const made = listen({ fetch, port: Number(setting("PORT")), hostname: HOST }, () => resolve(made));
    made.once("error", reject);
  });
  ready();
  await aborted(signal);
  await new Promise((resolve) => {
    server.close(resolve);
    if ("closeAllConnections" in server) server.closeAllConnections();
  });
}
