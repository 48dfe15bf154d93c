import { createHash, randomBytes } from "node:crypto";
import { channel } from "node:diagnostics_channel";
import cors from "@fastify/cors";
import { startFauxqs } from "fauxqs";
import type { FastifyInstance, FastifyReply, FastifyRequest } from "fastify";
import { findRefusal } from "./signature.ts";

/** Maximum size of an object in one request, in bytes; the store buffers it in memory. */
const MAX_BODY_BYTES = 1024 ** 3;

type Options = NonNullable<Parameters<typeof startFauxqs>[0]>;

/**
 * Starts local SQS and S3 servers that are as strict as Amazon's where Pegbar relies on it: signatures and expiry, SHA-256
 * checksums, write-once keys. Serves this machine only.
 */
export async function startStore(options: Options) {
  const apps: FastifyInstance[] = [];
  const addToServer = (message: unknown) => {
    const { fastify } = message as { fastify: FastifyInstance };
    apps.push(fastify);
    addHooks(fastify);
  };
  // fauxqs creates its own Fastify instance; this channel gives access to it before routes are added.
  const initialised = channel("fastify.initialization");
  initialised.subscribe(addToServer);
  try {
    const server = await startFauxqs({ ...options, logger: false });
    const stop = async () => {
      const stopped = server.stop();
      // Open connections too, so that no client waits for a store that has stopped.
      for (const { server: http } of apps) http.closeAllConnections();
      await stopped;
    };
    return { port: server.port, stop };
  } finally {
    initialised.unsubscribe(addToServer);
  }
}

function addHooks(app: FastifyInstance): void {
  /** Marks internal requests, which skip the hooks. */
  const inside = randomBytes(16).toString("hex");
  const writing = new Set<string>();

  const hasObject = async (url: string): Promise<boolean> =>
    (await app.inject({ method: "HEAD", url, headers: { "x-pegbar-inside": inside } })).statusCode === 200;

  /** Rejects a write to an existing key; of two concurrent writes, rejects one. */
  async function writeOnce(request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
    const path = request.url.replace(/\?.*$/s, "");
    if (writing.has(path))
      return refuse(reply, 409, "ConditionalRequestConflict", "A conflicting write to this key is in progress.");
    writing.add(path);
    reply.raw.once("close", () => writing.delete(path));
    if (await hasObject(path))
      return refuse(reply, 412, "PreconditionFailed", "An object with this key already exists.");
    return undefined;
  }

  app.addHook("onRequest", async (request, reply) => {
    // fauxqs listens on all addresses, but this store is for this machine only.
    if (!/^(127\.|::1$|::ffff:127\.)/.test(request.ip))
      return refuse(reply, 403, "AccessDenied", "This store accepts requests from its own machine only.");
    // Like S3 and RFC 9110, answer a malformed range or several ranges with the whole object. fauxqs answers 416.
    if (!isOneRange(request.headers.range)) delete request.headers.range;
    return undefined;
  });

  // The portal uploads from a browser. Any page on this machine may send requests; they still need a signature.
  void app.register(cors, {
    origin: /^http:\/\/(127\.0\.0\.1|localhost)(:\d+)?$/,
    methods: ["GET", "HEAD", "PUT"],
    exposedHeaders: ["content-range", "etag"],
  });

  app.addHook("onRoute", (route) => {
    route.bodyLimit = MAX_BODY_BYTES;
    if (!route.url.startsWith("/:bucket")) return;
    route.onRequest = async (request: FastifyRequest, reply: FastifyReply) => {
      if (request.headers["x-pegbar-inside"] === inside) return undefined;
      const { method, url, headers } = request;
      const refusal = await findRefusal({ method, url, headers });
      return refusal && refuse(reply, refusal.status, refusal.code, refusal.message);
    };
    if (!route.url.startsWith("/:bucket/")) return;
    route.preHandler = async (request, reply) => {
      const { method, headers, body } = request;
      const checksum = headers["x-amz-checksum-sha256"];
      if (method === "PUT" && checksum !== undefined && Buffer.isBuffer(body)) {
        const sha256 = createHash("sha256").update(body).digest("base64");
        if (sha256 !== checksum) return refuse(reply, 400, "BadDigest", "The SHA-256 does not match the body.");
      }
      if (headers["if-none-match"] === "*" && (method === "PUT" || method === "POST")) return writeOnce(request, reply);
      return undefined;
    };
    route.onSend = async (request, reply, payload) => {
      const query = request.query as Record<string, string>;
      for (const [asked, header] of Object.entries(OVERRIDES))
        if (query[asked] !== undefined && reply.statusCode < 300) reply.header(header, query[asked]);
      return payload;
    };
  });
}

/** `bytes=0-99`, `bytes=100-` or `bytes=-100`. */
function isOneRange(header: string | undefined): boolean {
  const [, first = "", last = ""] = /^bytes=(\d*)-(\d*)$/.exec(header ?? "") ?? [];
  if (first === "") return last !== "";
  return last === "" || Number(first) <= Number(last);
}

/** Response headers that a presigned URL may override. */
const OVERRIDES = {
  "response-content-disposition": "content-disposition",
  "response-content-type": "content-type",
};

/** Sends an error response in S3's format. */
const refuse = (reply: FastifyReply, status: number, code: string, message: string): FastifyReply =>
  reply
    .code(status)
    .type("application/xml")
    .send(`<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`);
