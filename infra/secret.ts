import { isKept } from "./here";

/** Secrets of the platform, set with `sst secret set NAME VALUE` as the bootstrap describes. They must not be lost. */
export const tenantKey = new sst.Secret("TenantKey");
export const leaseKey = new sst.Secret("LeaseKey");
export const ledgerKey = new sst.Secret("LedgerKey");
export const idempotencyKey = new sst.Secret("IdempotencyKey");
export const webhookKey = new sst.Secret("WebhookKey");
export const workerKey = new sst.Secret("WorkerKey");

/** Encrypts stored data: the database, objects, important logs. Rotated every year. */
export const dataKey = new aws.kms.Key(
  "DataKey",
  { description: "Pegbar: database and objects", enableKeyRotation: true, deletionWindowInDays: 30 },
  { protect: isKept },
);
