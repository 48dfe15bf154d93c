import { eq, lt, sql } from "drizzle-orm";
import * as z from "zod";
import * as Context from "../context.ts";
import { Demand } from "../contract/index.ts";
import * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { outbox } from "./outbox.sql.ts";

/** Work for the media function. */
export const MediaTask = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("verify-input"), tenantId: z.string(), inputId: z.string() }),
  z.strictObject({ task: z.literal("verify-model"), tenantId: z.string(), modelId: z.string() }),
  z.strictObject({ task: z.literal("describe-asset"), tenantId: z.string(), assetId: z.string() }),
  z.strictObject({ task: z.literal("credential-asset"), tenantId: z.string(), assetId: z.string() }),
  /** Removes an upload that another one took the place of. */
  z.strictObject({ task: z.literal("discard"), tenantId: z.string(), key: z.string() }),
]);
export type MediaTask = z.infer<typeof MediaTask>;

/** What a transaction wants done outside of the database once it has committed. */
export type Effect = { to: "queue"; demand: Demand; delaySeconds?: number } | { to: "media"; task: MediaTask };

/**
 * Leaves `effect` with the open transaction. It is done right after the commit; should the process die in between, the
 * relay does it. So every effect may happen twice, and none is lost.
 */
export async function put(tx: Database.Tx, effect: Effect): Promise<void> {
  const id = Id.create("outbox");
  await tx.insert(outbox).values({ id, tenantId: Context.tenantId(), effect });
  Database.afterCommit(async () => {
    const delivered = deliver(id, effect);
    // A worker waits for demand; nobody waits for media longer than it takes anyway.
    if (effect.to === "queue") await delivered;
    else Context.ports().background(delivered);
  });
}

async function deliver(id: string, effect: Effect): Promise<void> {
  if (!(await attemptDelivery(effect))) return;
  Context.ports().background(Database.tx((tx) => tx.delete(outbox).where(eq(outbox.id, id))));
}

async function attemptDelivery(effect: Effect): Promise<boolean> {
  const { queues, log } = Context.ports();
  try {
    if (effect.to === "queue")
      await queues.sendDemand(effect.demand.class, JSON.stringify(effect.demand), effect.delaySeconds);
    else await queues.sendMedia(JSON.stringify(effect.task));
    return true;
  } catch (error) {
    log("warn", "effect not delivered, the relay will", { to: effect.to, error: String(error) });
    return false;
  }
}

const RELAY_BATCH = 100;

/** Delivers what was left over for longer than `olderThanSeconds`. Runs as the dispatch role. Returns how many. */
export async function relay(olderThanSeconds: number): Promise<number> {
  const left = await Database.tx((tx) =>
    tx
      .select({ id: outbox.id, effect: outbox.effect })
      .from(outbox)
      .where(lt(outbox.createdAt, sql`now() - make_interval(secs => ${olderThanSeconds})`))
      .orderBy(outbox.createdAt)
      .limit(RELAY_BATCH),
  );
  let delivered = 0;
  for (const { id, effect } of left) {
    if (!(await attemptDelivery(effect))) continue;
    await Database.tx((tx) => tx.delete(outbox).where(eq(outbox.id, id)));
    delivered++;
  }
  return delivered;
}
