import { index, pgTable, text } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { shot } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";

/** An API token: acts as its member, within its scopes. The secret itself is not stored. */
export const apiToken = pgTable(
  "api_token",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    /** The member that it acts as: its creator, or the service member of a token that the studio owns. */
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    createdBy: text("created_by")
      .notNull()
      .references(() => member.id),
    name: text("name").notNull(),
    /** SHA-256 of the secret in hexadecimal. The secret has 190 random bits, so a slow hash would add no security. */
    sha256: text("sha256").notNull().unique(),
    /** Last characters of the secret, to recognize the token. */
    hint: text("hint").notNull(),
    /** Permissions of the token; null for all permissions of its member. */
    verbs: text("verbs").array(),
    /** Shows that it may access; null for all shows of its member. */
    showIds: text("show_ids").array(),
    /** Shot of jobs that name none, in the Comfy API. */
    shotId: text("shot_id").references(() => shot.id),
    expiresAt: at("expires_at").notNull(),
    /** Accurate to the minute. */
    lastUsedAt: at("last_used_at"),
    revokedAt: at("revoked_at"),
    createdAt: createdAt(),
  },
  (t) => [index("api_token_member").on(t.tenantId, t.memberId), tenantPolicy(), platformPolicy(roles.identity)],
);
