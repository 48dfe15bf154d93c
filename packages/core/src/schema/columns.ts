import { sql } from "drizzle-orm";
import { bigint, customType, pgPolicy, pgRole, text, timestamp } from "drizzle-orm/pg-core";

/** Database roles. `migrate` makes them; each connection is one of them; none bypasses row-level security. */
export const roles = {
  /** Owns the tables; used by migrations alone. */
  owner: pgRole("pegbar_owner").existing(),
  /** The API, for one tenant at a time. */
  app: pgRole("pegbar_app").existing(),
  /** Resolves a verified token to memberships, across tenants; sees people and studios alone. */
  identity: pgRole("pegbar_identity").existing(),
  /** Work API, relay, repair: sees jobs of all tenants and what is nobody's, the rest only after entering a tenant. */
  dispatch: pgRole("pegbar_dispatch").existing(),
  /** The operator's: studios, their quotas, the fleet. Sees no job, no picture, no prompt. */
  operator: pgRole("pegbar_operator").existing(),
  /** The only writer of the log. */
  sequencer: pgRole("pegbar_sequencer").existing(),
  /** What everybody may read without signing in: heads and hashes of the logs. */
  public: pgRole("pegbar_public").existing(),
  /** Sends webhooks of all tenants: sees them and what is to be sent, and nothing else. */
  webhook: pgRole("pegbar_webhook").existing(),
};

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
export const id = () => text("id").primaryKey();
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
export const createdAt = () => at("created_at").notNull().defaultNow();

/** The transaction that wrote a row. Its order is that of beginnings, not of commits: see activity. */
export const transaction = () =>
  bigint("transaction", { mode: "number" })
    .notNull()
    .default(sql`pg_current_xact_id()::text::bigint`);

const own = sql`tenant_id = (select app.tenant())`;

/** A row is there for its tenant and for nobody else. Every tenant table carries this policy. */
export const tenantPolicy = () =>
  pgPolicy("tenant", { for: "all", to: [roles.app, roles.dispatch, roles.sequencer], using: own, withCheck: own });

/** Lets one platform role see the rows of all tenants. */
export const platformPolicy = (role: (typeof roles)[keyof typeof roles], verb: "all" | "select" = "all") =>
  pgPolicy(`platform_${role.name}_${verb}`, {
    for: verb,
    to: role,
    using: sql`true`,
    ...(verb === "all" ? { withCheck: sql`true` } : {}),
  });
