import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { text } from "node:stream/consumers";

export interface Asked {
  method: string;
  url: URL;
  headers: IncomingHttpHeaders;
  /** Parsed JSON, or the fields of a form; undefined without a body. */
  body: unknown;
}

/** A response; `error` is an AWS error code. */
export type Said = {
  status?: number;
  body?: unknown;
  error?: string;
  /** XML body instead of JSON, for services such as EC2. */
  xml?: string;
};

/** Starts a fake AWS service. It uses HTTP, so that AWS's own client can be tested. */
export async function startService(answer: (asked: Asked) => Said | Promise<Said>) {
  const server = createServer((request, response) => {
    const respond = async () => {
      const hasBody = Number(request.headers["content-length"] ?? 0) > 0;
      const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded") === true;
      const sent = hasBody ? await text(request) : undefined;
      const body: unknown =
        sent === undefined ? undefined : isForm ? Object.fromEntries(new URLSearchParams(sent)) : JSON.parse(sent);
      const url = new URL(request.url ?? "/", "http://service");
      const said = await answer({ method: request.method ?? "", url, headers: request.headers, body });
      if (said.xml !== undefined) {
        response.writeHead(said.status ?? 200, { "content-type": "text/xml" }).end(said.xml);
        return;
      }
      const content = said.error === undefined ? said.body : { __type: said.error, message: said.error };
      response
        .writeHead(said.status ?? (said.error === undefined ? 200 : 400), {
          "content-type": "application/json",
          ...(said.error === undefined ? {} : { "x-amzn-errortype": said.error }),
        })
        .end(content === undefined ? "" : JSON.stringify(content));
    };
    respond().catch((error: unknown) => response.writeHead(500).end(String(error)));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the service has no address");
  return {
    /** Options of an AWS client that uses this service. */
    client: {
      endpoint: `http://127.0.0.1:${address.port}`,
      region: "eu-central-1",
      credentials: { accessKeyId: "test", secretAccessKey: "test" },
      maxAttempts: 1,
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
}
