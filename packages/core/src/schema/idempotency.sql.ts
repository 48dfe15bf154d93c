import { sql } from "drizzle-orm";
import { index, pgPolicy, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, createdAt, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** A request with an Idempotency-Key and its response, kept for a week. */
export const idempotency = pgTable(
  "idempotency",
  {
    /** Member or operator who sent it. Keys of others are separate. */
    actorId: text("actor_id").notNull(),
    key: text("key").notNull(),
    /** Null for an operator's request. */
    tenantId: text("tenant_id").references(() => tenant.id),
    requestSha256: text("request_sha256").notNull(),
    /**
     * The response, encrypted because it may contain a secret that is shown once. Null for requests that may run again.
     */
    sealedAnswer: bytea("sealed_answer"),
    createdAt: createdAt(),
  },
  (t) => [
    primaryKey({ columns: [t.actorId, t.key] }),
    index("idempotency_age").on(t.createdAt),
    tenantPolicy(),
    pgPolicy("operator", {
      for: "all",
      to: roles.operator,
      using: sql`tenant_id is null`,
      withCheck: sql`tenant_id is null`,
    }),
    platformPolicy(roles.dispatch),
  ],
);
