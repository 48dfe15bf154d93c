import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type RequestListener, type ServerResponse } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { text } from "node:stream/consumers";

export interface Received {
  headers: IncomingHttpHeaders;
  body: string;
}

interface Options {
  port?: number;
  tls?: { key: string; cert: string };
}

/** Starts a webhook receiver with answers set by the test; records requests. */
export async function startReceiver({ port = 0, tls }: Options = {}) {
  const received: Received[] = [];
  /** Unanswered requests: response → path. */
  const open = new Map<ServerResponse, string>();
  const answer: { status: number; headers: Record<string, string>; silent: boolean } = {
    status: 200,
    headers: {},
    silent: false,
  };
  const listener: RequestListener = (request, response) => {
    void text(request).then((body) => {
      received.push({ headers: request.headers, body });
      if (!answer.silent) return response.writeHead(answer.status, answer.headers).end("x".repeat(100_000));
      open.set(response, request.url ?? "");
      response.once("close", () => open.delete(response));
    });
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the receiver has no address");
  return {
    url: `${tls ? "https" : "http"}://127.0.0.1:${address.port}/hook`,
    port: address.port,
    received,
    answer,
    open: () => [...open.values()],
    /** Answers all unanswered requests. */
    release: () => open.forEach((_path, response) => response.writeHead(answer.status).end()),
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
