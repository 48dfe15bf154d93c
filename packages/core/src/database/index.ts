import { AsyncLocalStorage } from "node:async_hooks";
import { createHmac } from "node:crypto";
import { DrizzleQueryError, sql, type ExtractTablesWithRelations } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import { drizzle, type PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import postgres from "postgres";
import * as Context from "../context.ts";
import { entered, tuned } from "./client.ts";

type NoSchema = Record<string, never>;
export type Tx = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>>;

/** A pool of connections of one role. Opaque: queries go through {@link tx} alone. */
export interface Connection {
  readonly run: <T>(tenant: string | undefined, cb: (tx: Tx) => Promise<T>) => Promise<T>;
  /** Sets the tenant of an open transaction; policies believe it until the transaction ends. */
  readonly enter: (tx: Tx, tenantId: string) => Promise<void>;
  readonly listen: (channel: string, onNotice: (payload: string) => void) => Promise<() => Promise<void>>;
  /** Writes tables anew, so that their files hold nothing that no query finds. The role needs MAINTAIN on them. */
  readonly rewrite: (tables: readonly string[]) => Promise<void>;
  readonly end: () => Promise<void>;
}

interface Options {
  url: string;
  /** Where notices are listened for; a pooler would keep a connection for each listener. `url` unless told. */
  listenUrl?: string | undefined;
  /** Key of the MAC that SQL demands with a tenant's id. Roles that serve no tenant need none. */
  tenantKey?: Uint8Array;
  max?: number;
  name?: string;
  /** Off where a pooler between cannot keep prepared statements. */
  prepare?: boolean;
}

/** Opens a pool. One role a pool; on Lambda `max` is 1. */
export function connect(options: Options): Connection {
  const open = (url: string, max: number) =>
    postgres(url, {
      max,
      idle_timeout: 60,
      connection: { application_name: options.name ?? "pegbar" },
      onnotice: () => undefined,
    });
  const client = open(options.url, options.max ?? 5);
  // It connects when somebody listens, and not before.
  const listener = options.listenUrl === undefined ? client : open(options.listenUrl, 1);
  const db = drizzle(tuned(client, options.prepare ?? true));
  const enter = (tx: Tx, tenantId: string) =>
    tx.execute(sql`select set_config('app.tenant', ${seal(tenantId, options.tenantKey)}, true)`).then(() => undefined);
  return {
    run: (tenant, cb) =>
      entered(tenant === undefined ? undefined : seal(tenant, options.tenantKey), () => db.transaction(cb)),
    enter,
    listen: async (channel, onNotice) => {
      const subscription = await listener.listen(channel, onNotice);
      return subscription.unlisten;
    },
    rewrite: (tables) => rewrite(client, tables),
    end: async () => {
      await Promise.all([...new Set([client, listener])].map((one) => one.end({ timeout: 5 })));
    },
  };
}

/** No query may wait for long behind one that waits for the table. */
const LOCK_MS = 3000;

async function rewrite(client: postgres.Sql, tables: readonly string[]): Promise<void> {
  const session = await client.reserve();
  try {
    await session`select set_config('lock_timeout', ${`${LOCK_MS}ms`}, false)`;
    for (const table of tables) await session`vacuum (full, analyze) ${session(table)}`;
  } finally {
    await session`select set_config('lock_timeout', '0', false)`.catch(() => undefined);
    session.release();
  }
}

/** `<tenant id>:<HMAC-SHA-256, hex>`: what `app.tenant()` in SQL verifies before any policy believes it. */
export function seal(tenantId: string, key: Uint8Array | undefined): string {
  if (!key) throw new Error("this connection has no tenant key and may not act for a tenant");
  return `${tenantId}:${createHmac("sha256", key).update(tenantId).digest("hex")}`;
}

type Effect = () => Promise<void>;
interface Open {
  database: Connection;
  tx: Tx;
  afterCommit: Effect[];
  afterRollback: Effect[];
}
const open = new AsyncLocalStorage<Open>();

/**
 * The one door to the database: a short transaction as the context's actor. Joins the transaction around it, if that is on the same connection.
 * Throws without an actor who may act for a tenant or for the platform. No network call inside: see {@link afterCommit}.
 */
export async function tx<T>(cb: (tx: Tx) => Promise<T>): Promise<T> {
  const outer = open.getStore();
  const { database } = Context.ports();
  if (outer?.database === database) return cb(outer.tx);
  const actor = Context.actor();
  const tenant = actor.type === "platform" || actor.type === "operator" ? undefined : Context.tenantId();
  const [afterCommit, afterRollback]: [Effect[], Effect[]] = [[], []];
  let result: T;
  try {
    result = await database.run(tenant, (tx) => open.run({ database, tx, afterCommit, afterRollback }, () => cb(tx)));
  } catch (error) {
    await Promise.all(afterRollback.map((effect) => effect()));
    throw error;
  }
  await Promise.all(afterCommit.map((effect) => effect()));
  return result;
}

/** Lets a platform actor go on for one tenant, as `name`, inside its open transaction. */
export async function forTenant<T>(tenantId: string, name: string, cb: (tx: Tx) => Promise<T>): Promise<T> {
  const outer = open.getStore();
  if (!outer) throw new Error("forTenant needs an open transaction");
  const [, result] = await together([
    () => Context.ports().database.enter(outer.tx, tenantId),
    () => Context.as({ type: "system", tenantId, name }, () => cb(outer.tx)),
  ]);
  return result;
}

/**
 * Sends statements one behind the other without waiting for each answer, and waits for all. PostgreSQL runs them in the
 * order given. For statements of one transaction that do not need each other's results; each thunk must send its
 * statement at once, without awaiting anything before.
 */
export function together<T extends readonly unknown[]>(
  statements: readonly [...{ [K in keyof T]: () => PromiseLike<T[K]> }],
): Promise<T> {
  // `then` is what makes drizzle send a statement; called here and now, so that the order is that of the list.
  const sent = (statements as readonly (() => PromiseLike<unknown>)[]).map((send) => {
    try {
      return send().then((result) => result);
    } catch (error) {
      return Promise.reject(error);
    }
  });
  return Promise.all(sent) as unknown as Promise<T>;
}

/** Runs `effect` once the transaction around it has committed. It must be safe to lose: the outbox remembers. */
export function afterCommit(effect: () => Promise<void>): void {
  const outer = open.getStore();
  if (!outer) throw new Error("afterCommit needs an open transaction");
  outer.afterCommit.push(effect);
}

/** Runs `effect` if the transaction around it is undone. It must be safe to lose. */
export function afterRollback(effect: () => Promise<void>): void {
  const outer = open.getStore();
  if (!outer) throw new Error("afterRollback needs an open transaction");
  outer.afterRollback.push(effect);
}

/** Waits for whoever else holds `name`, and holds it until the transaction around it ends. */
export const serialise = (name: string): Promise<unknown> =>
  tx((one) => one.execute(sql`select pg_advisory_xact_lock(hashtextextended(${name}, 0))`));

/** Wakes the waiters for `topic` when the transaction commits. */
export async function signal(tx: Tx, topic: string): Promise<void> {
  await tx.execute(sql`select pg_notify(${SIGNAL_CHANNEL}, ${topic})`);
}

/** Whether an error says that a row would have been there twice, by this constraint. */
export function isDuplicate(error: unknown, constraint: string): boolean {
  const cause = error instanceof DrizzleQueryError ? error.cause : error;
  return cause instanceof postgres.PostgresError && cause.code === "23505" && cause.constraint_name === constraint;
}

export const SIGNAL_CHANNEL = "pegbar";
