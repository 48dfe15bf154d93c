import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac } from "node:crypto";
import { DrizzleQueryError, sql } from "drizzle-orm";
import { drizzle } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as Context from "../context.ts";
import type { Connection, Tx } from "../port/database.ts";
import { beginFor, enablePrepare, readAsTenant } from "./client.ts";
import { createSubscriptions } from "./listen.ts";

export type { Connection, Tx } from "../port/database.ts";

interface Options {
  url: string;
  /** URL for LISTEN, if `url` is a pooler, which would keep one connection per listener. Default: `url`. */
  listenUrl?: string | undefined;
  /** Key of the MAC that SQL requires with a tenant's id. Not needed for roles that never act for a tenant. */
  tenantKey?: Uint8Array;
  max?: number;
  name?: string;
  /** False for poolers that do not support prepared statements. */
  prepare?: boolean;
}

/** Opens a pool for one role. On Lambda `max` is 1. */
export function connect(options: Options): Connection {
  const name = options.name ?? "pegbar";
  const client = postgres(options.url, {
    max: options.max ?? 5,
    idle_timeout: 60,
    connection: { application_name: name },
    onnotice: () => undefined,
  });
  const listeners = createSubscriptions({ url: options.listenUrl ?? options.url, name });
  const prepare = options.prepare ?? true;
  const db = drizzle(enablePrepare(client, prepare));
  const sign = (tenantId: string) => signTenantContext(tenantId, options.tenantKey);
  return {
    run: (tenantId, cb) =>
      beginFor(tenantId === undefined ? undefined : sign(tenantId), (driver) =>
        db.transaction((tx) => cb(Object.assign(tx, { driver: driver() }))),
      ),
    read: async (tenantId, text, parameters) =>
      client.unsafe(readAsTenant(text, parameters.length + 1), [...parameters, sign(tenantId)] as never[], { prepare }),
    // Sent immediately, as statements of createStatement are: Drizzle would send it some microtasks later, after a
    // statement that must follow it.
    enter: async (tx, tenantId) => {
      const signed = tenantId === undefined ? "" : sign(tenantId);
      await tx.driver.unsafe("select set_config('app.tenant', $1, true)", [signed], { prepare }).execute();
    },
    listen: listeners.listen,
    rewrite: (tables) => rewrite(client, tables),
    end: async () => {
      await Promise.all([listeners.end(), client.end({ timeout: 5 })]);
    },
  };
}

/** How long a rewrite waits for its table lock. Later queries wait behind it. */
const LOCK_MS = 3000;

async function rewrite(client: postgres.Sql, tables: readonly string[]): Promise<void> {
  const session = await client.reserve();
  try {
    await session`select set_config('lock_timeout', ${`${LOCK_MS}ms`}, false)`;
    for (const table of tables) await session`vacuum (full, analyze) ${session(table)}`;
  } finally {
    // Only fails on a broken connection, which is not used again.
    await session`select set_config('lock_timeout', '0', false)`.catch(() => undefined);
    session.release();
  }
}

/** Signs a tenant's id: `<tenant id>:<HMAC-SHA-256, hex>`. `app.tenant()` in SQL verifies it for row-level security. */
export function signTenantContext(tenantId: string, key: Uint8Array | undefined): string {
  if (!key) throw new Error("this connection has no tenant key, so it cannot act for a tenant");
  return `${tenantId}:${createHmac("sha256", key).update(tenantId).digest("hex")}`;
}

type Effect = () => Promise<void>;
interface Open {
  database: Connection;
  tx: Tx;
  /** Tenant that the transaction acts for; undefined for none. */
  tenantId: string | undefined;
  /** Whether the callback has returned or thrown. No statement may be sent after that. */
  state: { hasEnded: boolean };
  afterCommit: Effect[];
  afterRollback: Effect[];
}
const open = new AsyncLocalStorage<Open>();

/**
 * Runs a short transaction as the context's actor. This is the only access to the database. Joins an open transaction on
 * the same connection. Throws without an actor who may act for a tenant or for the platform. Do not send network requests
 * inside: see {@link runAfterCommit}.
 */
export async function tx<T>(cb: (tx: Tx) => Promise<T>): Promise<T> {
  const outer = open.getStore();
  const { database } = Context.getPorts();
  if (outer?.database === database) return cb(outer.tx);
  const actor = Context.getActor();
  const tenantId = actor.type === "platform" || actor.type === "operator" ? undefined : Context.getTenantId();
  const [afterCommit, afterRollback]: [Effect[], Effect[]] = [[], []];
  let result: T;
  try {
    result = await database.run(tenantId, (tx) => {
      const state = { hasEnded: false };
      return open
        .run({ database, tx, tenantId, state, afterCommit, afterRollback }, () => cb(tx))
        .finally(() => (state.hasEnded = true));
    });
  } catch (error) {
    await Promise.all(afterRollback.map((effect) => effect()));
    throw error;
  }
  await Promise.all(afterCommit.map((effect) => effect()));
  return result;
}

/**
 * Runs `cb` for one tenant, as the system actor `name`, inside the platform's open transaction. Afterwards the transaction
 * acts for the previous tenant again, or for none.
 */
export async function runForTenant<T>(tenantId: string, name: string, cb: (tx: Tx) => Promise<T>): Promise<T> {
  const outer = open.getStore();
  if (!outer) throw new Error("runForTenant needs an open transaction");
  const { database, tx, tenantId: previous } = outer;
  const inner = { ...outer, tenantId };
  try {
    const [, result] = await runTogether([
      () => database.enter(tx, tenantId),
      () => open.run(inner, () => Context.runAs({ type: "system", tenantId, name }, () => cb(tx))),
    ]);
    return result;
  } finally {
    // Sent without awaiting: later statements run after it, and it costs no round trip. An error fails the transaction.
    if (!outer.state.hasEnded) void database.enter(tx, previous).catch(() => undefined);
  }
}

/**
 * Sends statements without waiting for each answer, then waits for all (pipelining). PostgreSQL runs them in the given
 * order. Use it for statements of one transaction that do not need each other's results. Each thunk must send its
 * statement immediately, without awaiting anything before.
 */
export function runTogether<T extends readonly unknown[]>(
  statements: readonly [...{ [K in keyof T]: () => PromiseLike<T[K]> }],
): Promise<T> {
  // Drizzle sends a statement when `then` is called. It is called here, so that statements are sent in the given order.
  const sent = (statements as readonly (() => PromiseLike<unknown>)[]).map((send) => {
    try {
      return send().then((result) => result);
    } catch (error) {
      return Promise.reject(error);
    }
  });
  return Promise.all(sent) as unknown as Promise<T>;
}

const reads = new WeakMap<Tx, Map<string, Promise<unknown>>>();

/**
 * Reads once per transaction: later calls with the same key get the first result. Use it for data that the transaction
 * does not change.
 */
export function readOnce<T>(tx: Tx, key: string, read: () => Promise<T>): Promise<T> {
  const known = reads.get(tx) ?? new Map<string, Promise<unknown>>();
  reads.set(tx, known);
  const found = known.get(key) as Promise<T> | undefined;
  if (found) return found;
  const reading = read();
  known.set(key, reading);
  return reading;
}

/**
 * Runs one reading statement as the context's actor. Outside of a transaction it takes a single round trip.
 * @param text statement with positional parameters
 * @returns the first row; undefined if there is none
 */
export async function readRow(text: string, parameters: readonly unknown[]): Promise<unknown> {
  const outer = open.getStore();
  const { database } = Context.getPorts();
  const [row] =
    outer?.database === database
      ? await outer.tx.driver.unsafe(text, parameters as never[]).execute()
      : await database.read(Context.getTenantId(), text, parameters);
  return row;
}

/** Runs `effect` once the transaction around it has committed. A crash may lose it; use the outbox for what must happen. */
export function runAfterCommit(effect: () => Promise<void>): void {
  const outer = open.getStore();
  if (!outer) throw new Error("runAfterCommit needs an open transaction");
  outer.afterCommit.push(effect);
}

/** Runs `effect` if the transaction around it is rolled back. A crash may lose it. */
export function runAfterRollback(effect: () => Promise<void>): void {
  const outer = open.getStore();
  if (!outer) throw new Error("runAfterRollback needs an open transaction");
  outer.afterRollback.push(effect);
}

/** Takes the advisory lock `name` until the transaction around it ends. Waits while another transaction has it. */
export const serialise = (name: string): Promise<unknown> =>
  tx((one) => one.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`));

/** Wakes listeners of `topic` when the transaction commits. */
export async function sendSignal(tx: Tx, topic: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${SIGNAL_CHANNEL}, ${topic})`);
}

/** Whether an error is a violation of this unique constraint. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof postgres.PostgresError && cause.code === "23505" && cause.constraint_name === constraint;
}

export const SIGNAL_CHANNEL = "pegbar";
