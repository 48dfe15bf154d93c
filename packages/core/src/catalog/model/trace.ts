import { asc, eq, sql, and } from "drizzle-orm";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { job, jobModel } from "../../schema/job.sql.ts";
import { member } from "../../schema/member.sql.ts";
import { show } from "../../schema/show.sql.ts";
import { model } from "../../schema/model.sql.ts";

/** Who used a model, in which shows, how often and when. One query over the jobs that name it. */
export const listUsers = (modelId: string) =>
  Database.tx((tx) =>
    tx
      .select({
        memberId: member.id,
        member: member.name,
        showId: show.id,
        show: show.code,
        jobs: sql<number>`count(*)`.mapWith(Number),
        firstAt: sql<Date>`min(${job.createdAt})`.mapWith(job.createdAt),
        lastAt: sql<Date>`max(${job.createdAt})`.mapWith(job.createdAt),
      })
      .from(jobModel)
      .innerJoin(job, eq(job.id, jobModel.jobId))
      .innerJoin(member, eq(member.id, job.memberId))
      .innerJoin(show, eq(show.id, job.showId))
      .where(and(eq(jobModel.modelId, modelId), Access.filterReachable("model.trace", { showId: job.showId })))
      .groupBy(member.id, member.name, show.id, show.code)
      .orderBy(asc(show.code), asc(member.name)),
  );

/** The models that a job names. */
export const listUsedModels = (jobId: string) =>
  Database.tx((tx) =>
    tx
      .select({ fileName: model.fileName, kind: model.kind })
      .from(jobModel)
      .innerJoin(model, eq(model.id, jobModel.modelId))
      .where(eq(jobModel.jobId, jobId)),
  );
