import { sql } from "drizzle-orm";
import { boolean, jsonb, pgPolicy, pgTable, text, uniqueIndex } from "drizzle-orm/pg-core";
import type { CustomNode, ImageSnapshot } from "@pegbar/comfyui";
import { at, createdAt, id, platformPolicy, roles } from "./columns.ts";

/**
 * A golden image: one build of ComfyUI with its custom nodes. Graphs are checked against the snapshot of its
 * `/object_info`. It belongs to no tenant: all roles read it, and the platform writes it.
 */
export const image = pgTable(
  "image",
  {
    id: id(),
    /** Digest of the snapshot. Workers with another one take no jobs. */
    objectInfoDigest: text("object_info_digest").notNull().unique(),
    comfyuiVersion: text("comfyui_version").notNull(),
    objectInfo: jsonb("object_info").$type<ImageSnapshot["objectInfo"]>().notNull(),
    /** Contents of `nodes.lock.json`, including the reviews of the node classes. */
    customNodes: jsonb("custom_nodes").$type<CustomNode[]>().notNull().default([]),
    /** Digest of the container image; null for a ComfyUI outside of a container. */
    imageDigest: text("image_digest"),
    current: boolean("current").notNull().default(false),
    createdAt: createdAt(),
    /** When it became the current image. */
    registeredAt: at("registered_at").notNull().defaultNow(),
  },
  (t) => [
    uniqueIndex("image_current")
      .on(t.current)
      .where(sql`current`),
    pgPolicy("everybody", { for: "select", to: roles.app, using: sql`true` }),
    platformPolicy(roles.dispatch),
    platformPolicy(roles.operator, "select"),
  ],
);
