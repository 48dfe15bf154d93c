import { sql } from "drizzle-orm";
import { bigint, index, jsonb, pgEnum, pgPolicy, pgTable, primaryKey, text, uniqueIndex } from "drizzle-orm/pg-core";
import { at, createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import type { ProblemDetail } from "../platform/error/index.ts";
import { show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";

export const modelStatus = pgEnum("model_status", ["active", "revoked", "announced", "checking", "refused"]);

/** A registered model file. Without a tenant it is shared by all studios. A studio cannot see the models of others. */
export const model = pgTable(
  "model",
  {
    id: id(),
    tenantId: text("tenant_id").references(() => tenant.id),
    /** File name that graphs use, e.g. `sd15.safetensors`. */
    fileName: text("file_name").notNull(),
    /** Kind: checkpoint, lora, vae, controlnet … */
    kind: text("kind").notNull(),
    name: text("name").notNull(),
    sha256: text("sha256").notNull(),
    bytes: bigint("bytes", { mode: "number" }),
    family: text("family").notNull(),
    licence: text("licence").notNull(),
    /** Required GPU memory in MiB. */
    vramMib: bigint("vram_mib", { mode: "number" }).notNull().default(0),
    status: modelStatus("status").notNull().default("active"),
    /** Key of an uploaded file; null for files that are part of the image. */
    key: text("key"),
    /** SHA-256 of each part of a file that is uploaded in parts. */
    partSha256s: text("part_sha256s").array(),
    /** When its file was last announced. */
    announcedAt: at("announced_at").notNull().defaultNow(),
    /** Why an uploaded file was refused. */
    refusal: jsonb("refusal").$type<ProblemDetail>(),
    createdAt: createdAt(),
  },
  (t) => [
    uniqueIndex("model_file_name_shared")
      .on(t.kind, t.fileName)
      .where(sql`tenant_id is null`),
    uniqueIndex("model_file_name_own")
      .on(t.tenantId, t.kind, t.fileName)
      .where(sql`tenant_id is not null`),
    index("model_announced")
      .on(t.tenantId, t.announcedAt)
      .where(sql`status = 'announced'`),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
    pgPolicy("shared_operator", {
      for: "all",
      to: roles.operator,
      using: sql`tenant_id is null`,
      withCheck: sql`tenant_id is null`,
    }),
    pgPolicy("shared", { for: "select", to: [roles.app, roles.dispatch], using: sql`tenant_id is null` }),
  ],
);

/** The shows that a tenant's admin has cleared a model for. */
export const modelClearance = pgTable(
  "model_clearance",
  {
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    modelId: text("model_id")
      .notNull()
      .references(() => model.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
  },
  (t) => [primaryKey({ columns: [t.modelId, t.showId] }), index("model_clearance_show").on(t.showId), tenantPolicy()],
);
