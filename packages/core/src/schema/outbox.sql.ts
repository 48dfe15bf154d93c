import { index, integer, jsonb, pgTable, text } from "drizzle-orm/pg-core";
import * as z from "zod";
import type { DispatchTicket } from "../contract/index.ts";
import { createdAt, id, platformPolicy, roles, tenantPolicy } from "./columns.ts";
import { tenant } from "./tenant.sql.ts";

/** A task of the media function. */
export const MediaTask = z.discriminatedUnion("task", [
  z.strictObject({ task: z.literal("verify-input"), tenantId: z.string(), inputId: z.string() }),
  z.strictObject({ task: z.literal("verify-inputs"), tenantId: z.string(), inputIds: z.array(z.string()).min(1) }),
  z.strictObject({ task: z.literal("verify-model"), tenantId: z.string(), modelId: z.string() }),
  z.strictObject({ task: z.literal("describe-asset"), tenantId: z.string(), assetId: z.string() }),
  z.strictObject({ task: z.literal("credential-asset"), tenantId: z.string(), assetId: z.string() }),
  z.strictObject({ task: z.literal("make-rendition"), tenantId: z.string(), renditionId: z.string() }),
  /** Make the watermarked pictures of a version for a share link. */
  z.strictObject({
    task: z.literal("watermark-version"),
    tenantId: z.string(),
    shareLinkId: z.string(),
    versionId: z.string(),
  }),
  /** Compute hashes of files that were stored before they were recorded. */
  z.strictObject({ task: z.literal("hash-files"), tenantId: z.string() }),
]);
export type MediaTask = z.infer<typeof MediaTask>;

/** An action outside of the database that follows a committed transaction. */
export type Effect =
  | { to: "queue"; ticket: DispatchTicket; delaySeconds?: number }
  | { to: "media"; task: MediaTask }
  /** Assign the studio to the usage plan of its tier. */
  | { to: "plan" };

/** Effects of committed transactions that have not been delivered. Delivered ones are deleted. */
export const outbox = pgTable(
  "outbox",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    effect: jsonb("effect").$type<Effect>().notNull(),
    attempts: integer("attempts").notNull().default(0),
    createdAt: createdAt(),
  },
  (t) => [index("outbox_age").on(t.createdAt), tenantPolicy(), platformPolicy(roles.dispatch)],
);
