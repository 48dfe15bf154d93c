import { and, eq, isNull, lt, notExists, sql } from "drizzle-orm";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import { job } from "../job/job.sql.ts";
import * as Lease from "../lease/index.ts";
import * as Outbox from "../outbox/index.ts";
import { demand } from "./dispatch.sql.ts";
import { demandFor } from "./index.ts";

/** How much had to be put right; all zero in a run without faults. */
export interface Repairs {
  leasesExpired: number;
  effectsDelivered: number;
  demandRenewed: number;
}

/**
 * Puts right what crashes leave behind: leases run out, effects not delivered, waiting jobs without a message. A
 * message unused for `messageSeconds` counts as lost. Runs as the dispatch role; may run anywhere, any number of times.
 */
export async function repair(options: { effectSeconds: number; messageSeconds: number }): Promise<Repairs> {
  const leasesExpired = await Lease.expire();
  const effectsDelivered = await Outbox.relay(options.effectSeconds);
  const demandRenewed = await renewDemand(options.messageSeconds);
  return { leasesExpired, effectsDelivered, demandRenewed };
}

/** Every waiting job keeps one young message alive in its class; a message too many finds nothing and is deleted. */
async function renewDemand(messageSeconds: number): Promise<number> {
  const before = sql`${Context.ports().clock.now().toISOString()}::timestamptz - make_interval(secs => ${messageSeconds})`;
  return Database.tx(async (tx) => {
    const young = tx
      .select({ one: sql`1` })
      .from(demand)
      .where(and(eq(demand.jobId, job.id), isNull(demand.usedAt), sql`${demand.createdAt} >= ${before}`));
    const waiting = await tx
      .select({ id: job.id, class: job.class, tenantId: job.tenantId })
      .from(job)
      .where(and(eq(job.state, "queued"), lt(job.queuedAt, before), notExists(young)))
      .orderBy(job.queuedAt)
      .limit(100)
      .for("update", { skipLocked: true });
    for (const one of waiting) await Database.forTenant(one.tenantId, "repair", () => demandFor(tx, one));
    return waiting.length;
  });
}
