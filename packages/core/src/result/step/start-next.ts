import { eq } from "drizzle-orm";
import type { Graph } from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Dispatch from "../../job/dispatch/index.ts";
import { recordEvent } from "../../job/event/index.ts";
import { isStepResult, parseStepResult } from "../../job/step-result.ts";
import { job, jobInput } from "../../schema/job.sql.ts";
import { findReadyJobs, type ReadyJob } from "./find-ready.ts";
import { createInputsOfResults, type ResultInput } from "./inputs-of-results.ts";

/**
 * Queues the jobs of later steps that waited for these jobs, with their results as inputs. Jobs of a paused or stopped batch
 * stay held. Call it before the quotas are locked.
 * @param jobIds jobs whose results exist in this transaction
 */
export async function startNextJobs(tx: Database.Tx, jobIds: readonly string[]): Promise<void> {
  const ready = await findReadyJobs(tx, jobIds);
  if (ready.length === 0) return;
  const results = await createInputsOfResults(
    tx,
    ready.flatMap(({ needs }) => needs.map(({ jobId }) => jobId)),
  );
  for (const one of ready) await start(tx, one, results);
  Dispatch.issueTicketsAfterCommit(Context.getTenantId());
}

async function start(tx: Database.Tx, ready: ReadyJob, results: readonly ResultInput[]): Promise<void> {
  const files = findFiles(ready, results);
  const isActive = ready.batchState === "active";
  const reason = isActive ? null : (ready.batchReason ?? `its batch is ${ready.batchState}`);
  const inputIds = [...new Set(files.values())];
  await Database.runTogether([
    () =>
      tx
        .update(job)
        .set({
          state: isActive ? "queued" : "held",
          heldBy: isActive ? null : "person",
          reason,
          graph: replaceFiles(ready.graph, files),
          inputs: Object.fromEntries(
            Object.entries(ready.inputs).map(([name, ids]) => [
              name,
              typeof ids === "string" ? (files.get(ids) ?? ids) : ids.map((id) => files.get(id) ?? id),
            ]),
          ),
        })
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
    () => recordEvent(tx, ready.id, isActive ? "queued" : "held", reason === null ? {} : { reason }),
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
