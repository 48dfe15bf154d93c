import { sql } from "drizzle-orm";
import type * as Database from "../database/index.ts";
import { HALF_LIFE_SECONDS } from "./waiting.ts";

/** Adds to what a tenant was lately given, after letting it fade; at its turn the count of turns given away begins anew. */
export const give = (tx: Database.Tx, tenantId: string, ms: number, now: Date, turn: boolean) =>
  tx.execute(sql`
    update share set
      recent_ms = greatest(0, ${ms}::float8 + recent_ms
        * power(0.5, greatest(0, extract(epoch from ${now.toISOString()}::timestamptz - as_of)) / ${HALF_LIFE_SECONDS})),
      as_of = greatest(as_of, ${now.toISOString()}::timestamptz)
      ${turn ? sql`, passed_over = 0` : sql``}
    where tenant_id = ${tenantId}`);

/** Notes that a tenant's turn went to somebody else. */
export const passOver = (tx: Database.Tx, tenantId: string) =>
  tx.execute(sql`update share set passed_over = passed_over + 1 where tenant_id = ${tenantId}`);
