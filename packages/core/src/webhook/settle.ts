import { and, eq, gt, sql } from "drizzle-orm";
import * as Context from "../context.ts";
import type * as Database from "../database/index.ts";
import * as Id from "../id.ts";
import { notice } from "../notice/notice.sql.ts";
import type { Posted } from "../port/index.ts";
import type { Attempt } from "./event.ts";
import { nextTry } from "./retry.ts";
import type { Taken } from "./send.ts";
import { webhook, webhookDelivery } from "./webhook.sql.ts";

const GONE = 410;

/** Keeps how a try went and what follows from it. Of one that somebody else has taken meanwhile only the success counts. */
export async function settle(tx: Database.Tx, taken: Taken, startedAt: Date, posted: Posted): Promise<void> {
  const now = Context.ports().clock.now();
  const ok = posted.error === undefined;
  const tries = taken.tries + 1;
  const attempt: Attempt = {
    at: startedAt.toISOString(),
    status: posted.status ?? null,
    durationMs: posted.durationMs,
    error: posted.error ?? null,
  };
  const next = ok || posted.status === GONE ? undefined : nextTry(tries, now, posted.retryAfter);
  const [mine] = await tx
    .update(webhookDelivery)
    .set({
      state: ok ? "delivered" : next ? "pending" : "failed",
      attempts: sql`${webhookDelivery.attempts} || ${JSON.stringify(attempt)}::jsonb`,
      tries,
      nextAttemptAt: next ?? null,
      takenUntil: null,
    })
    .where(
      and(
        eq(webhookDelivery.webhookId, taken.webhookId),
        eq(webhookDelivery.eventId, taken.eventId),
        eq(webhookDelivery.state, "pending"),
        ok ? undefined : eq(webhookDelivery.takenUntil, taken.takenUntil),
      ),
    )
    .returning({ eventId: webhookDelivery.eventId });
  if (ok) {
    await tx.update(webhook).set({ lastDeliveredAt: now }).where(eq(webhook.id, taken.webhookId));
    return;
  }
  if (!mine || next) return;
  if (posted.status === GONE) return disable(tx, taken, "the receiver answered 410 Gone");
  const [delivered] = await tx
    .select({ id: webhook.id })
    .from(webhook)
    .where(and(eq(webhook.id, taken.webhookId), gt(webhook.lastDeliveredAt, taken.since)));
  if (!delivered) await disable(tx, taken, `nothing was delivered in ${tries} tries: ${posted.error ?? ""}`);
}

/** Sends nothing more to a webhook and tells the studio's admins. */
async function disable(tx: Database.Tx, { webhookId, tenantId }: Taken, reason: string): Promise<void> {
  const [row] = await tx
    .update(webhook)
    .set({ state: "disabled", reason })
    .where(and(eq(webhook.id, webhookId), eq(webhook.state, "active")))
    .returning({ url: webhook.url });
  if (!row) return;
  await dropPending(tx, webhookId);
  const now = Context.ports().clock.now();
  await tx.insert(notice).values({
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
  });
}

/** What is on its way to a disabled webhook fails; it can be replayed. */
export const dropPending = (tx: Database.Tx, webhookId: string) =>
  tx
    .update(webhookDelivery)
    .set({ state: "failed", nextAttemptAt: null, takenUntil: null })
    .where(and(eq(webhookDelivery.webhookId, webhookId), eq(webhookDelivery.state, "pending")));
