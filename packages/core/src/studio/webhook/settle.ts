import { and, eq, gt } from "drizzle-orm";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Id from "../../platform/id.ts";
import { getActivityTopic } from "../../platform/signal.ts";
import { notice } from "../../schema/notice.sql.ts";
import type { Posted } from "../../platform/port/index.ts";
import { enqueueNoticeEvents } from "../event/enqueue.ts";
import type { DeliveryAttempt } from "../../schema/webhook.sql.ts";
import { scheduleRetry } from "./retry.ts";
import type { Taken } from "./send.ts";
import { webhook, webhookDelivery } from "../../schema/webhook.sql.ts";

const GONE = 410;

/** Maximum number of attempts that a delivery stores. */
const MOST_ATTEMPTS = 50;

/**
 * Stores the outcome of an attempt and schedules the next one. If another process may have taken the delivery because
 * the attempt took too long, only a success counts.
 */
export async function settle(tx: Database.Tx, taken: Taken, startedAt: Date, posted: Posted): Promise<void> {
  const { webhookId, eventId } = taken;
  const here = and(eq(webhookDelivery.webhookId, webhookId), eq(webhookDelivery.eventId, eventId));
  const [row] = await tx.select().from(webhookDelivery).where(here).for("no key update");
  if (!row) return;
  const now = Context.getPorts().clock.now();
  const attempt: DeliveryAttempt = {
    at: startedAt.toISOString(),
    status: posted.status ?? null,
    durationMs: posted.durationMs,
    error: posted.error ?? null,
  };
  const attempts = [...row.attempts, attempt].slice(-MOST_ATTEMPTS);
  const tries = row.tries + 1;
  if (posted.error === undefined) {
    const done = { state: "delivered", attempts, tries, nextAttemptAt: null, takenUntil: null } as const;
    await tx.update(webhookDelivery).set(done).where(here);
    await tx.update(webhook).set({ lastDeliveredAt: now }).where(eq(webhook.id, webhookId));
    countAttempt("delivered");
    return;
  }
  if (row.state !== "pending" || row.takenUntil?.getTime() !== taken.takenUntil.getTime()) {
    await tx.update(webhookDelivery).set({ attempts }).where(here);
    return;
  }
  const gone = posted.status === GONE;
  const next = gone ? undefined : scheduleRetry(tries, now, posted.retryAfter);
  await tx
    .update(webhookDelivery)
    .set({ state: next ? "pending" : "failed", attempts, tries, nextAttemptAt: next ?? null, takenUntil: null })
    .where(here);
  countAttempt(next ? "retried" : "failed");
  if (next) return;
  if (gone) return disable(tx, taken, "the receiver answered 410 Gone");
  const [delivered] = await tx
    .select({ id: webhook.id })
    .from(webhook)
    .where(and(eq(webhook.id, webhookId), gt(webhook.lastDeliveredAt, row.since)));
  if (!delivered) await disable(tx, taken, `nothing was delivered in ${tries} tries: ${posted.error}`);
}

function countAttempt(outcome: "delivered" | "retried" | "failed"): void {
  const { metrics } = Context.getPorts();
  Database.runAfterCommit(async () => metrics.count("pegbar_webhook_attempts_total", { outcome }));
}

/** Disables a webhook and creates a notice for the studio's admins. */
async function disable(tx: Database.Tx, { webhookId, tenantId }: Taken, reason: string): Promise<void> {
  const [row] = await tx
    .update(webhook)
    .set({ state: "disabled", reason })
    .where(and(eq(webhook.id, webhookId), eq(webhook.state, "active")))
    .returning({ url: webhook.url });
  if (!row) return;
  await dropPending(tx, webhookId);
  const { metrics } = Context.getPorts();
  Database.runAfterCommit(async () => metrics.count("pegbar_webhooks_disabled_total", {}));
  const now = Context.getPorts().clock.now();
  const told = {
    id: Id.create("notice"),
    tenantId,
    type: "webhook.disabled",
    subjectId: webhookId,
    meter: "webhook",
    threshold: 0,
    period: now.toISOString(),
    limit: 0,
    data: { url: row.url, reason },
    createdAt: now,
  };
  await tx.insert(notice).values(told);
  await enqueueNoticeEvents(tx, tenantId, [told]);
  await Database.sendSignal(tx, getActivityTopic(tenantId));
}

/** Fails the pending deliveries of a disabled webhook. They can be replayed. */
export const dropPending = (tx: Database.Tx, webhookId: string) =>
  tx
    .update(webhookDelivery)
    .set({ state: "failed", nextAttemptAt: null, takenUntil: null })
    .where(and(eq(webhookDelivery.webhookId, webhookId), eq(webhookDelivery.state, "pending")));
