import { createRoute, type OpenAPIHono } from "@hono/zod-openapi";
import type { Context as HonoContext } from "hono";
import * as z from "zod";
import * as Access from "@pegbar/core/platform/access";
import * as Context from "@pegbar/core/platform/context.ts";
import { createNotFoundError } from "@pegbar/core/platform/error";
import * as Publish from "@pegbar/core/result/ledger/publish.ts";
import type { ProcessPorts } from "@pegbar/core/platform/port";
import { parseTilePath, parseVerifierKey, type TileAddress } from "@pegbar/verify";
import type { Env } from "../../http/problem.ts";
import type { RolePorts } from "../authenticate.ts";
import { createApiRoute } from "../route.ts";
import * as Schema from "../schema/index.ts";
import { getTag } from "../tags.ts";

const { describeJson, describeProblems } = Schema;

/** Cache headers: a tile never changes; a checkpoint changes often. */
const FOR_EVER = "public, max-age=31536000, immutable";
const BRIEFLY = "public, max-age=1";

const LOG = z.string().regex(/^[a-z0-9-]{1,64}$/);
const log = z.object({
  log: LOG.meta({ description: "Last part of the log's origin; `platform` for the platform's" }),
});

/** Paths of a log's tiles in the document. The real paths contain slashes, which an OpenAPI parameter cannot. */
const TILES = "/v1/ledger/logs/{log}/tile/{level}/{index}";
const ENTRY_TILES = "/v1/ledger/logs/{log}/tile/entries/{index}";
const index = z.string().meta({ description: "C2SP tlog-tiles: `000`, `x001/234`, `000.p/17`" });

/** Name of the platform's logs, with which each origin begins. */
const getLogName = (logKeys: readonly string[]): string => parseVerifierKey(logKeys[0] ?? "")?.name ?? "";
const getOrigin = (logKeys: readonly string[], c: HonoContext): string =>
  `${getLogName(logKeys)}/${c.req.param("log") ?? ""}`;

/** Parses the part of the path after the log. */
function parseTile(c: HonoContext): TileAddress {
  const path = /^\/v1\/ledger\/logs\/[^/]+\/(.*)$/.exec(c.req.path)?.[1] ?? "";
  const address = parseTilePath(path);
  if (!address) throw createNotFoundError("tile", path);
  return address;
}

const sendBytes = (c: HonoContext, body: Uint8Array, cache: string) =>
  c.body(new Uint8Array(body), 200, { "content-type": "application/octet-stream", "cache-control": cache });

/** Adds the public routes for checkpoints and hashes of all logs: C2SP tlog-tiles below `/v1/ledger/logs/{log}/`. */
export function openLogs(
  app: OpenAPIHono<Env>,
  { app: shared, public: everybody }: RolePorts,
  logKeys: readonly string[],
): void {
  const as = <T>(ports: ProcessPorts, cb: () => Promise<T>) =>
    Context.provide({ actor: { type: "platform", name: "public" }, ports }, cb);

  const path = "/v1/ledger/logs/{log}/checkpoint";
  app.openapi(
    createRoute({
      method: "get",
      path,
      summary: "The latest checkpoint of a log",
      description:
        "A C2SP tlog-checkpoint, signed with the log's Ed25519 and ML-DSA-44 keys and cosigned by witnesses.",
      security: [],
      tags: [getTag(path)],
      request: { params: log },
      responses: {
        200: { description: "The signed note", content: { "text/plain": { schema: z.string() } } },
        ...describeProblems(404),
      },
    }),
    async (c) => {
      const note = await as(everybody, () => Publish.readCheckpoint(getOrigin(logKeys, c)));
      return c.text(note, 200, { "content-type": "text/plain; charset=utf-8", "cache-control": BRIEFLY });
    },
  );

  app.openAPIRegistry.registerPath({
    method: "get",
    path: TILES,
    summary: "Hashes of a log",
    description: "A tile of C2SP tlog-tiles: up to 256 hashes of 32 bytes. Never changes.",
    security: [],
    tags: [getTag(TILES)],
    request: { params: log.extend({ level: z.string(), index }) },
    responses: {
      200: { description: "The hashes", content: { "application/octet-stream": { schema: z.string() } } },
      ...describeProblems(404),
    },
  });
  app.get("/v1/ledger/logs/:log/tile/:level/:index{[^]+}", async (c, next) => {
    // Records need a sign-in, but for those of the platform's log.
    const isEntries = c.req.param("level") === "entries";
    if (isEntries && !/^platform\b/.test(c.req.param("log"))) return next();
    const address = parseTile(c);
    const origin = getOrigin(logKeys, c);
    const { level } = address;
    const found =
      level === "entries"
        ? await as(shared, () => Publish.readEntries(origin, address))
        : await as(everybody, () => Publish.readTile(origin, { ...address, level }));
    return sendBytes(c, found, FOR_EVER);
  });
}

/** Loaded when it is used: most starts of the API's function do not need it. */
const loadOwnLog = () => import("@pegbar/core/result/ledger/own-log.ts");

/** Adds the routes for the studio's own log, which need a permission. */
export function addLedgerRoutes(app: OpenAPIHono<Env>, logKeys: readonly string[]): void {
  app.openapi(
    createApiRoute("ledger.read", {
      method: "get",
      path: "/v1/ledger",
      summary: "The studio's log",
      responses: {
        200: describeJson(
          z.object({
            origin: z.string(),
            /** The log's name in paths. */
            log: z.string(),
            size: z.int(),
            /** Number of records that wait for the next checkpoint. */
            pending: z.int(),
            logKeys: z.array(z.string()),
            /** The log that records the checkpoints of all logs; null before its first checkpoint. */
            platform: z.object({ log: z.string(), size: z.int() }).nullable(),
            /** The newest cosignature of the platform's log by each key of a witness. */
            witnesses: z.array(z.object({ key: z.string(), size: z.int(), at: Schema.Time })),
          }),
          "Its name and length, the keys that sign it, and who cosigns it",
        ),
        ...describeProblems(404),
      },
    }),
    async (c) => {
      const { origin, size, pending, platform, witnesses } = await (await loadOwnLog()).readOwnLog();
      const nameInPath = (one: string): string => one.slice(getLogName(logKeys).length + 1);
      return c.json(
        {
          origin,
          log: nameInPath(origin),
          size,
          pending,
          logKeys: [...logKeys],
          platform: platform ? { log: nameInPath(platform.origin), size: platform.size } : null,
          witnesses: witnesses.map(({ at, ...one }) => ({ ...one, at: at.toISOString() })),
        },
        200,
      );
    },
  );

  // The handler is registered below, because an OpenAPI parameter cannot contain slashes.
  const { middleware: _middleware, ...entryTiles } = createApiRoute("ledger.read", {
    method: "get",
    path: ENTRY_TILES,
    summary: "Records of the studio's log",
    description:
      "An entry bundle of C2SP tlog-tiles: each record is prefixed with its length in two bytes. Never changes.",
    request: { params: log.extend({ index }) },
    responses: {
      200: { description: "The records", content: { "application/octet-stream": { schema: z.string() } } },
      ...describeProblems(404),
    },
  });
  app.openAPIRegistry.registerPath(entryTiles);
  app.get("/v1/ledger/logs/:log/tile/entries/:index{[^]+}", async (c) => {
    Access.authorize("ledger.read");
    return sendBytes(
      c,
      await Publish.readEntries(getOrigin(logKeys, c), parseTile(c)),
      "private, max-age=31536000, immutable",
    );
  });
}
