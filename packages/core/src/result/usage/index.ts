import { and, asc, gte, lte, eq, sql, type SQL } from "drizzle-orm";
import type { PgColumn } from "drizzle-orm/pg-core";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { fn } from "../../platform/fn.ts";
import { member } from "../../schema/member.sql.ts";
import { model } from "../../schema/model.sql.ts";
import { toDollars } from "../../platform/money.ts";
import { sequence, shot, show } from "../../schema/show.sql.ts";
import { workflow, workflowVersion } from "../../schema/workflow.sql.ts";
import { usage } from "../../schema/usage.sql.ts";

/** Dimensions of usage: the id to group by, and its name for people. */
const dimensions = {
  day: [usage.day],
  month: [usage.month],
  show: [usage.showId, show.code],
  sequence: [usage.sequenceId, sql`${show.code} || '/' || ${sequence.code}`],
  shot: [usage.shotId, sql`${show.code} || '/' || ${sequence.code} || '/' || ${shot.code}`],
  member: [usage.memberId, member.name],
  workflow: [usage.workflowId, workflow.slug],
  workflowVersion: [usage.workflowVersionId, sql`${workflow.slug} || ' v' || ${workflowVersion.number}`],
  model: [usage.modelId, model.name],
  class: [usage.class],
  instance: [usage.instance],
  outcome: [usage.outcome],
} as const satisfies Record<string, readonly [PgColumn, (PgColumn | SQL)?]>;

export type Dimension = keyof typeof dimensions;
export const dimensionNames = Object.keys(dimensions) as [Dimension, ...Dimension[]];

const day = z.iso.date();
export const Query = z.strictObject({
  groupBy: z.array(z.enum(dimensionNames)).min(1).max(4),
  /** First and last day, in the studio's time zone. */
  from: day.optional(),
  to: day.optional(),
  /** Month of the quota that the usage counts on. */
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, "a month such as 2026-11")
    .optional(),
  showId: z.string().max(64).optional(),
  memberId: z.string().max(64).optional(),
});

export interface Line {
  /** For each dimension its id, and its name if it has one. */
  key: Partial<Record<Dimension, { id: string | null; name: string | null }>>;
  attempts: number;
  jobs: number;
  gpuSeconds: number;
  dollars: number;
  /** Paid by the platform: interrupted attempts and overruns. */
  platformGpuSeconds: number;
  platformDollars: number;
}

const sumColumn = (column: PgColumn) => sql<number>`coalesce(sum(${column}), 0)`.mapWith(Number);

/**
 * Usage that the actor may see, summed by the requested dimensions. Sums are exact, because they are of whole
 * milliseconds and millionths.
 */
export const report = fn(Query, ({ groupBy, from, to, month, showId, memberId }) =>
  Database.tx(async (tx) => {
    const chosen = [...new Set(groupBy)];
    const columns = chosen.flatMap((name) => {
      const [id, label] = dimensions[name] as readonly [PgColumn, (PgColumn | SQL)?];
      return [
        [`${name}_id`, sql<string | null>`${id}::text`.as(`${name}_id`)] as const,
        [
          `${name}_name`,
          sql<string | null>`${label ? sql`max(${label})` : sql`null::text`}`.as(`${name}_name`),
        ] as const,
      ];
    });
    const groups = chosen.map((name) => dimensions[name][0]);
    const rows = await tx
      .select({
        ...Object.fromEntries(columns),
        attempts: sql<number>`count(*)`.mapWith(Number),
        jobs: sql<number>`count(distinct ${usage.jobId})`.mapWith(Number),
        gpuMs: sumColumn(usage.gpuMs),
        micros: sumColumn(usage.micros),
        platformGpuMs: sumColumn(usage.platformGpuMs),
        platformMicros: sumColumn(usage.platformMicros),
      })
      .from(usage)
      .innerJoin(show, eq(show.id, usage.showId))
      .innerJoin(sequence, eq(sequence.id, usage.sequenceId))
      .innerJoin(shot, eq(shot.id, usage.shotId))
      .innerJoin(member, eq(member.id, usage.memberId))
      .leftJoin(workflowVersion, eq(workflowVersion.id, usage.workflowVersionId))
      .leftJoin(workflow, eq(workflow.id, usage.workflowId))
      .leftJoin(model, eq(model.id, usage.modelId))
      .where(
        and(
          Access.filterReachable("usage.read", { memberId: usage.memberId, showId: usage.showId }),
          from ? gte(usage.day, from) : undefined,
          to ? lte(usage.day, to) : undefined,
          month ? eq(usage.month, month) : undefined,
          showId ? eq(usage.showId, showId) : undefined,
          memberId ? eq(usage.memberId, memberId) : undefined,
        ),
      )
      .groupBy(...groups)
      .orderBy(...groups.map((column) => asc(column)));
    return rows.map((row): Line => {
      const getText = (name: string) => (row as Record<string, unknown>)[name] as string | null;
      return {
        key: Object.fromEntries(
          chosen.map((name) => [name, { id: getText(`${name}_id`), name: getText(`${name}_name`) }]),
        ),
        attempts: row.attempts,
        jobs: row.jobs,
        gpuSeconds: row.gpuMs / 1000,
        dollars: toDollars(row.micros),
        platformGpuSeconds: row.platformGpuMs / 1000,
        platformDollars: toDollars(row.platformMicros),
      };
    });
  }),
);
