import { bigint, date, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, id, tenantPolicy } from "./columns.ts";
import { attempt, job } from "./job.sql.ts";
import { member } from "./member.sql.ts";
import { model } from "./model.sql.ts";
import { sequence, shot, show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { workflow, workflowVersion } from "./workflow.sql.ts";

const amount = (name: string) => bigint(name, { mode: "number" }).notNull();

/** GPU time of one attempt, and how much of it the tenant and the platform pay for. Never changed. */
export const usage = pgTable(
  "usage",
  {
    id: id(),
    tenantId: text("tenant_id")
      .notNull()
      .references(() => tenant.id),
    attemptId: text("attempt_id")
      .notNull()
      .unique()
      .references(() => attempt.id),
    jobId: text("job_id")
      .notNull()
      .references(() => job.id),
    memberId: text("member_id")
      .notNull()
      .references(() => member.id),
    showId: text("show_id")
      .notNull()
      .references(() => show.id),
    sequenceId: text("sequence_id")
      .notNull()
      .references(() => sequence.id),
    shotId: text("shot_id")
      .notNull()
      .references(() => shot.id),
    workflowId: text("workflow_id").references(() => workflow.id),
    workflowVersionId: text("workflow_version_id").references(() => workflowVersion.id),
    /** The diffusion model, if there is one. A job counts under one model only. */
    modelId: text("model_id").references(() => model.id),
    class: text("class").notNull(),
    instance: text("instance").notNull(),
    outcome: text("outcome").notNull(),
    reason: text("reason"),
    /** Size of the work, which estimates compare. */
    pixels: bigint("pixels", { mode: "number" }).notNull(),
    steps: integer("steps").notNull(),
    microsPerHour: amount("micros_per_hour"),
    /** Charged to the tenant. */
    gpuMs: amount("gpu_ms"),
    micros: amount("micros"),
    /** Paid by the platform: interrupted attempts, and overruns. */
    platformGpuMs: amount("platform_gpu_ms"),
    platformMicros: amount("platform_micros"),
    /** Month of the quota that it counts on. */
    month: text("month").notNull(),
    /** Day on which the attempt ended, in the tenant's time zone. */
    day: date("day", { mode: "string" }).notNull(),
    endedAt: at("ended_at").notNull(),
  },
  (t) => [
    index("usage_day").on(t.tenantId, t.day),
    index("usage_month").on(t.tenantId, t.month),
    index("usage_like").on(t.tenantId, t.workflowVersionId, t.class, t.pixels, t.steps, t.endedAt.desc()),
    tenantPolicy(),
  ],
);
