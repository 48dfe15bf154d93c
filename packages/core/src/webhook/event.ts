/** What a webhook may subscribe to. `webhook.test` reaches every webhook, when somebody asks for it. */
export const subscribable = ["job.succeeded", "job.failed", "job.cancelled", "job.held", "notice"] as const;
export type WebhookEvent = (typeof subscribable)[number] | "webhook.test";

export const webhookStates = ["active", "disabled"] as const;
export const deliveryStates = ["pending", "delivered", "failed"] as const;

/** One try to deliver. */
export interface Attempt {
  at: string;
  /** HTTP status, null when no answer came. */
  status: number | null;
  durationMs: number;
  /** Why it failed; null when it did not. */
  error: string | null;
}

/** The body of a delivery, as Standard Webhooks recommends it. */
export const payloadOf = (type: WebhookEvent, at: Date, data: Record<string, unknown>) => ({
  type,
  timestamp: at.toISOString(),
  data,
});
