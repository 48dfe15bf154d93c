import path from "node:path";
import { asc, eq } from "drizzle-orm";
import * as z from "zod";
import { mapTexts, type Graph } from "@pegbar/comfyui";
import * as Database from "../../platform/database/index.ts";
import { createNotFoundError, VisibleError } from "../../platform/error/index.ts";
import { fn } from "../../platform/fn.ts";
import { input } from "../../schema/input.sql.ts";
import { job, jobInput } from "../../schema/job.sql.ts";
import * as Job from "../../job/index.ts";
import { fromID } from "./index.ts";

/**
 * The graph that made an asset, for ComfyUI's editor: with the names of the input files in place of their ids. For
 * everybody who may see the asset.
 * @throws conflict if it was erased
 */
export const readWorkflow = fn(z.string().max(64), async (id) => {
  const { jobId } = await fromID(id);
  return readGraph(jobId);
});

/**
 * The graph of a job in the same form. For everybody who may see the job.
 * @throws conflict if it was erased
 */
export const readJobWorkflow = fn(z.string().max(64), async (id) => {
  await Job.fromID(id);
  return readGraph(id);
});

async function readGraph(jobId: string): Promise<Graph> {
  const [[found], inputs] = await Database.tx((tx) =>
    Database.runTogether([
      () => tx.select({ graph: job.graph, erasedAt: job.erasedAt }).from(job).where(eq(job.id, jobId)),
      () =>
        tx
          .select({ id: input.id, filename: input.filename, status: input.status })
          .from(jobInput)
          .innerJoin(input, eq(input.id, jobInput.inputId))
          .where(eq(jobInput.jobId, jobId))
          .orderBy(asc(input.id)),
    ]),
  );
  if (!found) throw createNotFoundError("job", jobId);
  if (found.erasedAt !== null)
    throw new VisibleError(
      "conflict",
      "The workflow of this result was erased. The result and its certificate are kept.",
    );
  return nameFiles(found.graph, chooseNames(inputs.filter(({ status }) => status !== "erased")));
}

/** File names by input id. Two inputs with the same name get different ones, because ComfyUI has one folder for them. */
function chooseNames(inputs: readonly { id: string; filename: string }[]): Map<string, string> {
  const taken = new Set<string>();
  return new Map(
    inputs.map(({ id, filename }) => {
      const { name, ext } = path.parse(filename);
      const chosen = taken.has(filename) ? `${name}-${id.slice(-6)}${ext}` : filename;
      taken.add(chosen);
      return [id, chosen];
    }),
  );
}

const nameFiles = (graph: Graph, names: ReadonlyMap<string, string>): Graph =>
  Object.fromEntries(
    Object.entries(graph).map(([nodeId, node]) => [
      nodeId,
      { ...node, inputs: mapTexts(node.inputs, (text) => names.get(text) ?? text) as Graph[string]["inputs"] },
    ]),
  );
