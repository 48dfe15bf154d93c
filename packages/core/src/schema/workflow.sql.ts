import { boolean, integer, jsonb, pgTable, text, unique } from "drizzle-orm/pg-core";
import { createdAt, id, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { tenant } from "./tenant.sql.ts";
import type { Graph } from "@pegbar/comfyui";
import type { Form } from "./form.ts";

export const workflow = pgTable(
  "workflow",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    /** Short name in requests, e.g. `paint-layout`. */
    slug: text("slug").notNull(),
    name: text("name").notNull(),
    description: text("description").notNull().default(""),
    retired: boolean("retired").notNull().default(false),
    createdAt: createdAt(),
  },
  (t) => [unique("workflow_slug").on(t.tenantId, t.slug), tenantPolicy()],
);

/** Immutable: the application may insert and read, but not update. */
export const workflowVersion = pgTable(
  "workflow_version",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    workflowId: text("workflow_id")
      .notNull()
      .references(() => workflow.id),
    number: integer("number").notNull(),
    graph: jsonb("graph").$type<Graph>().notNull(),
    form: jsonb("form").$type<Form>().notNull(),
    /** SHA-256 of the RFC 8785 bytes of graph and form. */
    sha256: text("sha256").notNull(),
    class: text("class").notNull(),
    timeLimitSeconds: integer("time_limit_seconds").notNull(),
    publishedBy: text("published_by").references(() => member.id),
    createdAt: createdAt(),
  },
  (t) => [unique("workflow_version_number").on(t.workflowId, t.number), tenantPolicy()],
);
