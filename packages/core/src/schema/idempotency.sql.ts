import { sql } from "drizzle-orm";
import { index, pgPolicy, pgTable, primaryKey, text } from "drizzle-orm/pg-core";
import { bytea, createdAt, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** A request that was answered under an Idempotency-Key, for a week. */
export const idempotency = pgTable(
  "idempotency",
  {
    /** Member or operator who sent it: keys are theirs alone. */
    actorId: text("actor_id").notNull(),
    key: text("key").notNull(),
    /** Absent for an operator's. */
    tenantId: text("tenant_id").references(() => tenant.id),
    requestSha256: text("request_sha256").notNull(),
    /** The answer, encrypted: it may hold a secret that is shown once. Absent where the request may just run again. */
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
