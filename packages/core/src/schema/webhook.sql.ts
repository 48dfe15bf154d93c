import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, bytea, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** What a webhook may subscribe to. `webhook.test` reaches every webhook, when somebody asks for it. */
export const subscribable = ["job.succeeded", "job.failed", "job.cancelled", "job.held", "notice"] as const;
export type WebhookEvent = (typeof subscribable)[number] | "webhook.test";

export const webhookStates = ["active", "disabled"] as const;
export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** One try to deliver. */
export interface DeliveryAttempt {
  at: string;
  /** HTTP status, null when no answer came. */
  status: number | null;
  durationMs: number;
  /** Why it failed; null when it did not. */
  error: string | null;
}

export const webhookState = pgEnum("webhook_state", webhookStates);
export const deliveryState = pgEnum("webhook_delivery_state", deliveryStates);

const tenantId = () =>
  text("tenant_id")
    .notNull()
    .references(() => tenant.id);

/** An address of a studio's that is told what happens there. */
export const webhook = pgTable(
  "webhook",
  {
    id: id(),
    tenantId: tenantId(),
    url: text("url").notNull(),
    description: text("description").notNull().default(""),
    events: text("events").array().$type<WebhookEvent[]>().notNull(),
    state: webhookState("state").notNull().default("active"),
    /** Why it is disabled, for people. */
    reason: text("reason"),
    createdBy: text("created_by")
      .notNull()
      .references(() => member.id),
    lastDeliveredAt: at("last_delivered_at"),
    createdAt: createdAt(),
  },
  (t) => [index("webhook_tenant").on(t.tenantId, t.id.desc()), tenantPolicy(), platformPolicy(roles.webhook)],
);

/** What a webhook signs with. After a rotation the old one signs too, until it expires. */
export const webhookSecret = pgTable(
  "webhook_secret",
  {
    id: id(),
    tenantId: tenantId(),
    webhookId: text("webhook_id")
      .notNull()
      .references(() => webhook.id, { onDelete: "cascade" }),
    /** Encrypted: it signs, so that a hash would not do. */
    sealed: bytea("sealed").notNull(),
    /** Null for the newest. */
    expiresAt: at("expires_at"),
    createdAt: createdAt(),
  },
  (t) => [index("webhook_secret_webhook").on(t.webhookId), tenantPolicy(), platformPolicy(roles.webhook)],
);

/** One event on its way to one webhook, written in the transaction that caused it. */
export const webhookDelivery = pgTable(
  "webhook_delivery",
  {
    tenantId: tenantId(),
    /** References nothing: the end of a job must neither wait for somebody who removes the webhook nor fail by it. */
    webhookId: text("webhook_id").notNull(),
    /** The same in every try, as `webhook-id`: by it a receiver knows what it has already had. */
    eventId: text("event_id").notNull(),
    type: text("type").$type<WebhookEvent>().notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    state: deliveryState("state").notNull().default("pending"),
    /** The latest tries, oldest first, those before a replay too. */
    attempts: jsonb("attempts").$type<DeliveryAttempt[]>().notNull().default([]),
    /** Tries since it was made or replayed. */
    tries: integer("tries").notNull().default(0),
    /** When it was made or replayed. */
    since: at("since").notNull().defaultNow(),
    nextAttemptAt: at("next_attempt_at"),
    /** Until then somebody is sending it; later it is anybody's again. */
    takenUntil: at("taken_until"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.webhookId, t.eventId] }),
    index("webhook_delivery_due")
      .on(t.webhookId, t.nextAttemptAt)
      .where(sql`state = 'pending'`),
    index("webhook_delivery_taken")
      .on(t.takenUntil)
      .where(sql`state = 'pending' and taken_until is not null`),
    index("webhook_delivery_age").on(t.createdAt),
    tenantPolicy(),
    platformPolicy(roles.webhook),
  ],
);
