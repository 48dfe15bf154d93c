import type { WebhookEvent } from "../../schema/webhook.sql.ts";

/** The body of a delivery, as Standard Webhooks recommends it. */
export const toPayload = (type: WebhookEvent, at: Date, data: Record<string, unknown>) => ({
  type,
  timestamp: at.toISOString(),
  data,
});
