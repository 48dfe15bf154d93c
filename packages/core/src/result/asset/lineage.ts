import { and, asc, eq, inArray, sql, type SQL } from "drizzle-orm";
import * as z from "zod";
import * as Access from "../../platform/access/index.ts";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { input } from "../../schema/input.sql.ts";
import { job, jobInput, jobModel } from "../../schema/job.sql.ts";
import { model } from "../../schema/model.sql.ts";
import { addPlaceCodes } from "../../studio/show/place.ts";
import { workflow, workflowVersion } from "../../schema/workflow.sql.ts";
import { asset } from "../../schema/asset.sql.ts";

/** Maximum number of steps from a result to results that were made from it. */
const MAX_STEPS = 50;
/** Maximum number of assets in one response. */
export const MAX_ASSETS = 1000;

const filterVisible = () => Access.filterReachable("asset.trace", { showId: asset.showId });

const columns = {
  id: asset.id,
  shotId: asset.shotId,
  jobId: asset.jobId,
  filename: asset.filename,
  sha256: asset.sha256,
  credentialedSha256: asset.credentialedSha256,
  createdAt: asset.createdAt,
};

/**
 * The results that a condition selects and all results that were made from them, each with its smallest number of
 * steps.
 */
export const selectDerived = (from: SQL, limit = sql`${MAX_ASSETS + 1}`) => sql`
  with recursive made(id, steps) as (
    select asset.id, 0 from asset where ${from}
    union
    select next.id, made.steps + 1 from made
      join asset on asset.id = made.id
      join input on input.tenant_id = asset.tenant_id and input.sha256 in (asset.sha256, asset.credentialed_sha256)
      join job_input on job_input.input_id = input.id
      join asset as next on next.job_id = job_input.job_id and next.id > asset.id
    where made.steps < ${MAX_STEPS})
  select id, min(steps)::int as steps from made group by id order by min(steps), id limit ${limit}`;

/** A result and all results that it was made from. */
const selectOrigins = (id: string) => sql`
  with recursive origin(id, steps) as (
    select asset.id, 0 from asset where asset.id = ${id}
    union
    select before.id, origin.steps + 1 from origin
      join asset on asset.id = origin.id
      join job_input on job_input.job_id = asset.job_id
      join input on input.id = job_input.input_id
      join asset as before on before.tenant_id = input.tenant_id and before.id < asset.id
        and (before.sha256 = input.sha256 or before.credentialed_sha256 = input.sha256)
    where origin.steps < ${MAX_STEPS})
  select id, min(steps)::int as steps from origin group by id order by min(steps), id limit ${MAX_ASSETS + 1}`;

const Reached = z.array(z.object({ id: z.string(), steps: z.number() }));

/** Assets of a lineage query that the actor may see. */
async function listVisible(tx: Database.Tx, walk: SQL) {
  const reached = Reached.parse([...(await tx.execute(walk))]);
  const steps = new Map(reached.map((one) => [one.id, one.steps]));
  const rows =
    reached.length === 0
      ? []
      : await tx
          .select(columns)
          .from(asset)
          .where(and(inArray(asset.id, [...steps.keys()].slice(0, MAX_ASSETS)), filterVisible()));
  const items = (await addPlaceCodes(rows))
    .map(({ shotId: _shotId, ...row }) => ({ ...row, steps: steps.get(row.id) ?? 0 }))
    .toSorted((a, b) => a.steps - b.steps || (a.id < b.id ? -1 : 1));
  return { items, truncated: reached.length > MAX_ASSETS };
}

/** Every result that a model contributed to: of jobs that name it, and results that were made from those. */
export const listFromModel = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await tx.select({ id: model.id }).from(model).where(eq(model.id, id));
    if (!found) throw createNotFoundError("model", id);
    return listVisible(tx, selectDerived(sql`asset.job_id in (select job_id from job_model where model_id = ${id})`));
  }),
);

/** Every result that an input contributed to. */
export const listFromInput = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const [found] = await tx.select({ id: input.id }).from(input).where(eq(input.id, id));
    if (!found) throw createNotFoundError("input", id);
    return listVisible(tx, selectDerived(sql`asset.job_id in (select job_id from job_input where input_id = ${id})`));
  }),
);

/** What a result was made from: results, inputs, models and workflow versions, with the edges between them. */
export const fromAsset = fn(z.string().max(64), (id) =>
  Database.tx(async (tx) => {
    const { items: assets, truncated } = await listVisible(tx, selectOrigins(id));
    if (!assets.some((one) => one.id === id)) throw createNotFoundError("asset", id);
    const jobs = [...new Set(assets.map(({ jobId }) => jobId))];
    const [inputs, models, workflows] = await Database.runTogether([
      () =>
        tx
          .select({ jobId: jobInput.jobId, id: input.id, filename: input.filename, sha256: input.sha256 })
          .from(jobInput)
          .innerJoin(input, eq(input.id, jobInput.inputId))
          .where(inArray(jobInput.jobId, jobs))
          .orderBy(asc(input.id)),
      () =>
        tx
          .select({
            jobId: jobModel.jobId,
            id: model.id,
            fileName: model.fileName,
            kind: model.kind,
            sha256: model.sha256,
            licence: model.licence,
            status: model.status,
          })
          .from(jobModel)
          .innerJoin(model, eq(model.id, jobModel.modelId))
          .where(inArray(jobModel.jobId, jobs))
          .orderBy(asc(model.id)),
      () =>
        tx
          .select({
            jobId: job.id,
            id: workflowVersion.id,
            slug: workflow.slug,
            version: workflowVersion.number,
            sha256: workflowVersion.sha256,
          })
          .from(job)
          .innerJoin(workflowVersion, eq(workflowVersion.id, job.workflowVersionId))
          .innerJoin(workflow, eq(workflow.id, workflowVersion.workflowId))
          .where(inArray(job.id, jobs)),
    ]);
    const results = new Map(
      assets.flatMap((one) => [one.sha256, one.credentialedSha256 ?? one.sha256].map((hash) => [hash, one] as const)),
    );
    const edges = assets.flatMap(({ id: to, jobId }) =>
      [inputs, models, workflows].flatMap((parts) =>
        parts.filter((part) => part.jobId === jobId).map((part) => ({ from: part.id, to })),
      ),
    );
    // Edges from a result to the input that is its file.
    const same = inputs.flatMap(({ id: to, sha256 }) => {
      const from = results.get(sha256);
      return from && from.id !== id ? [{ from: from.id, to }] : [];
    });
    return {
      assets,
      inputs: removeDuplicates(inputs),
      models: removeDuplicates(models),
      workflows: removeDuplicates(workflows),
      edges: [...new Map([...edges, ...same].map((one) => [`${one.from} ${one.to}`, one])).values()],
      truncated,
    };
  }),
);

/** Removes duplicates, and the job ids. */
const removeDuplicates = <T extends { id: string; jobId: string }>(rows: readonly T[]): Omit<T, "jobId">[] => [
  ...new Map(rows.map(({ jobId: _jobId, ...row }) => [row.id, row])).values(),
];
