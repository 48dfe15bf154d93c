import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useRef } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { addInputs, getUploads, removeUploads } from "../../upload/uploads.ts";
import { job as jobQuery } from "../jobs/queries.ts";
import { getInputField } from "./compose-jobs.ts";
import { updateDraft, getDraft } from "./draft.ts";
import { input as inputQuery } from "./queries.ts";
import { getValueKey, type RawValue, type Workflow } from "./values.ts";

type Job = components["schemas"]["Job"];
type Input = components["schemas"]["Input"];
const route = getRouteApi("/generate");

/** Fills the form once from the job in the URL's `from`, then replaces `from` with the shot and workflow. */
export function useFillFromJob(workflows: readonly Workflow[] | undefined) {
  const { from } = route.useSearch();
  const navigate = route.useNavigate();
  const queryClient = useQueryClient();
  const filledJobId = useRef<string>(undefined);
  const source = useQuery({
    queryKey: ["again", from],
    enabled: from !== undefined && workflows !== undefined,
    staleTime: 0,
    queryFn: async ({ signal }) => {
      const job = await queryClient.fetchQuery(jobQuery(from ?? ""));
      const version = job.workflowVersionId;
      const ran =
        version === null
          ? undefined
          : await api.get("/v1/workflows/{id}", { params: { path: { id: version } }, signal });
      const inputs = await Promise.all(
        Object.entries(job.inputs).map(async ([name, files]) => {
          // Of the frames of a window, the first one.
          const [id = ""] = [files].flat();
          return [name, await queryClient.fetchQuery(inputQuery(id))] as const;
        }),
      );
      return { job, ran, inputs };
    },
  });
  const { data, error } = source;
  useEffect(() => {
    if (!data || !workflows || from === undefined || filledJobId.current === data.job.id) return;
    filledJobId.current = data.job.id;
    const { job, ran, inputs } = data;
    const workflow = workflows.find(({ id }) => id === ran?.id);
    fillDraft(job, ran, workflow, inputs);
    const { show, sequence, shot } = job;
    void navigate({
      search: { show, sequence, shot, ...(workflow ? { workflow: workflow.slug } : {}) },
      replace: true,
    });
  }, [data, from, workflows, navigate]);
  useEffect(() => {
    // Allow the same job again.
    if (from === undefined) filledJobId.current = undefined;
  }, [from]);
  return { error: from === undefined ? null : error };
}

function fillDraft(
  job: Job,
  ran: Workflow | undefined,
  workflow: Workflow | undefined,
  inputs: readonly (readonly [string, Input])[],
): void {
  const { values: before, randomSeeds } = getDraft();
  const notes: string[] = [];
  const values: Record<string, RawValue> = { ...before };
  if (job.erasedAt !== null) notes.push("The job’s settings were erased, so the form keeps its own.");
  else if (!ran) notes.push("The job ran a raw graph. Choose a workflow.");
  else if (!workflow) notes.push(`The workflow ${ran.name} is retired. Choose another.`);
  else if (ran.version !== workflow.version)
    notes.push(`The job ran version ${ran.version} of ${workflow.name}. This is version ${workflow.version}.`);
  const target = workflow ?? ran;
  for (const [name, value] of Object.entries(job.parameters)) {
    const field = target?.form.fields.find((one) => one.name === name);
    if (!field || !target) {
      if (target) notes.push(`This workflow no longer has the setting ${name}.`);
      continue;
    }
    values[getValueKey(target, field)] = typeof value === "boolean" ? value : String(value);
  }
  for (const [name, input] of inputs) {
    const place = target?.form.inputs.find((one) => one.name === name);
    if (!place || !target) continue;
    const inputField = getInputField(target, place);
    removeUploads(getUploads().flatMap((one) => (one.inputField === inputField ? [one.id] : [])));
    addInputs(inputField, [input]);
  }
  const drawn = target?.form.fields.map((field) => getValueKey(target, field)) ?? [];
  updateDraft(() => ({
    values,
    // Use the job's seed, not a new one.
    randomSeeds: randomSeeds.filter((key) => !drawn.includes(key)),
    filledFrom: { jobId: job.id, notes, before: { values: before, randomSeeds } },
  }));
}
