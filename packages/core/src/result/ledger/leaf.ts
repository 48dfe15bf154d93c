import { and, eq, sql } from "drizzle-orm";
import { toHex, type LogRecord } from "@pegbar/verify";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { waitUntil } from "../../platform/signal.ts";
import { leaf, log } from "../../schema/ledger.sql.ts";
import { getCheckpointTopic } from "../../platform/record/topic.ts";

/** A record at its position in the studio's log. */
export interface Leaf {
  /** Origin of the log. */
  origin: string;
  index: number;
  /** Hexadecimal. */
  hash: string;
  record: LogRecord;
}

/** Waits for the leaf of an event; undefined if it is not written in time. */
export const waitForLeaf = (eventId: string, waitMs: number): Promise<Leaf | undefined> =>
  waitUntil(getCheckpointTopic(Context.getTenantId()), waitMs, () =>
    Database.tx(async (tx) => {
      const [found] = await tx
        .select({ origin: log.origin, index: leaf.position, hash: leaf.hash, record: leaf.record })
        .from(leaf)
        .innerJoin(log, eq(log.id, leaf.logId))
        .where(and(eq(log.tenantId, sql`(select app.tenant())`), eq(leaf.eventId, eventId)));
      if (!found) return undefined;
      const record = JSON.parse(Buffer.from(found.record).toString("utf8")) as LogRecord;
      return { ...found, hash: toHex(new Uint8Array(found.hash)), record };
    }),
  );
