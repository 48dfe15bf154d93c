import { AsyncLocalStorage } from "node:async_hooks";
import type postgres from "postgres";

type Unsafe = (query: string, parameters?: never[], options?: postgres.UnsafeQueryOptions) => unknown;
type Begin = (cb: (sql: postgres.TransactionSql) => unknown) => unknown;

/** Tenant of the transaction that is about to begin, sealed. */
const entering = new AsyncLocalStorage<string | undefined>();

/** Runs `begin`, whose transaction then acts for the sealed tenant. */
export const entered = <T>(sealed: string | undefined, begin: () => T): T => entering.run(sealed, begin);

const SET_TENANT = "select set_config('app.tenant', $1, true)";

/**
 * The client as drizzle should see it. Statements are prepared, which drizzle leaves off: one round trip instead of
 * two, and no planning. The tenant is set in the same round trip as the first statement of a transaction.
 */
export function tuned<C extends postgres.Sql | postgres.TransactionSql>(client: C, prepare: boolean): C {
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
            const sealed = entering.getStore();
            // Sent now, not awaited: the first statement follows in the same packet. A failure fails the transaction.
            const set = sealed === undefined ? undefined : sql.unsafe(SET_TENANT, [sealed], { prepare }).execute();
            const [result] = await Promise.all([cb(tuned(sql, prepare)), set]);
            return result;
          })) satisfies Begin;
      }
      return value;
    },
  });
}
