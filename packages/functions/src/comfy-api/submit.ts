import * as z from "zod";
import { isEditorWorkflow } from "@pegbar/comfyui";
import * as Job from "@pegbar/core/job";
import { VisibleError } from "@pegbar/core/platform/error";
import { ComfyError } from "./errors.ts";
import { readPlace } from "./place.ts";
import { resolveReferences } from "./references.ts";

/** Fields that the contract reserves: no server accepts them yet. */
const RESERVED = ["webhook_url", "inputs"];

const Body = z.strictObject({
  workflow: z.record(z.string(), z.unknown()),
  /** Key of Comfy Org for nodes that call its partners. No worker has access to the internet, so it has no use here. */
  extra_data: z.strictObject({ api_key_comfy_org: z.string().max(1000).optional() }).nullish(),
  metadata: z.unknown().optional(),
});

/** Submits the body of `POST /jobs`: all checks, quotas and records are those of `POST /v1/jobs`. */
export async function submit(body: unknown, idempotencyKey: string | undefined): Promise<Job.JobDetail> {
  const { workflow, metadata } = readBody(body);
  const labels = metadata === undefined || metadata === null ? undefined : readLabels(metadata);
  const place = await readPlace(labels);
  const { graph, inputIds } = await resolveReferences(workflow);
  const request = Job.SubmitRequest.parse({
    ...place,
    graph,
    inputs: inputIds,
    ...(labels ? { labels } : {}),
  });
  try {
    const { job } = await Job.submit(request, idempotencyKey, "refuse");
    return job;
  } catch (error) {
    if (error instanceof VisibleError && error.code === "not_found")
      throw new ComfyError("metadata_invalid", `${error.message} Check the label pegbar.shot.`);
    throw error;
  }
}

function readBody(body: unknown): z.output<typeof Body> {
  if (typeof body === "object" && body !== null) {
    const reserved = RESERVED.find((name) => name in body);
    if (reserved !== undefined)
      throw new ComfyError("not_supported", `The field ${reserved} is reserved. Leave it out, and poll the job.`);
  }
  const read = Body.parse(body);
  if (isEditorWorkflow(read.workflow) || "last_node_id" in read.workflow)
    throw new ComfyError(
      "workflow_format_ui",
      'This workflow is in the format of ComfyUI\'s editor. Export it with "Export (API)", and send that file.',
    );
  return read;
}

function readLabels(metadata: unknown): Job.Labels {
  const problem = Job.findLabelProblem(metadata);
  if (!problem) return metadata as Job.Labels;
  const key = problem.at?.slice(0, 60);
  const where = key === undefined ? "" : ` (${JSON.stringify(key)})`;
  throw new ComfyError(
    "metadata_invalid",
    `metadata: ${problem.message}${where}. Change or remove it.`,
    key === undefined ? {} : { details: { key } },
  );
}

const Key = /^[\x20-\x7e]{1,255}$/;

/** The Idempotency-Key of a submit. */
export function readKey(header: string | undefined): string | undefined {
  if (header === undefined || Key.test(header)) return header;
  throw new VisibleError("invalid_request", "An Idempotency-Key has 1 to 255 printable ASCII characters. Use a UUID.");
}
