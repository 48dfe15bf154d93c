import { and, eq } from "drizzle-orm";
import * as z from "zod";
import * as Audit from "../../platform/audit/index.ts";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import * as Id from "../../platform/id.ts";
import { buildFilters, createPaging } from "../../platform/page.ts";
import { subscribable, webhookStates } from "../../schema/webhook.sql.ts";
import { addSecret, requireWebhooks } from "./secret.ts";
import { dropPending } from "./settle.ts";
import { webhook, webhookDelivery } from "../../schema/webhook.sql.ts";

export { listDeliveries, ping, Query as DeliveryQuery, replay } from "./delivery.ts";
export { rotate, Rotation } from "./rotate.ts";
export {
  deliveryStates,
  subscribable,
  webhookStates,
  type DeliveryAttempt,
  type WebhookEvent,
} from "../../schema/webhook.sql.ts";

/** Maximum number of webhooks of a studio, because each event may add a row per webhook. */
const MOST = 20;

const fields = {
  url: z.url().max(2000),
  description: z.string().trim().max(200),
  events: z
    .array(z.enum(subscribable))
    .min(1)
    .max(subscribable.length)
    .transform((events) => subscribable.filter((one) => events.includes(one))),
};
export const Draft = z.strictObject({ ...fields, description: fields.description.default("") });
export const Change = z.strictObject({
  url: fields.url.optional(),
  description: fields.description.optional(),
  events: fields.events.optional(),
  state: z.enum(webhookStates).optional(),
});

type Row = typeof webhook.$inferSelect;
const toAudited = ({ url, description, events, state, reason }: Row) => ({ url, description, events, state, reason });

const pages = createPaging(
  "webhooks",
  { by: webhook.id, field: "id" },
  { created: { by: webhook.id, field: "id" } },
  "-created",
);

/** The studio's webhooks, newest first by default. */
export const list = fn(
  z.strictObject({ ...pages.query.shape, state: z.enum(webhookStates).optional() }),
  ({ sort, cursor, limit, ...wanted }) =>
    Database.tx((tx) =>
      pages.page({ sort, cursor, limit }, ({ where, orderBy, limit: count }) =>
        tx
          .select()
          .from(webhook)
          .where(and(...buildFilters(webhook, wanted), where))
          .orderBy(...orderBy)
          .limit(count),
      ),
    ),
);

export const fromID = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await tx.select().from(webhook).where(eq(webhook.id, id));
    if (!found) throw createNotFoundError("webhook", id);
    return found;
  }),
);

/** Throws a 422 for an address that may not be called. Looks up the host name, so call it before a transaction. */
export async function assertCallable(url: string): Promise<void> {
  const message = await requireWebhooks().refusal(url);
  if (message === undefined) return;
  const remedy = "Give an https address that the public internet reaches.";
  throw new VisibleError("webhook_url_refused", `${message}. ${remedy}`, {
    errors: [{ code: "webhook_url_refused", message, remedy, pointer: "/url" }],
  });
}

/**
 * Creates a webhook. Returns it with its signing secret, which is not shown again. The caller has checked the address
 * with {@link assertCallable}.
 */
export const create = fn(Draft, (draft) =>
  Database.tx(async (tx) => {
    const { tenantId, memberId } = Context.getMember();
    await Database.serialise(`webhooks ${tenantId}`);
    if ((await tx.$count(webhook)) >= MOST)
      throw new VisibleError("conflict", `A studio has ${MOST} webhooks at most. Remove one, or let two share one.`);
    const id = Id.create("webhook");
    const [row] = await tx
      .insert(webhook)
      .values({ id, tenantId, createdBy: memberId, ...draft, createdAt: Context.getPorts().clock.now() })
      .returning();
    if (!row) throw createNotFoundError("webhook", id);
    const secret = await addSecret(tx, tenantId, id);
    await Audit.record(tx, { action: "webhook.create", subject: { type: "webhook", id }, after: toAudited(row) });
    return { ...row, secret };
  }),
);

/** Changes a webhook. A disabled one receives nothing more; its pending deliveries fail and can be replayed. */
export const update = fn(z.object({ id: z.string().max(64), change: Change }), ({ id, change }) =>
  Database.tx(async (tx) => {
    const [before] = await tx.select().from(webhook).where(eq(webhook.id, id)).for("no key update");
    if (!before) throw createNotFoundError("webhook", id);
    const set = Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
    if (Object.keys(set).length === 0) return before;
    const reason = change.state === "active" ? null : "disabled by an admin";
    const [after] = await tx
      .update(webhook)
      .set({ ...set, ...(change.state === undefined || change.state === before.state ? {} : { reason }) })
      .where(eq(webhook.id, id))
      .returning();
    if (!after) throw createNotFoundError("webhook", id);
    if (after.state === "disabled") await dropPending(tx, id);
    await Audit.record(tx, {
      action: "webhook.update",
      subject: { type: "webhook", id },
      before: toAudited(before),
      after: toAudited(after),
    });
    return after;
  }),
);

/** Deletes a webhook with its secrets and deliveries. */
export const remove = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [before] = await tx.delete(webhook).where(eq(webhook.id, id)).returning();
    if (!before) throw createNotFoundError("webhook", id);
    await tx.delete(webhookDelivery).where(eq(webhookDelivery.webhookId, id));
    await Audit.record(tx, { action: "webhook.remove", subject: { type: "webhook", id }, before: toAudited(before) });
  }),
);
