import { once } from "node:events";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";

/** A proxy in front of a server that stops or breaks responses after a number of bytes. */
export async function openGate(target: string) {
  let fault: { after: number; kind: "hold" | "cut" } | undefined;
  const held = new Set<() => void>();
  const ranges: (string | undefined)[] = [];

  const server = createServer((ask, answer) => {
    ranges.push(ask.headers.range);
    const onward = request(new URL(ask.url ?? "/", target), { method: ask.method, headers: ask.headers });
    onward.on("response", (reply) => {
      let passed = 0;
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      reply.on("data", (chunk: Buffer) => {
        passed += chunk.length;
        const goOn = () => answer.write(chunk) || (reply.pause(), answer.once("drain", () => reply.resume()));
        if (!fault || passed <= fault.after) goOn();
        else if (fault.kind === "cut") {
          fault = undefined;
          answer.destroy();
        } else {
          reply.pause();
          held.add(() => (reply.resume(), goOn()));
        }
      });
      reply.on("end", () => answer.end());
    });
    onward.on("error", () => answer.destroy());
    answer.on("close", () => onward.destroy());
    ask.pipe(onward);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** The `range` header of every request. */
    ranges,
    hold(after: number) {
      fault = { after, kind: "hold" };
    },
    /** Affects only the next response. */
    cut(after: number) {
      fault = { after, kind: "cut" };
    },
    release() {
      fault = undefined;
      for (const goOn of held) goOn();
      held.clear();
    },
    async stop() {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
export type Gate = Awaited<ReturnType<typeof openGate>>;
