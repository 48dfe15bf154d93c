import { count, lt } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { pendingRecord } from "../../schema/ledger.sql.ts";
import { PENDING_TOPIC } from "./topic.ts";

/**
 * How many records the sequencer has not appended within `seconds`. Wakes the sequencer if there are any. Runs as the
 * platform.
 */
export const countOverdue = (seconds: number): Promise<number> =>
  Database.tx(async (tx) => {
    const before = new Date(Context.getPorts().clock.now().getTime() - seconds * 1000);
    const [row] = await tx.select({ n: count() }).from(pendingRecord).where(lt(pendingRecord.createdAt, before));
    const overdue = row?.n ?? 0;
    if (overdue > 0) await Database.sendSignal(tx, PENDING_TOPIC);
    return overdue;
  });
