import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../../platform/context.ts";
import type { WorkloadClass } from "../../contract/index.ts";
import * as Database from "../../platform/database/index.ts";
import * as Idempotency from "../../platform/idempotency/index.ts";
import * as Fleet from "../../job/fleet/index.ts";
import { repairCount } from "../../schema/fleet.sql.ts";
import { job } from "../../schema/job.sql.ts";
import * as Record from "../../platform/record/index.ts";
import { reportRun } from "../../platform/health/index.ts";
import * as Outbox from "../../platform/outbox/index.ts";
import { correctQuotas } from "../../job/reservation/index.ts";
import { dispatchTicket } from "../../schema/dispatch.sql.ts";
import { issueTickets } from "../../job/dispatch/index.ts";
import { expireAttempts } from "../expire.ts";

export { collect } from "./collect.ts";

/** What had to be corrected; all zero in a run without failures. */
export interface Repairs {
  leasesExpired: number;
  effectsDelivered: number;
  /** Tickets whose message the queue has lost. */
  messagesLost: number;
  /** Tickets issued for jobs that could have run and had none. */
  demandRenewed: number;
  /** Messages deleted from the dead-letter queues. */
  messagesDead: number;
  /** Quotas whose counts did not match their jobs. */
  quotasCorrected: number;
  /** Records that the sequencer has not appended in time. */
  intentsLate: number;
}

interface Options {
  effectSeconds: number;
  /** Age at which a ticket's message is expected in the queue. */
  messageSeconds: number;
  intentSeconds: number;
  /** Also runs the checks that are not needed every second: lost and dead messages, quotas, overdue records. */
  thorough: boolean;
}

/** Age of an undelivered effect from which the queues count as failing. */
const LATE_EFFECT_SECONDS = 60;

/** Used tickets are deleted after this long. */
const KEEP_USED_SECONDS = 3600;

/**
 * Corrects what crashes leave behind, counts the corrections and measures the fleet. Runs as the dispatch role. Several
 * processes may run it at once, as often as they like.
 */
export async function reconcile(options: Options): Promise<Repairs> {
  const { thorough } = options;
  const done: Repairs = {
    leasesExpired: await expireAttempts(),
    effectsDelivered: await Outbox.relay(options.effectSeconds),
    messagesLost: thorough ? await markLostTickets(options.messageSeconds) : 0,
    demandRenewed: thorough ? await issueMissingTickets(options.messageSeconds) : 0,
    messagesDead: thorough ? await Context.getPorts().queues.drainDead() : 0,
    quotasCorrected: thorough ? await correctQuotas() : 0,
    intentsLate: thorough ? await Record.countOverdue(options.intentSeconds) : 0,
  };
  if (thorough) await Idempotency.forget();
  await count(done);
  await Fleet.measure();
  await reportRun("reconciler", () => Outbox.isLate(LATE_EFFECT_SECONDS));
  if (thorough) {
    await deleteUsedTickets();
    await Fleet.forgetWorkers();
  }
  return done;
}

/** Whether jobs are queued or running. Without any, there is nothing to correct. */
export const hasOpenJobs = (): Promise<boolean> =>
  Database.tx(async (tx) => {
    const [row] = await tx.execute<{ found: boolean }>(sql`
      select exists (select from job where state = 'running') or exists (select from job where state = 'queued') as found`);
    return row?.found === true;
  });

/** The names of the corrections in metrics. */
const kinds: Record<keyof Repairs, string> = {
  leasesExpired: "leases_expired",
  effectsDelivered: "effects_delivered",
  messagesLost: "messages_lost",
  demandRenewed: "tickets_renewed",
  messagesDead: "messages_dead",
  quotasCorrected: "quotas_corrected",
  intentsLate: "records_late",
};

async function count(done: Repairs): Promise<void> {
  const { metrics } = Context.getPorts();
  // Also those that are zero, so that the first correction is an increase.
  for (const [kind, name] of Object.entries(kinds))
    metrics.count("pegbar_corrections_total", { kind: name }, done[kind as keyof Repairs]);
  const found = Object.entries(done).filter(([, total]) => total > 0);
  if (found.length === 0) return;
  const lastAt = Context.getPorts().clock.now();
  await Database.tx((tx) =>
    tx
      .insert(repairCount)
      .values(found.map(([kind, total]) => ({ kind, total, lastAt })))
      .onConflictDoUpdate({
        target: repairCount.kind,
        set: { total: sql`${repairCount.total} + excluded.total`, lastAt },
      }),
  );
}

const subtractSeconds = (seconds: number): Date => new Date(Context.getPorts().clock.now().getTime() - seconds * 1000);

/**
 * Marks tickets as used whose messages the queue has lost. The queue should contain one message per unused ticket and one
 * per running attempt. Only old tickets are considered, because a queue's count is late.
 */
async function markLostTickets(messageSeconds: number): Promise<number> {
  const classes = await Database.tx(async (tx) =>
    z
      .array(z.object({ class: z.enum(["light", "heavy", "xl"]), old: z.coerce.number(), expected: z.coerce.number() }))
      .parse([
        ...(await tx.execute(sql`
          select f.class,
            (select count(*) from demand where class = f.class and used_at is null
              and created_at < ${subtractSeconds(messageSeconds).toISOString()}::timestamptz) as old,
            (select count(*) from demand where class = f.class and used_at is null)
              + (select count(*) from job where class = f.class and state = 'running') as expected
          from fleet f`)),
      ]),
  );
  let lost = 0;
  for (const one of classes.filter(({ old }) => old > 0)) {
    const messages = await Context.getPorts().queues.depth(one.class);
    const missing = Math.min(one.old, one.expected - messages);
    if (missing > 0) lost += await markUsed(one.class, missing, subtractSeconds(messageSeconds));
  }
  return lost;
}

const markUsed = (workloadClass: WorkloadClass, most: number, before: Date): Promise<number> =>
  Database.tx(async (tx) => {
    const oldest = await tx
      .select({ nonce: dispatchTicket.nonce })
      .from(dispatchTicket)
      .where(
        and(
          eq(dispatchTicket.class, workloadClass),
          isNull(dispatchTicket.usedAt),
          lt(dispatchTicket.createdAt, before),
        ),
      )
      .orderBy(asc(dispatchTicket.createdAt))
      .limit(most)
      .for("no key update", { skipLocked: true });
    if (oldest.length === 0) return 0;
    const nonces = oldest.map(({ nonce }) => nonce);
    await tx
      .update(dispatchTicket)
      .set({ usedAt: Context.getPorts().clock.now() })
      .where(inArray(dispatchTicket.nonce, nonces));
    return oldest.length;
  });

/** Issues the missing tickets of tenants whose jobs have been queued for that long. Usually none is missing. */
async function issueMissingTickets(messageSeconds: number): Promise<number> {
  const waiting = await Database.tx((tx) =>
    tx
      .selectDistinct({ tenantId: job.tenantId })
      .from(job)
      .where(and(eq(job.state, "queued"), lt(job.queuedAt, subtractSeconds(messageSeconds)))),
  );
  let issued = 0;
  for (const { tenantId } of waiting)
    issued += await Database.tx((tx) => Database.runForTenant(tenantId, "reconciler", () => issueTickets(tx)));
  return issued;
}

const deleteUsedTickets = () =>
  Database.tx((tx) => tx.delete(dispatchTicket).where(lt(dispatchTicket.usedAt, subtractSeconds(KEEP_USED_SECONDS))));
