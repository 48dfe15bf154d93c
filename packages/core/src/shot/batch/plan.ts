import * as Access from "../../platform/access/index.ts";
import type * as Database from "../../platform/database/index.ts";
import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import * as ImageSequence from "../../catalog/image-sequence/resolve.ts";
import * as Input from "../../catalog/input/index.ts";
import * as Workflow from "../../catalog/workflow/index.ts";
import { estimate, type Estimate } from "../../job/estimate/index.ts";
import { lookUp, type Found } from "../../job/lookup.ts";
import { isStandIn, prepare, type Prepared } from "../../job/prepare.ts";
import { expand, type PlannedJob } from "../../job/batch/expand.ts";
import { findReusable } from "../../result/reuse/find.ts";
import { listSteps, type BatchRequest } from "../../job/batch/request.ts";

/** A job of a batch that may run, with its price. */
export type PricedJob = PlannedJob & {
  prepared: Prepared;
  price: Estimate;
  /** An earlier job whose results it gets, free of charge, instead of running. */
  reusedJobId: string | undefined;
};

export interface BatchPlan {
  found: Found;
  workflowVersionId: string;
  jobs: PricedJob[];
}

/**
 * Checks every job of a batch like a job by itself.
 * @param choose chooses some of the batch's jobs
 * @throws VisibleError: what is wrong with the batch, or with the first of its jobs that may not run
 */
export async function plan(
  tx: Database.Tx,
  request: BatchRequest,
  choose: (jobs: readonly PlannedJob[]) => readonly PlannedJob[] = (jobs) => jobs,
): Promise<BatchPlan> {
  if (request.priority > 0) Access.authorize("job.raise");
  const { shot, lane, priority } = request;
  const founds: Found[] = [];
  for (const { workflow } of listSteps(request))
    founds.push(await lookUp(tx, { shot, workflow, lane, priority, parameters: {}, inputs: {} }, undefined));
  const versions = await Promise.all(founds.map(({ version = "" }) => Workflow.getVersion(version)));
  const planned = expand(
    await resolveFiles(request),
    versions.map(({ form }) => form),
  );
  if ("problems" in planned) throw createBatchError(planned.problems);
  const wanted = choose(planned.jobs);
  const inputIds = [
    ...new Set(
      wanted.flatMap((job) =>
        Object.values(job.request.inputs)
          .flat()
          .filter((file) => !isStandIn(file)),
      ),
    ),
  ];
  const usable = await Input.checkUsable(inputIds);
  // The first job alone: usually all jobs have the same faults, and its checks are then cached.
  const checked: Omit<PricedJob, "reusedJobId">[] = [];
  for (const job of wanted) {
    try {
      const prepared = await prepare(tx, job.request, founds[job.step], usable);
      checked.push({ ...job, prepared, price: await estimate(tx, prepared) });
    } catch (error) {
      throw error instanceof VisibleError && job.frame !== null ? nameFrame(error, job.frame) : error;
    }
  }
  const reusable = request.reuse
    ? await findReusable(
        tx,
        checked.map(({ prepared }) => prepared.contentSha256),
      )
    : undefined;
  const jobs = checked.map((job) => ({ ...job, reusedJobId: reusable?.get(job.prepared.contentSha256 ?? "") }));
  const [found, version] = [founds[0], versions[0]];
  if (!found || !version) throw new Error("a batch without steps");
  return { found, workflowVersionId: version.id, jobs };
}

/** The batch with the files of image sequences instead of the sequences, in all steps. */
const resolveFiles = async (request: BatchRequest): Promise<BatchRequest> => ({
  ...request,
  inputs: await ImageSequence.resolveSequences(request.inputs),
  steps: await Promise.all(
    request.steps.map(async (step) => ({ ...step, inputs: await ImageSequence.resolveSequences(step.inputs) })),
  ),
});

function createBatchError(errors: ProblemDetail[]): VisibleError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new VisibleError("parameters_invalid", `${first?.message}. ${first?.remedy}${more}`, { errors });
}

/** The same error, with the frame in its text. */
const nameFrame = ({ code, message, errors, retryAfterSeconds, quota }: VisibleError, frame: number): VisibleError =>
  new VisibleError(code, `Frame ${frame}: ${message}`, {
    errors: errors.map((detail) => ({ ...detail, message: `Frame ${frame}: ${detail.message}` })),
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(quota ? { quota: [...quota] } : {}),
  });
