import { sql } from "drizzle-orm";
import { bigint, customType, pgPolicy, pgRole, text, timestamp } from "drizzle-orm/pg-core";

/** Database roles, created by `migrate`. Each connection uses one of them, and none bypasses row-level security. */
export const roles = {
  /** Owns the tables; only migrations use it. */
  owner: pgRole("pegbar_owner").existing(),
  /** The API, for one tenant at a time. */
  app: pgRole("pegbar_app").existing(),
  /** Resolves verified tokens to memberships, across tenants. Reads only people and studios. */
  identity: pgRole("pegbar_identity").existing(),
  /**
   * Work API, relay, reconciler and janitor: reads jobs of all tenants and rows without a tenant; other rows only after
   * entering a tenant.
   */
  dispatch: pgRole("pegbar_dispatch").existing(),
  /** Operators: studios, their quotas, the fleet. Reads no jobs, images or prompts. */
  operator: pgRole("pegbar_operator").existing(),
  /** The only writer of the log. */
  sequencer: pgRole("pegbar_sequencer").existing(),
  /** Public data: heads and hashes of the logs. */
  public: pgRole("pegbar_public").existing(),
  /** Sends webhooks of all tenants. Reads only webhooks and deliveries. */
  webhook: pgRole("pegbar_webhook").existing(),
};

export const bytea = customType<{ data: Uint8Array }>({ dataType: () => "bytea" });
export const id = () => text("id").primaryKey();
export const at = (name: string) => timestamp(name, { withTimezone: true, precision: 3, mode: "date" });
export const createdAt = () => at("created_at").notNull().defaultNow();

/** Id of the transaction that wrote the row. Transactions do not commit in this order: see activity. */
export const transaction = () =>
  bigint("transaction", { mode: "number" })
    .notNull()
    .default(sql`pg_current_xact_id()::text::bigint`);

const own = sql`tenant_id = (select app.tenant())`;

/** A row is visible to its tenant only. Every tenant table has this policy. */
export const tenantPolicy = () =>
  pgPolicy("tenant", { for: "all", to: [roles.app, roles.dispatch, roles.sequencer], using: own, withCheck: own });

/** Lets a platform role see the rows of all tenants. */
export const platformPolicy = (role: (typeof roles)[keyof typeof roles], verb: "all" | "select" = "all") =>
  pgPolicy(`platform_${role.name}_${verb}`, {
    for: verb,
    to: role,
    using: sql`true`,
    ...(verb === "all" ? { withCheck: sql`true` } : {}),
  });
