import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { at, bytea, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** Event types that a webhook may subscribe to. `webhook.test` is sent to any webhook on request. */
export const subscribable = [
  "job.succeeded",
  "job.failed",
  "job.cancelled",
  "job.held",
  "version.approved",
  "version.retake",
  "notice",
] as const;
export type WebhookEvent = (typeof subscribable)[number] | "webhook.test";

export const webhookStates = ["active", "disabled"] as const;
export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** One attempt to deliver. */
export interface DeliveryAttempt {
  at: string;
  /** HTTP status; null without a response. */
  status: number | null;
  durationMs: number;
  /** Why it failed; null for a success. */
  error: string | null;
}

export const webhookState = pgEnum("webhook_state", webhookStates);
export const deliveryState = pgEnum("webhook_delivery_state", deliveryStates);

const tenantId = () =>
  text("tenant_id")
    .notNull()
    .references(() => tenant.id);

/** A URL of a studio that receives its events. */
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

/** Signing secret of a webhook. After a rotation, the old one also signs until it expires. */
export const webhookSecret = pgTable(
  "webhook_secret",
  {
    id: id(),
    tenantId: tenantId(),
    webhookId: text("webhook_id")
      .notNull()
      .references(() => webhook.id, { onDelete: "cascade" }),
    /** Encrypted and not hashed, because it is needed to sign. */
    sealed: bytea("sealed").notNull(),
    /** Null for the newest secret. */
    expiresAt: at("expires_at"),
    createdAt: createdAt(),
  },
  (t) => [index("webhook_secret_webhook").on(t.webhookId), tenantPolicy(), platformPolicy(roles.webhook)],
);

/** An event for one webhook, written in the transaction that caused it. */
export const webhookDelivery = pgTable(
  "webhook_delivery",
  {
    tenantId: tenantId(),
    /** Not a foreign key: the end of a job must neither wait for nor fail because of the removal of a webhook. */
    webhookId: text("webhook_id").notNull(),
    /** Id of the event, sent as `webhook-id` in every attempt, so that a receiver can detect duplicates. */
    eventId: text("event_id").notNull(),
    type: text("type").$type<WebhookEvent>().notNull(),
    payload: jsonb("payload").$type<Record<string, unknown>>().notNull(),
    state: deliveryState("state").notNull().default("pending"),
    /** The latest attempts, oldest first, including those before a replay. */
    attempts: jsonb("attempts").$type<DeliveryAttempt[]>().notNull().default([]),
    /** Number of attempts since it was created or replayed. */
    tries: integer("tries").notNull().default(0),
    /** When it was created or replayed. */
    since: at("since").notNull().defaultNow(),
    nextAttemptAt: at("next_attempt_at"),
    /** Until then one process sends it. Afterwards another one may take it. */
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
