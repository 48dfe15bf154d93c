import { isKept } from "./here";

/** Keys that nobody may know and nobody may lose: `sst secret set NAME VALUE`, made as the bootstrap says. */
export const tenantKey = new sst.Secret("TenantKey");
export const leaseKey = new sst.Secret("LeaseKey");
export const ledgerKey = new sst.Secret("LedgerKey");
export const idempotencyKey = new sst.Secret("IdempotencyKey");
export const webhookKey = new sst.Secret("WebhookKey");
export const workerKey = new sst.Secret("WorkerKey");

/** Encrypts what the platform keeps: database, objects, logs of importance. Rotated every year. */
export const dataKey = new aws.kms.Key(
  "DataKey",
  { description: "Pegbar: database and objects", enableKeyRotation: true, deletionWindowInDays: 30 },
  { protect: isKept },
);
