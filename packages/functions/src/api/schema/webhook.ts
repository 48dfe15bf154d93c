import * as z from "zod";
import * as Core from "@pegbar/core/studio/webhook";
import { Time } from "./parts.ts";

export const Webhook = z
  .object({
    id: z.string(),
    url: z.string(),
    description: z.string(),
    events: z.array(z.enum(Core.subscribable)),
    state: z.enum(Core.webhookStates),
    /** Why it is disabled. */
    reason: z.string().nullable(),
    createdBy: z.string(),
    lastDeliveredAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "Webhook" });

export const NewWebhook = Webhook.extend({ secret: z.string() }).meta({ id: "NewWebhook" });

export const NewWebhookSecret = z
  .object({
    secret: z.string(),
    /** Until then, deliveries are also signed with the old secret. */
    oldExpiresAt: Time.nullable(),
  })
  .meta({ id: "NewWebhookSecret" });

export const Delivery = z
  .object({
    /** Id of the event, and `webhook-id` of each attempt. */
    id: z.string(),
    type: z.enum([...Core.subscribable, "webhook.test"]),
    state: z.enum(Core.deliveryStates),
    /** The body as sent. */
    payload: z.record(z.string(), z.unknown()),
    attempts: z.array(
      z.object({
        at: Time,
        /** HTTP status; null without a response. */
        status: z.int().nullable(),
        durationMs: z.number(),
        error: z.string().nullable(),
      }),
    ),
    nextAttemptAt: Time.nullable(),
    createdAt: Time,
  })
  .meta({ id: "WebhookDelivery" });
