import { sql } from "drizzle-orm";
import { pgPolicy, pgTable, text } from "drizzle-orm/pg-core";
import { at, platformPolicy, roles } from "./columns.ts";

/** Components that run in the background, by the database role that they report with. */
const reporters = {
  dispatch: ["reconciler", "janitor"],
  sequencer: ["sequencer"],
  webhook: ["webhooks"],
} as const;
export type ReportingComponent = (typeof reporters)[keyof typeof reporters][number];

/** A role writes the rows of its own components only. */
const writePolicies = Object.entries(reporters).map(([role, names]) => {
  const own = sql.raw(`name in (${names.map((name) => `'${name}'`).join(", ")})`);
  return pgPolicy(`own_${role}`, { for: "all", to: roles[role as keyof typeof reporters], using: own, withCheck: own });
});

/**
 * When each background component last completed a round of its work. Public: contains nothing about studios. The rows are
 * created by a migration.
 */
export const componentRun = pgTable(
  "component_run",
  {
    name: text("name").$type<ReportingComponent>().primaryKey(),
    ranAt: at("ran_at").notNull().defaultNow(),
    /** Since when its rounds complete, but what it works on is late or fails; null if it does not. */
    failingSince: at("failing_since"),
  },
  () => [...writePolicies, platformPolicy(roles.public, "select")],
);
