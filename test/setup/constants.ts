import type { Passwords } from "@pegbar/core/platform/database/migrate.ts";

export const ISSUER = "http://127.0.0.1:1/test";
/** Migrated database that test databases are copied from. */
export const TEMPLATE = "pegbar_template";
/** The same with the two studios that `npm start` seeds. */
export const SEEDED_TEMPLATE = "pegbar_seeded";
export const TENANT_KEY = Buffer.alloc(32, 7);
export const LEASE_KEY = Buffer.alloc(32, 9);
export const IDEMPOTENCY_KEY = Buffer.alloc(32, 17);
export const LEDGER_KEY = Buffer.alloc(32, 13);
export const WEBHOOK_KEY = Buffer.alloc(32, 11);
export const WORKER_KEY = "w".repeat(64);
export const PASSWORDS: Passwords = {
  owner: "owner",
  app: "app",
  identity: "identity",
  dispatch: "dispatch",
  operator: "operator",
  sequencer: "sequencer",
  webhook: "webhook",
  public: "public",
};
