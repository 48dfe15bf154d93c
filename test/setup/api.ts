import { ListObjectsV2Command, S3Client } from "@aws-sdk/client-s3";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { serve, type ServerType } from "@hono/node-server";
import { inject } from "vitest";
import type { IssuerConfig } from "@pegbar/functions/api/identity/issuer.ts";
import { throttle, throttleLinks } from "@pegbar/functions/api/throttle.ts";
import { createApi } from "@pegbar/functions/api/app.ts";
import { readAuthority } from "@pegbar/functions/media/credentials/authority.ts";
import { createEventsApi } from "@pegbar/functions/events/app.ts";
import { createWorkApi } from "@pegbar/functions/work-api/app.ts";
import { createCredentialAuthority } from "@pegbar/local/platform/credential-authority.ts";
import { buildClientConfig } from "@pegbar/local/store/access.ts";
import { formatVerifierKey, createVerifierKey } from "@pegbar/verify";
import { WORKER_KEY } from "./constants.ts";
import { parseDocument, type Document } from "./document.ts";
import { startIssuer } from "./issuer.ts";
import { createStudios } from "./studio.ts";

const LOG_KEY = formatVerifierKey(createVerifierKey("pegbar.test/log", "ed25519", new Uint8Array(32).fill(3)));

export interface Answer {
  status: number;
  headers: Headers;
  /** Parsed JSON if the answer is JSON, otherwise its text. */
  body: unknown;
}
export interface Ask {
  /** E-mail of the caller, whose token is created. */
  as?: string;
  token?: string;
  /** Strings are sent unchanged, other values as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
}

/** Tables that a rejected request must not change. */
const TABLES = [
  "job",
  "job_event",
  "job_input",
  "job_model",
  "demand",
  "outbox",
  "input",
  "attempt",
  "asset",
  "intent",
];

/** Starts both HTTP apps on the domain with its real adapters. Validates every answer against the OpenAPI document. */
export async function startApi(options: { throttle?: Parameters<typeof throttle>[0] } = {}) {
  const [studios, issuer] = await Promise.all([createStudios(), startIssuer()]);
  const keys = mkdtempSync(path.join(tmpdir(), "pegbar-api-"));
  const { chain } = await createCredentialAuthority(keys);
  const make = (other: { issuer?: IssuerConfig; ports?: typeof studios.ports } = {}) =>
    createApi({
      ports: studios.ports,
      issuer: issuer.config,
      logKeys: [LOG_KEY],
      credentialAuthority: readAuthority(chain),
      eventsWindowMs: 3000,
      throttleLinks: throttleLinks(),
      ...(options.throttle ? { throttle: throttle(options.throttle) } : {}),
      ...other,
    });
  const servers: ServerType[] = [];
  const listen = (app: { fetch: (request: Request) => Response | Promise<Response> }) =>
    new Promise<string>((resolve) => {
      const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, ({ port }) =>
        resolve(`http://127.0.0.1:${port}`),
      );
      servers.push(server);
    });
  const [url, workUrl] = await Promise.all([
    listen(make()),
    listen(createWorkApi({ ports: studios.ports.dispatch, workerKey: WORKER_KEY })),
  ]);
  const described: Document = parseDocument(await (await fetch(`${url}/v1/openapi.json`)).json());
  const stopping = new AbortController();
  const media = mediaLoop(stopping.signal);
  async function mediaLoop(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) await studios.drainMedia(signal).catch(() => undefined);
  }

  const tokens = new Map<string, Promise<string>>();
  const getToken = (email: string): Promise<string> => {
    const token = tokens.get(email) ?? issuer.sign(email);
    tokens.set(email, token);
    return token;
  };
  /** Sends a request. @throws Error if the document does not allow the answer */
  const ask = async (method: string, path: string, { as, token, body, headers }: Ask = {}, base = url) => {
    const bearer = token ?? (as === undefined ? undefined : await getToken(as));
    const response = await fetch(base + path, {
      method,
      redirect: "manual",
      headers: {
        ...(bearer === undefined ? {} : { authorization: `Bearer ${bearer}` }),
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const type = response.headers.get("content-type") ?? "";
    const text = await response.text();
    const answer: Answer = {
      status: response.status,
      headers: response.headers,
      body: /json/.test(type) ? (JSON.parse(text) as unknown) : text,
    };
    described.assert(method, new URL(path, base).pathname, answer);
    return answer;
  };

  const admin = studios.database.admin();
  const s3 = new S3Client({ ...buildClientConfig(inject("storeUrl")), forcePathStyle: true });
  return {
    studios,
    issuer,
    admin,
    document: described,
    app: make(),
    /** Routes of the API's router. */
    routes: make().routes.filter(({ method }) => method !== "ALL"),
    url,
    workUrl,
    ask,
    /** Access token of a person, by e-mail. */
    getToken,
    /** Starts the same app on another port with empty caches, as in another process. */
    elsewhere: (other: Parameters<typeof make>[0] = {}) => listen(make(other)),
    /** Starts the events function's app, with the ports that it has in the cloud. */
    startEventsFunction: () => {
      const { database, signals, clock, background, log, metrics, storage, leases } = studios.ports.app;
      return listen(
        createEventsApi({
          ports: {
            app: { database, signals, clock, background, log, metrics, storage, leases },
            identity: studios.ports.identity,
          },
          issuer: issuer.config,
          eventsWindowMs: 3000,
        }),
      );
    },
    /** Counts rows by table and lists all keys in the store, to compare before and after a request. */
    async footprint() {
      await studios.waitForBackground();
      await studios.removeLeftovers();
      const counts = await admin.unsafe(
        TABLES.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`).join(" union all "),
      );
      const { Contents = [] } = await s3.send(new ListObjectsV2Command({ Bucket: studios.bucket }));
      return {
        rows: Object.fromEntries(counts.map((row) => [String(row["name"]), Number(row["n"])])),
        objects: Contents.map(({ Key }) => Key ?? "").sort(),
      };
    },
    async stop() {
      stopping.abort();
      await media;
      await Promise.all(
        servers.map(
          (server) =>
            new Promise((resolve) => {
              server.close(resolve);
              if ("closeAllConnections" in server) server.closeAllConnections();
            }),
        ),
      );
      await issuer.stop();
      s3.destroy();
      await studios.drop();
      rmSync(keys, { recursive: true, force: true });
    },
  };
}
export type TestApi = Awaited<ReturnType<typeof startApi>>;
