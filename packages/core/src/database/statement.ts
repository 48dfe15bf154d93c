import type postgres from "postgres";
import type { Tx } from "./index.ts";

type Param =
  string | number | boolean | Date | null | Uint8Array | readonly string[] | readonly number[] | readonly Uint8Array[];

/**
 * A statement written by hand, for the paths where building it anew each time costs more than running it. Sent at once,
 * so that several can follow each other without waiting; prepared. Whole numbers of eight bytes arrive as text.
 */
export function statement<Row extends object>(text: string) {
  return async (tx: Tx, ...params: Param[]): Promise<Row[]> => {
    const rows: unknown = await clientOf(tx)
      .unsafe(text, params as never[])
      .execute();
    return rows as Row[];
  };
}

/** The client beneath a transaction. Drizzle keeps it to itself; a test holds it to that. */
function clientOf(tx: Tx): postgres.TransactionSql {
  const session: unknown = Reflect.get(tx, "session");
  const client: unknown = typeof session === "object" && session ? Reflect.get(session, "client") : undefined;
  if (typeof client !== "function") throw new Error("this version of drizzle-orm keeps its client elsewhere");
  return client as unknown as postgres.TransactionSql;
}
