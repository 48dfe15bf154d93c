import { and, eq, lt, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import { Demand } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { tenant } from "../tenant/tenant.sql.ts";
import { outbox } from "./outbox.sql.ts";

/** Work for the media function. */
export const MediaTask = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("verify-input"), tenantId: z.string(), inputId: z.string() }),
  z.strictObject({ task: z.literal("verify-model"), tenantId: z.string(), modelId: z.string() }),
  z.strictObject({ task: z.literal("describe-asset"), tenantId: z.string(), assetId: z.string() }),
  z.strictObject({ task: z.literal("credential-asset"), tenantId: z.string(), assetId: z.string() }),
]);
export type MediaTask = z.infer<typeof MediaTask>;

/** What a transaction wants done outside of the database once it has committed. */
export type Effect =
  | { to: "queue"; demand: Demand; delaySeconds?: number }
  | { to: "media"; task: MediaTask }
  /** The gateway learns of a studio, or of its other tier. */
  | { to: "plan" };

/**
 * Leaves `effect` with the open transaction. It is done right after the commit; should the process die in between, the
 * relay does it. So every effect may happen twice, and none is lost.
 */
export async function put(tx: Database.Tx, effect: Effect): Promise<void> {
  const id = Id.create("outbox");
  const tenantId = Context.tenantId();
  await tx.insert(outbox).values({ id, tenantId, effect });
  Database.afterCommit(async () => {
    const delivered = deliver(id, tenantId, effect);
    // A worker waits for demand; nobody waits for the others longer than it takes anyway.
    if (effect.to === "queue") await delivered;
    else Context.ports().background(delivered);
  });
}

async function deliver(id: string, tenantId: string, effect: Effect): Promise<void> {
  if (effect.to === "plan" && !Context.ports().plans) return;
  if (!(await attemptDelivery(tenantId, effect))) return;
  Context.ports().background(Database.tx((tx) => tx.delete(outbox).where(eq(outbox.id, id))));
}

async function attemptDelivery(tenantId: string, effect: Effect): Promise<boolean> {
  const { queues, log } = Context.ports();
  try {
    if (effect.to === "queue")
      await queues.sendDemand(effect.demand.class, tenantId, JSON.stringify(effect.demand), effect.delaySeconds);
    if (effect.to === "media") {
      const body = JSON.stringify(effect.task);
      await (effect.task.task === "verify-model"
        ? queues.sendModels(tenantId, body)
        : queues.sendMedia(tenantId, body));
    }
    if (effect.to === "plan") await assign(tenantId);
    return true;
  } catch (error) {
    log("warn", "effect not delivered, the relay will", { to: effect.to, error: String(error) });
    return false;
  }
}

/** As it is now and not as it was then: the last of several says the same as the first. */
async function assign(tenantId: string): Promise<void> {
  const { plans } = Context.ports();
  if (!plans) throw new Error("no gateway to tell");
  const [found] = await Database.tx((tx) =>
    tx.select({ tier: tenant.tier }).from(tenant).where(eq(tenant.id, tenantId)),
  );
  if (found) await plans.assign(tenantId, found.tier);
}

const RELAY_BATCH = 100;

/** Delivers what was left over for longer than `olderThanSeconds`. Runs as the dispatch role. Returns how many. */
export async function relay(olderThanSeconds: number): Promise<number> {
  const isMine = Context.ports().plans ? undefined : sql`${outbox.effect} ->> 'to' <> 'plan'`;
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
    // Nobody but the relay knows the gateway: that is no repair.
    if (effect.to !== "plan") delivered++;
  }
  return delivered;
}
