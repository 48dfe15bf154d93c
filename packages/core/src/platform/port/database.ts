import type { ExtractTablesWithRelations } from "drizzle-orm";
import type { PgTransaction } from "drizzle-orm/pg-core";
import type { PostgresJsQueryResultHKT } from "drizzle-orm/postgres-js";
import type postgres from "postgres";

type NoSchema = Record<string, never>;

/** An open transaction: Drizzle's, together with the driver's for statements that are written by hand. */
export type Tx = PgTransaction<PostgresJsQueryResultHKT, NoSchema, ExtractTablesWithRelations<NoSchema>> & {
  readonly driver: postgres.TransactionSql;
};

/** A connection pool of one database role. Queries go through `Database.tx` only. */
export interface Connection {
  /** Runs `cb` in a transaction that acts for `tenant`, or for no tenant. */
  readonly run: <T>(tenant: string | undefined, cb: (tx: Tx) => Promise<T>) => Promise<T>;
  /**
   * Runs one statement that reads as `tenant`, in one round trip and a transaction of its own. The statement has at most
   * one row, since the order of rows is not kept.
   * @param text with positional parameters ($1, $2 …)
   */
  readonly read: (tenant: string, text: string, parameters: readonly unknown[]) => Promise<readonly unknown[]>;
  /** Sets the tenant of an open transaction; undefined sets none. */
  readonly enter: (tx: Tx, tenantId: string | undefined) => Promise<void>;
  /**
   * Listens to a channel on a separate connection, until the returned function is called.
   * @param onLost called once if the connection is lost; later notifications are not received
   * @throws if the connection cannot be opened
   */
  readonly listen: (
    channel: string,
    onNotice: (payload: string) => void,
    onLost: () => void,
  ) => Promise<() => Promise<void>>;
  /** Rewrites tables, so that their files hold no deleted rows. The role needs MAINTAIN on them. */
  readonly rewrite: (tables: readonly string[]) => Promise<void>;
  readonly end: () => Promise<void>;
}
