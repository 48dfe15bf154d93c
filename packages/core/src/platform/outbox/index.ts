import { and, eq, inArray, lt, sql } from "drizzle-orm";
import { coalesce } from "../coalesce.ts";
import * as Context from "../context.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { tenant } from "../../schema/tenant.sql.ts";
import { outbox, type Effect } from "../../schema/outbox.sql.ts";

export { MediaTask, type Effect } from "../../schema/outbox.sql.ts";

/**
 * Stores an effect in the open transaction and runs it right after the commit. If the process is killed in between, the
 * relay runs it. Every effect runs at least once.
 */
export const enqueueEffect = (tx: Database.Tx, effect: Effect): Promise<void> => enqueueEffects(tx, [effect]);

/** Enqueues several effects. */
export async function enqueueEffects(tx: Database.Tx, effects: readonly Effect[]): Promise<void> {
  const tenantId = Context.getTenantId();
  const rows = effects.map((effect) => ({ id: Id.create("outbox"), tenantId, effect }));
  await tx.insert(outbox).values(rows);
  for (const { id, effect } of rows)
    Database.runAfterCommit(async () => {
      const delivered = deliver(id, tenantId, effect);
      // Tickets are sent first, because a worker waits for them.
      if (effect.to === "queue") await delivered;
      else Context.getPorts().background(delivered);
    });
}

async function deliver(id: string, tenantId: string, effect: Effect): Promise<void> {
  if (effect.to === "plan" && !Context.getPorts().plans) return;
  if (!(await attemptDelivery(tenantId, effect))) return;
  const { database, background } = Context.getPorts();
  background(deleteDelivered(database, `${Context.getActor().type} ${tenantId}`, id));
}

const MAX_DELETES = 100;
/** Deletes delivered effects, grouped by actor and tenant. */
const deleteDelivered = coalesce(async (ids: readonly string[]) => {
  await Database.tx((tx) => tx.delete(outbox).where(inArray(outbox.id, [...ids])));
  return ids.map(() => ({ status: "fulfilled" as const, value: undefined }));
}, MAX_DELETES);

async function attemptDelivery(tenantId: string, effect: Effect): Promise<boolean> {
  const { queues, log } = Context.getPorts();
  try {
    // Stored by an earlier version with another field name. The reconciler issues the ticket again.
    if (effect.to === "queue" && !("ticket" in effect)) return true;
    if (effect.to === "queue")
      await queues.sendTicket(effect.ticket.class, tenantId, JSON.stringify(effect.ticket), effect.delaySeconds);
    if (effect.to === "media") {
      const body = JSON.stringify(effect.task);
      if (effect.task.task === "verify-model") await queues.sendModels(tenantId, body);
      else if (effect.task.task === "make-rendition") await queues.sendRendition(tenantId, body);
      else await queues.sendMedia(tenantId, body);
    }
    if (effect.to === "plan") await assignUsagePlan(tenantId);
    return true;
  } catch (error) {
    log("warn", "effect not delivered, the relay will retry", { to: effect.to, error });
    return false;
  }
}

/** Assigns the studio's current tier, so that the order of several effects does not matter. */
async function assignUsagePlan(tenantId: string): Promise<void> {
  const { plans } = Context.getPorts();
  if (!plans) throw new Error("this process has no API gateway");
  const [found] = await Database.tx((tx) =>
    tx.select({ tier: tenant.tier }).from(tenant).where(eq(tenant.id, tenantId)),
  );
  if (found) await plans.assign(tenantId, found.tier);
}

const RELAY_BATCH = 100;

/** Runs the effects that are older than `olderThanSeconds`. Runs as the dispatch role. Returns how many. */
export async function relay(olderThanSeconds: number): Promise<number> {
  const isMine = Context.getPorts().plans ? undefined : sql`${outbox.effect} ->> 'to' <> 'plan'`;
  const left = await Database.tx((tx) =>
    tx
      .select({ id: outbox.id, tenantId: outbox.tenantId, effect: outbox.effect })
      .from(outbox)
      .where(and(lt(outbox.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`), isMine))
      .orderBy(outbox.createdAt)
      .limit(RELAY_BATCH),
  );
  let delivered = 0;
  for (const { id, tenantId, effect } of left) {
    if (!(await attemptDelivery(tenantId, effect))) continue;
    await Database.tx((tx) => tx.delete(outbox).where(eq(outbox.id, id)));
    // Not counted as late, because only the relay can reach the gateway.
    if (effect.to !== "plan") delivered++;
  }
  return delivered;
}

/** Whether an effect has not been delivered for that long. Runs as the dispatch role. */
export const isLate = (seconds: number): Promise<boolean> =>
  Database.tx(async (tx) => {
    const [late] = await tx
      .select({ id: outbox.id })
      .from(outbox)
      .where(lt(outbox.createdAt, sql`now() - make_interval(secs => ${seconds})`))
      .limit(1);
    return late !== undefined;
  });
