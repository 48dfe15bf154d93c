import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import { once } from "node:events";

interface Options {
  to: string;
  /** Intercepts a request. @returns true if it has answered or aborted the request */
  intercept(incoming: IncomingMessage, outgoing: ServerResponse): boolean;
  /** Called with each chunk of an answer. @returns true to close the connection after it */
  cut?(incoming: IncomingMessage, piece: Buffer): boolean;
}

/** Starts a proxy that simulates a bad network between a client and the real API. */
export async function startProxy({ to, intercept, cut = () => false }: Options) {
  const server = createServer((incoming, outgoing) => {
    if (intercept(incoming, outgoing)) return;
    const { hostname, port } = new URL(to);
    const { url: path, method, headers } = incoming;
    const onward = request({ hostname, port, path, method, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.on("data", (piece: Buffer) => {
        outgoing.write(piece);
        if (cut(incoming, piece)) outgoing.destroy();
      });
      answer.on("end", () => outgoing.end());
    });
    onward.on("error", () => outgoing.destroy());
    outgoing.on("close", () => onward.destroy());
    incoming.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the proxy has no address");
  return {
    url: `http://127.0.0.1:${address.port}`,
    stop: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
