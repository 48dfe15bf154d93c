import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { VerifierKey } from "@pegbar/verify";
import type { Identity } from "./identity.ts";
import type { State } from "./state.ts";
import { addCheckpoint, type Answer } from "./witness.ts";

/** Maximum size of a request in bytes, sufficient for 16 signatures of the largest kind and a proof. */
const MAX_BODY = 128 * 1024;

/** Timeouts for a client's headers and for its whole request, in milliseconds. */
const PATIENCE = { headers: 5_000, request: 10_000 };
/** Maximum number of concurrent connections; more are refused. */
const MAX_CONNECTIONS = 256;

export interface Witness {
  trusted: readonly VerifierKey[];
  state: State;
  self: Identity;
}

export function createWitnessServer(witness: Witness, log: (line: string) => void, patience = PATIENCE): Server {
  const server = createServer({
    headersTimeout: patience.headers,
    requestTimeout: patience.request,
    connectionsCheckingInterval: patience.headers / 5,
  });
  server.maxConnections = MAX_CONNECTIONS;
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    void (async () => {
      const answer = await answerTo(request, witness).catch((error: unknown) => ({
        status: 500,
        type: "text/plain; charset=utf-8",
        body: "the witness cannot answer\n",
        about: error instanceof Error ? error.message : "unknown",
      }));
      response.writeHead(answer.status, {
        "content-type": answer.type,
        "cache-control": "no-store",
        // The unread rest of a request must not be taken for the next one.
        ...(request.complete ? {} : { connection: "close" }),
      });
      response.end(answer.body);
      const line = [request.method, request.url?.slice(0, 200), answer.status, answer.about ?? ""].join(" ");
      log(`${new Date().toISOString()} ${line}`.trimEnd());
    })();
  });
  return server;
}

async function answerTo(
  request: IncomingMessage,
  witness: Witness,
): Promise<Omit<Answer, "status"> & { status: number }> {
  const type = "text/plain; charset=utf-8";
  if (request.url === "/add-checkpoint") {
    if (request.method !== "POST") return { status: 405, type, body: "POST it\n" };
    const body = await readBody(request);
    return body ? addCheckpoint(body, witness) : { status: 413, type, body: "too long\n" };
  }
  const hash = /^\/([0-9a-f]{64})\/checkpoint$/.exec(request.url ?? "")?.[1];
  const note = hash !== undefined && request.method === "GET" ? witness.state.note(hash) : undefined;
  return note === undefined ? { status: 404, type, body: "not found\n" } : { status: 200, type, body: note };
}

async function readBody(request: IncomingMessage): Promise<Uint8Array | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > MAX_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
