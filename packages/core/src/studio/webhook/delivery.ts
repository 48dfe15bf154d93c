import { and, eq } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { WEBHOOKS_TOPIC } from "../../platform/signal.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { toPayload } from "../event/payload.ts";
import { deliveryStates, subscribable } from "../../schema/webhook.sql.ts";
import { webhook, webhookDelivery } from "../../schema/webhook.sql.ts";

const id = z.string().max(64);

const pages = createPaging(
  "webhook deliveries",
  { by: webhookDelivery.eventId, field: "eventId" },
  { created: { by: webhookDelivery.eventId, field: "eventId" } },
  "-created",
);

export const Query = z.strictObject({
  ...pages.query.shape,
  state: z.enum(deliveryStates).optional(),
  type: z.enum([...subscribable, "webhook.test"]).optional(),
});

/** Deliveries of a webhook, sent and pending, newest first by default. */
export const listDeliveries = fn(
  z.object({ webhookId: id, query: Query }),
  ({ webhookId, query: { sort, cursor, limit, ...wanted } }) =>
    Database.tx(async (tx) => {
      await assertExists(tx, webhookId);
      return pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(webhookDelivery)
          .where(and(eq(webhookDelivery.webhookId, webhookId), ...buildFilters(webhookDelivery, wanted), where))
          .orderBy(...orderBy)
          .limit(count),
      );
    }),
);

/** Sends a test event, to find out whether the receiver responds and verifies signatures. */
export const ping = fn(id, (webhookId) =>
  Database.tx(async (tx) => {
    const { tenantId } = await assertActive(tx, webhookId);
    const now = Context.getPorts().clock.now();
    const [row] = await tx
      .insert(webhookDelivery)
      .values({
        tenantId,
        webhookId,
        eventId: Id.create("event"),
        type: "webhook.test",
        payload: toPayload("webhook.test", now, { webhookId, by: Context.getMember().name }),
        since: now,
        nextAttemptAt: now,
        createdAt: now,
      })
      .returning();
    if (!row) throw createNotFoundError("webhook", webhookId);
    await Audit.record(tx, {
      action: "webhook.test",
      subject: { type: "webhook", id: webhookId },
      after: { deliveryId: row.eventId },
    });
    return row;
  }),
);

/** Sends the same event again, with a new series of attempts. If an attempt is running, it counts as the first. */
export const replay = fn(z.object({ webhookId: id, eventId: id }), ({ webhookId, eventId }) =>
  Database.tx(async (tx) => {
    await assertActive(tx, webhookId);
    const now = Context.getPorts().clock.now();
    const [row] = await tx
      .update(webhookDelivery)
      .set({ state: "pending", tries: 0, since: now, nextAttemptAt: now })
      .where(and(eq(webhookDelivery.webhookId, webhookId), eq(webhookDelivery.eventId, eventId)))
      .returning();
    if (!row) throw createNotFoundError("delivery", eventId);
    await Database.sendSignal(tx, WEBHOOKS_TOPIC);
    await Audit.record(tx, {
      action: "webhook.replay",
      subject: { type: "webhook", id: webhookId },
      after: { deliveryId: eventId },
    });
    return row;
  }),
);

async function assertExists(tx: Database.Tx, webhookId: string) {
  const [row] = await tx.select().from(webhook).where(eq(webhook.id, webhookId));
  if (!row) throw createNotFoundError("webhook", webhookId);
  return row;
}

async function assertActive(tx: Database.Tx, webhookId: string) {
  const row = await assertExists(tx, webhookId);
  if (row.state === "active") return row;
  throw new VisibleError("conflict", 'This webhook is disabled. Make it active first: PATCH with {"state": "active"}.');
}
