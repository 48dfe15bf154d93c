import { once } from "node:events";
import { createServer, type IncomingMessage } from "node:http";
import { json } from "node:stream/consumers";
import { dumpText, load } from "ion-js";
import * as z from "zod";
import { Ledger } from "./ledger.ts";
import type { Address } from "./journal.ts";
import { Refusal } from "./refusal.ts";
import { Command, Sessions, type Limits } from "./sessions.ts";

interface Options extends Partial<Limits> {
  ledgers: readonly string[];
  port?: number;
}

const IonText = z.object({ IonText: z.string() });
const GetRevision = z.object({ BlockAddress: IonText, DocumentId: z.string(), DigestTipAddress: IonText });
const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString("base64");

/**
 * Starts a ledger server for tests, with the parts of QLDB's protocol that Pegbar's adapter uses: sessions,
 * transactions with optimistic concurrency, a few statements, digests and proofs of revisions. It stores everything in
 * memory, checks no signatures and listens on this machine only.
 */
export async function startQldb({ ledgers, port = 0, ...limits }: Options) {
  const all = new Map(ledgers.map((name) => [name, new Ledger()]));
  const sessions = new Sessions({ transactionMs: 30_000, sessionMs: 600_000, pageSize: 50, ...limits }, (name) =>
    all.get(name),
  );
  const named = (name: string): Ledger => {
    const ledger = all.get(name);
    if (!ledger) throw new Refusal("ResourceNotFoundException", `there is no ledger ${name}`);
    return ledger;
  };
  /** Names of the errors so far, for tests of retries. */
  const refused: string[] = [];

  async function answer(request: IncomingMessage): Promise<unknown> {
    const target = request.headers["x-amz-target"];
    const [, name = "", question] = /^\/ledgers\/(\w+)\/(digest|revision)$/.exec(request.url ?? "") ?? [];
    if (request.method === "POST" && target === "QLDBSession.SendCommand")
      return sessions.answer(Command.parse(await json(request)));
    if (request.method === "POST" && question === "digest") {
      const { digest, tip } = named(name).journal.digest();
      return { Digest: base64(digest), DigestTipAddress: { IonText: dumpText(tip) } };
    }
    if (request.method === "POST" && question === "revision") {
      const { BlockAddress, DocumentId, DigestTipAddress } = GetRevision.parse(await json(request));
      const [block, tip] = [addressIn(BlockAddress.IonText), addressIn(DigestTipAddress.IonText)];
      const { revision, path } = named(name).journal.prove(block, DocumentId, tip);
      return { Proof: { IonText: dumpText(path) }, Revision: { IonText: dumpText(revision) } };
    }
    throw new Refusal("BadRequestException", "this server does not know the request");
  }

  const server = createServer((request, response) => {
    answer(request)
      .then((body) => ({ status: 200, headers: {}, body }))
      .catch((error: unknown) => {
        const { code, message, status } = refusalOf(error);
        refused.push(code);
        return { status, headers: { "x-amzn-errortype": code }, body: { __type: code, message, Message: message } };
      })
      .then(({ status, headers, body }) => {
        response.writeHead(status, { "content-type": "application/x-amz-json-1.0", ...headers });
        response.end(JSON.stringify(body));
      })
      // The client has closed the connection.
      .catch(() => response.destroy());
  });
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || !address) throw new Error("the server has no address");
  return {
    endpoint: `http://127.0.0.1:${address.port}`,
    refused,
    /** All blocks of a ledger, as in an export to S3. */
    exported: (name: string): string => named(name).journal.exported(),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Input that cannot be parsed is the client's error; other errors are the server's. */
function refusalOf(error: unknown): { code: string; message: string; status: number } {
  if (error instanceof Refusal)
    return { code: error.code, message: error.message, status: error.code === "ResourceNotFoundException" ? 404 : 400 };
  const message = error instanceof Error ? error.message : String(error);
  return error instanceof z.ZodError || error instanceof SyntaxError
    ? { code: "BadRequestException", message, status: 400 }
    : { code: "InternalFailure", message, status: 500 };
}

function addressIn(text: string): Address {
  const value = load(text);
  const [strandId, sequenceNo] = [value?.get("strandId")?.stringValue(), value?.get("sequenceNo")?.numberValue()];
  if (typeof strandId !== "string" || typeof sequenceNo !== "number")
    throw new Refusal("InvalidParameterException", "an address is malformed");
  return { strandId, sequenceNo };
}
