import { asc, eq, inArray } from "drizzle-orm";
import { describeGeneration, type Graph } from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { hashOf } from "../../platform/record/index.ts";
import { input } from "../../schema/input.sql.ts";
import { jobInput, jobModel } from "../../schema/job.sql.ts";
import { member } from "../../schema/member.sql.ts";
import { model } from "../../schema/model.sql.ts";
import { sequence, shot, show } from "../../schema/show.sql.ts";
import { workflow, workflowVersion } from "../../schema/workflow.sql.ts";

interface RecordedJob {
  id: string;
  shotId: string;
  memberId: string;
  workflowVersionId: string | null;
  batchId: string | null;
  frame: number | null;
  graph: Graph;
}

/**
 * What the ledger records of results say about their jobs: place, person, workflow, models, inputs and generation. The
 * number of queries does not depend on the number of jobs.
 * @param jobs of one shot, member and workflow version
 * @returns the facts by job id
 */
export async function readRecordFacts(tx: Database.Tx, jobs: readonly RecordedJob[]) {
  const [first] = jobs;
  if (!first) throw new Error("no jobs to record");
  const ids = jobs.map(({ id }) => id);
  const [[place], inputs, models, [version]] = await Database.runTogether([
    () => selectPlace(tx, first),
    () => selectInputs(tx, ids),
    () => selectModels(tx, ids),
    () => selectVersion(tx, first.workflowVersionId),
  ]);
  if (!place) throw createNotFoundError("shot", first.shotId);
  const [inputsOf, modelsOf] = [Map.groupBy(inputs, ({ jobId }) => jobId), Map.groupBy(models, ({ jobId }) => jobId)];
  const common = {
    type: "asset.generated" as const,
    schema: 5 as const,
    assertedAt: Context.getPorts().clock.now().toISOString(),
    shotId: first.shotId,
    show: place.show,
    sequence: place.sequence,
    shot: place.shot,
    user: { id: first.memberId, name: place.userName, email: place.userEmail },
    workflow: version ?? null,
  };
  const records = jobs.map((job) => ({
    ...common,
    batchId: job.batchId,
    frame: job.frame,
    graphSha256: hashOf(job.graph),
    generation: describeGeneration(job.graph),
    models: (modelsOf.get(job.id) ?? []).map(({ jobId: _job, ...one }) => one),
    inputs: (inputsOf.get(job.id) ?? []).map(({ jobId: _job, ...one }) => one),
  }));
  return { place, records: new Map(jobs.map(({ id }, index) => [id, records[index] as (typeof records)[number]])) };
}

const selectPlace = (tx: Database.Tx, { shotId, memberId }: RecordedJob) =>
  tx
    .select({
      show: show.code,
      sequence: sequence.code,
      shot: shot.code,
      userName: member.name,
      userEmail: member.email,
    })
    .from(shot)
    .innerJoin(sequence, eq(sequence.id, shot.sequenceId))
    .innerJoin(show, eq(show.id, shot.showId))
    .innerJoin(member, eq(member.id, memberId))
    .where(eq(shot.id, shotId));

const selectInputs = (tx: Database.Tx, jobIds: readonly string[]) =>
  tx
    .select({ jobId: jobInput.jobId, id: input.id, sha256: input.sha256, filename: input.filename })
    .from(jobInput)
    .innerJoin(input, eq(input.id, jobInput.inputId))
    .where(inArray(jobInput.jobId, [...jobIds]))
    .orderBy(asc(input.sha256));

const selectModels = (tx: Database.Tx, jobIds: readonly string[]) =>
  tx
    .select({
      jobId: jobModel.jobId,
      id: model.id,
      fileName: model.fileName,
      kind: model.kind,
      sha256: model.sha256,
      licence: model.licence,
    })
    .from(jobModel)
    .innerJoin(model, eq(model.id, jobModel.modelId))
    .where(inArray(jobModel.jobId, [...jobIds]))
    .orderBy(asc(model.fileName));

const selectVersion = (tx: Database.Tx, id: string | null) =>
  tx
    .select({ slug: workflow.slug, version: workflowVersion.number, sha256: workflowVersion.sha256 })
    .from(workflowVersion)
    .innerJoin(workflow, eq(workflow.id, workflowVersion.workflowId))
    .where(eq(workflowVersion.id, id ?? ""));
