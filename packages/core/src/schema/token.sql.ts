import { index, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** An API token: acts as its member, within its scopes. The secret itself is kept nowhere. */
export const apiToken = pgTable(
  "api_token",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    /** As whom it acts: who made it, or the service member of a token that the studio owns. */
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    createdBy: text("created_by")
      .notNull()
      .references(() => member.id),
    name: text("name").notNull(),
    /** SHA-256 of the secret, hex. It holds 190 random bits: a slow hash would add nothing. */
    sha256: text("sha256").notNull().unique(),
    /** The last characters, for people to know it by. */
    hint: text("hint").notNull(),
    /** Verbs it may use; null for all of its member's. */
    verbs: text("verbs").array(),
    /** Shows it may reach; null for all of its member's. */
    showIds: text("show_ids").array(),
    expiresAt: at("expires_at").notNull(),
    /** To the minute. */
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [index("api_token_member").on(t.tenantId, t.memberId), tenantPolicy(), platformPolicy(roles.identity)],
);
