import type { components } from "@pegbar/sdk";
import type { JobRequest } from "../compose-jobs.ts";
import type { Field, Workflow } from "../values.ts";
import { addToSeed } from "./next-seed.ts";

type Job = components["schemas"]["Job"];
type IntegerField = Extract<Field, { type: "integer" }>;

/** The seeds of a workflow. */
const listSeeds = ({ form }: Pick<Workflow, "form">): IntegerField[] =>
  form.fields.filter((field): field is IntegerField => field.type === "integer" && field.purpose === "seed");

/** Why a job can't be submitted again with another seed; undefined if it can. */
export function findRerunProblem(job: Job, workflow: Pick<Workflow, "form">): "noSeed" | "isBatch" | undefined {
  if (Object.values(job.inputs).some((input) => typeof input !== "string")) return "isBatch";
  const canChange = listSeeds(workflow).some(({ name }) => job.parameters[name] !== undefined);
  return canChange ? undefined : "noSeed";
}

/** The request for the same job with its seeds `by` steps further. The version of the workflow stays the same. */
export function buildRerun(job: Job, workflow: Pick<Workflow, "form">, by: number): JobRequest {
  const parameters = { ...job.parameters } as Record<string, string | number | boolean>;
  for (const field of listSeeds(workflow)) {
    const seed = parameters[field.name];
    if (typeof seed === "number" || typeof seed === "string") parameters[field.name] = addToSeed(field, seed, by);
  }
  return {
    shot: `${job.show}/${job.sequence}/${job.shot}`,
    workflow: job.workflowVersionId ?? "",
    parameters,
    inputs: job.inputs as Record<string, string>,
    lane: "interactive",
    priority: 0,
  };
}
