import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { bringInputs, currentUploads, remove } from "../../upload/uploads.ts";
import { job as jobQuery } from "../jobs/queries.ts";
import { slotOf } from "./compose.ts";
import { change, currentDesk } from "./desk.ts";
import { input as inputQuery } from "./queries.ts";
import { keyOf, type Raw, type Workflow } from "./values.ts";

type Job = components["schemas"]["Job"];
type Input = components["schemas"]["Input"];
const route = getRouteApi("/generate");

/** Fills the form from the job that the address names, once; from then on the address names the shot and the workflow. */
export function useFilledFrom(workflows: readonly Workflow[] | undefined) {
  const { from } = route.useSearch();
  const navigate = route.useNavigate();
  const queries = useQueryClient();
  const filled = useRef<string>(undefined);
  const found = useQuery({
    queryKey: ["again", from],
    enabled: from !== undefined && workflows !== undefined,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const job = await queries.fetchQuery(jobQuery(from ?? ""));
      const version = job.workflowVersionId;
      const ran =
        version === null
          ? undefined
          : await api.get("/v1/workflows/{id}", { params: { path: { id: version } }, signal });
      const inputs = await Promise.all(
        Object.entries(job.inputs).map(async ([name, id]) => [name, await queries.fetchQuery(inputQuery(id))] as const),
      );
      return { job, ran, inputs };
    },
  });
  const { data, error } = found;
  useEffect(() => {
    if (!data || !workflows || from === undefined || filled.current === data.job.id) return;
    filled.current = data.job.id;
    const { job, ran, inputs } = data;
    const workflow = workflows.find(({ id }) => id === ran?.id);
    fill(job, ran, workflow, inputs);
    const { show, sequence, shot } = job;
    void navigate({
      search: { show, sequence, shot, ...(workflow ? { workflow: workflow.slug } : {}) },
      replace: true,
    });
  }, [data, from, workflows, navigate]);
  useEffect(() => {
    // So that the same job can be taken again.
    if (from === undefined) filled.current = undefined;
  }, [from]);
  return { error: from === undefined ? null : error };
}

function fill(
  job: Job,
  ran: Workflow | undefined,
  workflow: Workflow | undefined,
  inputs: readonly (readonly [string, Input])[],
): void {
  const { values: before, random } = currentDesk();
  const notes: string[] = [];
  const values: Record<string, Raw> = { ...before };
  if (job.erasedAt !== null) notes.push("Its settings were erased: these are the workflow's own.");
  else if (!ran) notes.push("It ran a graph of its own: choose a workflow.");
  else if (!workflow) notes.push(`Its workflow ${ran.name} is out of use: choose another one.`);
  else if (ran.version !== workflow.version)
    notes.push(`It ran version ${ran.version} of ${workflow.name}; this is version ${workflow.version}.`);
  const target = workflow ?? ran;
  for (const [name, value] of Object.entries(job.parameters)) {
    const field = target?.form.fields.find((one) => one.name === name);
    if (!field || !target) {
      if (target) notes.push(`${name} is not set by this workflow any more.`);
      continue;
    }
    values[keyOf(target, field)] = typeof value === "boolean" ? value : String(value);
  }
  for (const [name, input] of inputs) {
    const place = target?.form.inputs.find((one) => one.name === name);
    if (!place || !target) continue;
    const slot = slotOf(target, place);
    remove(currentUploads().flatMap((one) => (one.slot === slot ? [one.id] : [])));
    bringInputs(slot, [input]);
  }
  const drawn = target?.form.fields.map((field) => keyOf(target, field)) ?? [];
  change(() => ({
    values,
    // The job's own seed, not a new one.
    random: random.filter((key) => !drawn.includes(key)),
    filled: { jobId: job.id, notes, before: { values: before, random } },
  }));
}
