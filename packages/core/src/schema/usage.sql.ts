import { bigint, date, index, integer, pgTable, text } from "drizzle-orm/pg-core";
import { at, id, tenantPolicy } from "./columns.ts";
import { attempt, job } from "./job.sql.ts";
import { member } from "./member.sql.ts";
import { model } from "./model.sql.ts";
import { sequence, shot, show } from "./show.sql.ts";
import { tenant } from "./tenant.sql.ts";
import { workflow, workflowVersion } from "./workflow.sql.ts";

const amount = (name: string) => bigint(name, { mode: "number" }).notNull();

/** What one attempt took of a GPU, what its tenant pays for it, and what the platform bears. Never changed. */
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
    /** The diffusion model, where there is one: a job is counted under one model. */
    modelId: text("model_id").references(() => model.id),
    class: text("class").notNull(),
    instance: text("instance").notNull(),
    outcome: text("outcome").notNull(),
    reason: text("reason"),
    /** Size of the work, as estimates compare it. */
    pixels: bigint("pixels", { mode: "number" }).notNull(),
    steps: integer("steps").notNull(),
    microsPerHour: amount("micros_per_hour"),
    /** Charged to the tenant. */
    gpuMs: amount("gpu_ms"),
    micros: amount("micros"),
    /** Borne by the platform: attempts lost to it, and what went beyond a full limit. */
    platformGpuMs: amount("platform_gpu_ms"),
    platformMicros: amount("platform_micros"),
    /** Month of the quota that it is booked on. */
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
