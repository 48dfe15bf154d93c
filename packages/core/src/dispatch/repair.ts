import { and, asc, eq, inArray, isNull, lt, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import type { WorkloadClass } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Idempotency from "../idempotency/index.ts";
import * as Fleet from "../fleet/index.ts";
import { repairCount } from "../fleet/fleet.sql.ts";
import { job } from "../job/job.sql.ts";
import * as Lease from "../lease/index.ts";
import * as Ledger from "../ledger/index.ts";
import * as Outbox from "../outbox/index.ts";
import { reconcile } from "../quota/reconcile.ts";
import { demand } from "./dispatch.sql.ts";
import { topUp } from "./demand.ts";

/** How much had to be put right; all zero in a run without faults. */
export interface Repairs {
  leasesExpired: number;
  effectsDelivered: number;
  /** Messages that the queue has lost. */
  messagesLost: number;
  /** Messages sent for jobs that might have run and had none. */
  demandRenewed: number;
  /** Messages that nobody could use, removed from the dead-letter queues. */
  messagesDead: number;
  /** Quotas whose counts were not those of their jobs. */
  quotasCorrected: number;
  /** Records that had waited for the sequencer for too long. */
  intentsLate: number;
}

interface Options {
  effectSeconds: number;
  /** A message is looked for in the queue once it is that old. */
  messageSeconds: number;
  intentSeconds: number;
  /** Also what need not be looked for every second: lost and dead messages, quotas, late records. */
  thorough: boolean;
}

/** Spent messages are forgotten after this long. */
const FORGET_SECONDS = 3600;

/**
 * Puts right what crashes leave behind, counts it, and measures the fleet. Runs as the dispatch role; may run anywhere,
 * any number of times.
 */
export async function repair(options: Options): Promise<Repairs> {
  const { thorough } = options;
  const done: Repairs = {
    leasesExpired: await Lease.expire(),
    effectsDelivered: await Outbox.relay(options.effectSeconds),
    messagesLost: thorough ? await forgetLost(options.messageSeconds) : 0,
    demandRenewed: thorough ? await renewDemand(options.messageSeconds) : 0,
    messagesDead: thorough ? await Context.ports().queues.drainDead() : 0,
    quotasCorrected: thorough ? await reconcile() : 0,
    intentsLate: thorough ? await Ledger.late(options.intentSeconds) : 0,
  };
  if (thorough) await Idempotency.forget();
  await count(done);
  await Fleet.measure();
  if (thorough) {
    await forgetSpent();
    await Fleet.forgetWorkers();
  }
  return done;
}

async function count(done: Repairs): Promise<void> {
  const found = Object.entries(done).filter(([, total]) => total > 0);
  if (found.length === 0) return;
  const lastAt = Context.ports().clock.now();
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

const ago = (seconds: number): Date => new Date(Context.ports().clock.now().getTime() - seconds * 1000);

/**
 * Finds out how many messages a queue has lost: as many as are unused or held by running attempts ought to be in it. Only
 * old ones are doubted, since a queue counts late.
 */
async function forgetLost(messageSeconds: number): Promise<number> {
  const classes = await Database.tx(async (tx) =>
    z
      .array(z.object({ class: z.enum(["light", "heavy", "xl"]), old: z.coerce.number(), expected: z.coerce.number() }))
      .parse([
        ...(await tx.execute(sql`
          select f.class,
            (select count(*) from demand where class = f.class and used_at is null
              and created_at < ${ago(messageSeconds).toISOString()}::timestamptz) as old,
            (select count(*) from demand where class = f.class and used_at is null)
              + (select count(*) from job where class = f.class and state = 'running') as expected
          from fleet f`)),
      ]),
  );
  let lost = 0;
  for (const one of classes.filter(({ old }) => old > 0)) {
    const there = await Context.ports().queues.depth(one.class);
    const missing = Math.min(one.old, one.expected - there);
    if (missing > 0) lost += await forget(one.class, missing, ago(messageSeconds));
  }
  return lost;
}

const forget = (workloadClass: WorkloadClass, most: number, before: Date): Promise<number> =>
  Database.tx(async (tx) => {
    const oldest = await tx
      .select({ nonce: demand.nonce })
      .from(demand)
      .where(and(eq(demand.class, workloadClass), isNull(demand.usedAt), lt(demand.createdAt, before)))
      .orderBy(asc(demand.createdAt))
      .limit(most)
      .for("no key update", { skipLocked: true });
    if (oldest.length === 0) return 0;
    const nonces = oldest.map(({ nonce }) => nonce);
    await tx.update(demand).set({ usedAt: Context.ports().clock.now() }).where(inArray(demand.nonce, nonces));
    return oldest.length;
  });

/** Tenants whose jobs have waited for that long get the messages that they lack; usually they lack none. */
async function renewDemand(messageSeconds: number): Promise<number> {
  const waiting = await Database.tx((tx) =>
    tx
      .selectDistinct({ tenantId: job.tenantId })
      .from(job)
      .where(and(eq(job.state, "queued"), lt(job.queuedAt, ago(messageSeconds)))),
  );
  let sent = 0;
  for (const { tenantId } of waiting)
    sent += await Database.tx((tx) => Database.forTenant(tenantId, "repair", () => topUp(tx)));
  return sent;
}

const forgetSpent = () => Database.tx((tx) => tx.delete(demand).where(lt(demand.usedAt, ago(FORGET_SECONDS))));
