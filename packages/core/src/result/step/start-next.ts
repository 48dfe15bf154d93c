import { eq } from "drizzle-orm";
import type { Graph } from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Workflow from "../../catalog/workflow/index.ts";
import { hashContent } from "../../job/content-hash.ts";
import * as Dispatch from "../../job/dispatch/index.ts";
import { recordEvent } from "../../job/event/index.ts";
import { moveCounts } from "../../job/reservation/index.ts";
import type { JobInputs } from "../../job/state/index.ts";
import { isStepResult, parseStepResult } from "../../job/step-result.ts";
import { job, jobInput } from "../../schema/job.sql.ts";
import { linkHeldJobs, type Released } from "../reuse/link-held.ts";
import { findReusable } from "../reuse/find.ts";
import { findReadyJobs, type ReadyJob } from "./find-ready.ts";
import { createInputsOfResults, type ResultInput } from "./inputs-of-results.ts";

/**
 * Queues the jobs of later steps that waited for these jobs, with their results as inputs. Jobs of a paused or stopped batch
 * stay held. Those whose content equals an earlier job's get its results instead, and the jobs that wait for them are next.
 * Call it before the quotas are locked.
 * @param jobIds jobs whose results exist in this transaction
 */
export async function startNextJobs(tx: Database.Tx, jobIds: readonly string[]): Promise<void> {
  const released: Released[] = [];
  let hasStarted = false;
  for (let ended = jobIds; ended.length > 0;) {
    const ready = await findReadyJobs(tx, ended);
    if (ready.length === 0) break;
    hasStarted = true;
    const results = await createInputsOfResults(
      tx,
      ready.flatMap(({ needs }) => needs.map(({ jobId }) => jobId)),
    );
    const filled = await Promise.all(ready.map((one) => fill(one, results)));
    const contents = filled.filter(({ job: { reuse } }) => reuse).map(({ contentSha256 }) => contentSha256);
    const reusable = await findReusable(tx, contents);
    const sourceOf = ({ job: { reuse }, contentSha256 }: Filled) =>
      reuse ? reusable.get(contentSha256 ?? "") : undefined;
    for (const one of filled) await start(tx, one, sourceOf(one) !== undefined);
    ended = [];
    for (const [batchId, alike] of Map.groupBy(filled, ({ job: of }) => of.batchId)) {
      const linked = alike.flatMap((one) => {
        const { id, step, frame, window, variant } = one.job;
        const sourceJobId = sourceOf(one);
        return sourceJobId === undefined ? [] : [{ id, step, frame, window, variant, sourceJobId }];
      });
      if (linked.length === 0) continue;
      released.push(...(await linkHeldJobs(tx, batchId, linked)));
      ended = [...ended, ...linked.map(({ id }) => id)];
    }
  }
  if (!hasStarted) return;
  const tenantId = Context.getTenantId();
  await moveCounts(
    tx,
    released.map(({ showId, memberId, month, gpuMs, micros }) => ({
      subjects: { tenantId, showId, memberId },
      month,
      waiting: -1,
      gpuMs: -gpuMs,
      micros: -micros,
    })),
  );
  Dispatch.issueTicketsAfterCommit(tenantId);
}

/** A job with the files of its inputs. */
interface Filled {
  job: ReadyJob;
  graph: Graph;
  inputs: JobInputs;
  inputIds: string[];
  contentSha256: string | null;
}

async function fill(ready: ReadyJob, results: readonly ResultInput[]): Promise<Filled> {
  const files = findFiles(ready, results);
  const graph = replaceFiles(ready.graph, files);
  const inputs = Object.fromEntries(
    Object.entries(ready.inputs).map(([name, ids]) => [
      name,
      typeof ids === "string" ? (files.get(ids) ?? ids) : ids.map((id) => files.get(id) ?? id),
    ]),
  );
  const { workflowVersionId, modelIds, window } = ready;
  const contentSha256 =
    workflowVersionId === null
      ? null
      : hashContent(await Workflow.getVersion(workflowVersionId), { graph, modelIds, window });
  return { job: ready, graph, inputs, inputIds: [...new Set(files.values())], contentSha256 };
}

/** Stores a job's files, and queues it unless it is linked or its batch is paused. */
async function start(tx: Database.Tx, filled: Filled, isLinked: boolean): Promise<void> {
  const { job: ready, graph, inputs, inputIds, contentSha256 } = filled;
  const isActive = ready.batchState === "active";
  const reason = isActive ? null : (ready.batchReason ?? `its batch is ${ready.batchState}`);
  const state = isLinked ? {} : { state: isActive ? ("queued" as const) : ("held" as const) };
  const waits = isLinked ? {} : { heldBy: isActive ? null : ("person" as const), reason };
  await Database.runTogether([
    () =>
      tx
        .update(job)
        .set({ ...state, ...waits, graph, inputs, contentSha256 })
        .where(eq(job.id, ready.id)),
    ...(inputIds.length > 0
      ? [
          () =>
            tx
              .insert(jobInput)
              .values(inputIds.map((inputId) => ({ tenantId: Context.getTenantId(), jobId: ready.id, inputId })))
              .onConflictDoNothing(),
        ]
      : []),
    ...(isLinked
      ? []
      : [() => recordEvent(tx, ready.id, isActive ? "queued" : "held", reason === null ? {} : { reason })]),
  ]);
}

/** The inputs that take the place of what stands for results in the job's inputs. */
function findFiles({ id, inputs, needs }: ReadyJob, results: readonly ResultInput[]): Map<string, string> {
  const files = new Map<string, string>();
  for (const [input, sources] of Map.groupBy(needs, (need) => need.input)) {
    const jobIds = new Set(sources.map(({ jobId }) => jobId));
    for (const text of [inputs[input] ?? []].flat().filter(isStepResult)) {
      const { output, frame } = parseStepResult(text);
      const found = results.find(
        (one) =>
          jobIds.has(one.jobId) &&
          (output === undefined || one.name === output) &&
          (frame === undefined || one.frame === frame),
      );
      if (!found) throw new Error(`no result for ${text} of ${id}`);
      files.set(text, found.inputId);
    }
  }
  return files;
}

/** The graph with inputs in place of what stands for the results of earlier steps. */
const replaceFiles = (graph: Graph, files: ReadonlyMap<string, string>): Graph =>
  Object.fromEntries(
    Object.entries(graph).map(([nodeId, node]) => [
      nodeId,
      {
        ...node,
        inputs: Object.fromEntries(
          Object.entries(node.inputs).map(([name, value]) => [
            name,
            typeof value === "string" ? (files.get(value) ?? value) : value,
          ]),
        ),
      },
    ]),
  );
