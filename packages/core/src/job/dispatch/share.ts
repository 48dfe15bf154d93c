import { sql } from "drizzle-orm";
import type * as Database from "../../platform/database/index.ts";
import { HALF_LIFE_SECONDS } from "./queue-head.ts";

/**
 * Adds GPU time to a tenant's share, after its decay.
 * @param turn whether it was the tenant's turn, which resets how often the tenant was passed over
 */
export const addToShare = (tx: Database.Tx, tenantId: string, ms: number, now: Date, turn: boolean) =>
  tx.execute(sql`
    update share set
      recent_ms = greatest(0, ${ms}::float8 + recent_ms
        * power(0.5, greatest(0, extract(epoch from ${now.toISOString()}::timestamptz - as_of)) / ${HALF_LIFE_SECONDS})),
      as_of = greatest(as_of, ${now.toISOString()}::timestamptz)
      ${turn ? sql`, passed_over = 0` : sql``}
    where tenant_id = ${tenantId}`);

/** Adds GPU time to a member's share within the studio, after its decay. Lock the quotas first. */
export const addToMemberShare = (tx: Database.Tx, memberId: string, ms: number, now: Date) =>
  tx.execute(sql`
    update quota set
      recent_ms = greatest(0, ${ms}::float8 + recent_ms
        * power(0.5, greatest(0, extract(epoch from ${now.toISOString()}::timestamptz - recent_at)) / ${HALF_LIFE_SECONDS})),
      recent_at = greatest(recent_at, ${now.toISOString()}::timestamptz)
    where subject_id = ${memberId}`);

/** Counts that a tenant was passed over. */
export const countPassedOver = (tx: Database.Tx, tenantId: string) =>
  tx.execute(sql`update share set passed_over = passed_over + 1 where tenant_id = ${tenantId}`);
