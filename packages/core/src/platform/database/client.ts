import { AsyncLocalStorage } from "node:async_hooks";
import type postgres from "postgres";

type Unsafe = (query: string, parameters?: never[], options?: postgres.UnsafeQueryOptions) => unknown;
type Begin = (cb: (sql: postgres.TransactionSql) => unknown) => unknown;

/** A transaction that is about to begin. */
interface Beginning {
  /** Signed context of its tenant; undefined for none. */
  tenant: string | undefined;
  /** The driver's transaction, once it has begun. */
  driver?: postgres.TransactionSql;
}
const beginning = new AsyncLocalStorage<Beginning>();

/**
 * Calls `begin` such that its transaction acts for the tenant of this signed context.
 * @param begin receives a function that returns the driver's transaction once the transaction has begun
 */
export function beginFor<T>(tenant: string | undefined, begin: (driver: () => postgres.TransactionSql) => T): T {
  const state: Beginning = { tenant };
  const getDriver = () => {
    if (!state.driver) throw new Error("the transaction has not begun");
    return state.driver;
  };
  return beginning.run(state, () => begin(getDriver));
}

const SET_TENANT = "select set_config('app.tenant', $1, true)";

/**
 * Wraps a reading statement such that it sets its own tenant, from parameter `$number`. The statement is evaluated for the
 * row that sets the tenant, and so after it. If PostgreSQL evaluated it earlier, row-level security would hide all rows, so
 * it fails closed.
 */
export const readAsTenant = (text: string, number: number): string => `
  select found.* from (select set_config('app.tenant', $${number}, true) as tenant offset 0) as actor
  cross join lateral (select statement.* from (${text}) as statement where actor.tenant is not null offset 0) as found`;

/**
 * Wraps a client for Drizzle. It prepares statements, which Drizzle does not: this saves a round trip and the planning. It
 * also sets the tenant in the same round trip as the first statement of a transaction.
 */
export function enablePrepare<C extends postgres.Sql | postgres.TransactionSql>(client: C, prepare: boolean): C {
  return new Proxy(client, {
    get(target, name, receiver): unknown {
      const value: unknown = Reflect.get(target, name, receiver);
      if (name === "unsafe") {
        const unsafe = value as Unsafe;
        return ((query, parameters, options) => unsafe(query, parameters, { ...options, prepare })) satisfies Unsafe;
      }
      if (name === "begin") {
        const begin = value as Begin;
        return ((cb) =>
          begin(async (sql) => {
            const state = beginning.getStore();
            const driver = enablePrepare(sql, prepare);
            if (state) state.driver = driver;
            const tenant = state?.tenant;
            // Sent without awaiting, so that the first statement follows in the same packet. An error fails the transaction.
            const set = tenant === undefined ? undefined : sql.unsafe(SET_TENANT, [tenant], { prepare }).execute();
            const [result] = await Promise.all([cb(driver), set]);
            return result;
          })) satisfies Begin;
      }
      return value;
    },
  });
}
