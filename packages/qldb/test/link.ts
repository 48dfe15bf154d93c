import { createServer } from "node:http";
import { text } from "node:stream/consumers";

interface Answer {
  status: number;
  body: string;
}

/** A proxy between a client and a ledger server that can replace responses. */
export async function startLink(to: string, change: (sent: string, answer: Answer, path: string) => Answer) {
  const server = createServer((incoming, outgoing) => {
    const pass = async () => {
      const { url: path = "", headers } = incoming;
      const sent = await text(incoming);
      const target = headers["x-amz-target"];
      const response = await fetch(to + path, {
        method: "POST",
        body: sent,
        headers: typeof target === "string" ? { "x-amz-target": target } : {},
      });
      const { status, body } = change(sent, { status: response.status, body: await response.text() }, path);
      outgoing.writeHead(status, { "content-type": "application/x-amz-json-1.0" }).end(body);
    };
    pass().catch(() => outgoing.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the link has no address");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
