/** Signal topics of the ledger: a record is pending, and a studio's checkpoint was published. */
export const PENDING_TOPIC = "ledger:intent";
export const getCheckpointTopic = (tenantId: string) => `ledger:${tenantId}`;
