import { eq } from "drizzle-orm";
import type { Graph } from "@pegbar/comfyui";
import * as Context from "../../platform/context.ts";
import * as Database from "../../platform/database/index.ts";
import * as Dispatch from "../../job/dispatch/index.ts";
import { recordEvent } from "../../job/event/index.ts";
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
  const files = new Map(
    ready.needs.map((need) => {
      const found = results.find(
        ({ jobId, name }) => jobId === need.jobId && (need.output === null || name === need.output),
      );
      if (!found) throw new Error(`job ${need.jobId} has no result ${need.output ?? ""} for ${ready.id}`);
      return [ready.inputs[need.input] ?? "", found.inputId] as const;
    }),
  );
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
          inputs: Object.fromEntries(Object.entries(ready.inputs).map(([name, id]) => [name, files.get(id) ?? id])),
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
