import { createHash } from "node:crypto";
import { encodeCanonical } from "@pegbar/verify";
import * as Access from "../../platform/access/index.ts";
import type * as Database from "../../platform/database/index.ts";
import { VisibleError, type ProblemDetail } from "../../platform/error/index.ts";
import * as Input from "../../catalog/input/index.ts";
import * as Workflow from "../../catalog/workflow/index.ts";
import { estimate, type Estimate } from "../estimate/index.ts";
import { lookUp, type Found } from "../lookup.ts";
import { prepare, type Prepared } from "../prepare.ts";
import { expand, type PlannedJob } from "./expand.ts";
import type { BatchRequest } from "./request.ts";

/** A job of a batch that may run, with its price. */
export interface PricedJob extends PlannedJob {
  prepared: Prepared;
  price: Estimate;
}

export interface BatchPlan {
  found: Found;
  workflowVersionId: string;
  jobs: PricedJob[];
}

export const hashRequest = (request: BatchRequest): string =>
  createHash("sha256").update(encodeCanonical(request)).digest("hex");

/**
 * Checks every job of a batch like a job by itself.
 * @throws VisibleError: what is wrong with the batch, or with the first of its jobs that may not run
 */
export async function plan(tx: Database.Tx, request: BatchRequest): Promise<BatchPlan> {
  if (request.priority > 0) Access.authorize("job.raise");
  const { shot, workflow, lane, priority } = request;
  const found = await lookUp(tx, { shot, workflow, lane, priority, parameters: {}, inputs: {} }, undefined);
  if (found.version === undefined) throw new Error("the workflow has no version");
  const version = await Workflow.getVersion(found.version);
  const planned = expand(request, version.form);
  if ("problems" in planned) throw createBatchError(planned.problems);
  const inputIds = [...new Set(planned.jobs.flatMap((job) => Object.values(job.request.inputs)))];
  const usable = await Input.checkUsable(inputIds);
  // The first job alone: usually all jobs have the same faults, and its checks are then cached.
  const jobs: PricedJob[] = [];
  for (const job of planned.jobs) {
    try {
      const prepared = await prepare(tx, job.request, found, usable);
      jobs.push({ ...job, prepared, price: await estimate(tx, prepared) });
    } catch (error) {
      throw error instanceof VisibleError && job.frame !== null ? nameFrame(error, job.frame) : error;
    }
  }
  return { found, workflowVersionId: version.id, jobs };
}

function createBatchError(errors: ProblemDetail[]): VisibleError {
  const [first] = errors;
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new VisibleError("parameters_invalid", `${first?.message}. ${first?.remedy}${more}`, { errors });
}

/** The same error, with the frame in its text. */
const nameFrame = ({ code, message, errors, retryAfterSeconds, quota }: VisibleError, frame: number): VisibleError =>
  new VisibleError(code, `Frame ${frame}: ${message}`, {
    errors: [...errors],
    ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }),
    ...(quota ? { quota: [...quota] } : {}),
  });
