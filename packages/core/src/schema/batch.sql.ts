import { sql } from "drizzle-orm";
import { index, integer, jsonb, pgEnum, pgTable, real, text, uniqueIndex, type AnyPgColumn } from "drizzle-orm/pg-core";
import { at, createdAt, id, roles, platformPolicy, tenantPolicy } from "./columns.ts";
import { member } from "./member.sql.ts";
import { sequence, shot, show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { workflowVersion } from "./workflow.sql.ts";

/** `active`: its jobs run. `paused`: by a person. `stopped`: by the platform, after too many failures. */
export const batchStates = ["active", "paused", "stopped"] as const;
export type BatchState = (typeof batchStates)[number];
export const batchState = pgEnum("batch_state", batchStates);

/** Jobs of one shot and workflow version that were submitted together: one per frame and per variant. */
export const batch = pgTable(
  "batch",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    sequenceId: text("sequence_id")
      .notNull()
      .references(() => sequence.id),
    shotId: text("shot_id")
      .notNull()
      .references(() => shot.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    workflowVersionId: text("workflow_version_id")
      .notNull()
      .references(() => workflowVersion.id),
    name: text("name").notNull(),
    /** Its frames as the client wrote them; null without frames. */
    frames: text("frames"),
    jobs: integer("jobs").notNull(),
    steps: integer("steps").notNull().default(1),
    /** The batch of which it renders some frames again and reuses the others. */
    retakeOf: text("retake_of").references((): AnyPgColumn => batch.id),
    /** What was submitted, to submit it again. */
    request: jsonb("request").$type<Record<string, unknown>>().notNull(),
    state: batchState("state").notNull().default("active"),
    /** Why it is paused or stopped, for people. */
    reason: text("reason"),
    /** It stops after this many failed jobs, and after more than this share of all its jobs failed. Null: no limit. */
    stopFailures: integer("stop_failures"),
    stopShare: real("stop_share"),
    /** Failed jobs that a resume has accepted. They no longer count towards a stop. */
    acceptedFailures: integer("accepted_failures").notNull().default(0),
    idempotencyKey: text("idempotency_key"),
    requestSha256: text("request_sha256").notNull(),
    erasedAt: at("erased_at"),
    createdAt: createdAt(),
  },
  (t) => [
    // For lists, newest first.
    index("batch_tenant_time").on(t.tenantId, t.id.desc()),
    index("batch_member_time").on(t.memberId, t.id.desc()),
    index("batch_show_time").on(t.showId, t.id.desc()),
    index("batch_shot").on(t.shotId, t.id.desc()),
    uniqueIndex("batch_idempotency")
      .on(t.tenantId, t.memberId, t.idempotencyKey)
      .where(sql`idempotency_key is not null`),
    tenantPolicy(),
    platformPolicy(roles.dispatch),
  ],
);
