/** Channel topics of the logs: that a record waits, and that a studio's checkpoint is published. */
export const INTENT_TOPIC = "ledger:intent";
export const checkpointTopic = (tenantId: string) => `ledger:${tenantId}`;
