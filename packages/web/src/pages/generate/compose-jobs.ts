import type { paths } from "@pegbar/sdk";
import type { Upload } from "../../upload/uploads.ts";
import { hasFrames, type Draft } from "./draft.ts";
import { getDefaultValue, getValueKey, parseValue, drawSeed, type Workflow } from "./values.ts";

type RequestBody = paths["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"];
/** Request body of POST /v1/jobs for a workflow. */
export type JobRequest = Extract<RequestBody, { workflow: string }>;
export type FormInput = Workflow["form"]["inputs"][number];

/** Error messages by the JSON pointer that the API uses for the same field. */
export type FieldErrors = Readonly<Record<string, string>>;

/** Key of an input's files in the uploads, by kind and position, so that files are kept when the workflow changes. */
export function getInputField({ form }: Workflow, input: FormInput): string {
  const sameKind = form.inputs.filter(({ kind }) => kind === input.kind);
  return `${input.kind}-${sameKind.indexOf(input)}`;
}

/** Files of an input field, without refused ones. */
export const listUsableFiles = (uploads: readonly Upload[], inputField: string): Upload[] =>
  uploads.filter((one) => one.inputField === inputField && one.phase !== "refused");

export interface ComposedJobs {
  errors: FieldErrors;
  /** Labels of inputs without a file. */
  missing: string[];
  /** Files of each job, by input name; one entry per job. */
  fileSets: Record<string, Upload>[];
}

/** Turns the form into jobs: several files on one input become several jobs. */
export function composeJobs(workflow: Workflow, draft: Draft, uploads: readonly Upload[]): ComposedJobs {
  const errors: Record<string, string> = {};
  for (const field of workflow.form.fields) {
    const key = getValueKey(workflow, field);
    if (draft.randomSeeds.includes(key)) continue;
    const parsed = parseValue(field, draft.values[key] ?? getDefaultValue(field));
    if ("error" in parsed) errors[`/parameters/${field.name}`] = parsed.error;
  }
  const inputs = workflow.form.inputs.map((input) => ({
    input,
    files: listUsableFiles(uploads, getInputField(workflow, input)),
  }));
  const sequence = inputs.flatMap(({ files }) => files).find((file) => file.sequence);
  if (sequence && !hasFrames(draft))
    errors["/frames"] = `${sequence.name} is an image sequence. Enter the frames to make, or remove it.`;
  const missing = inputs.filter(({ files }) => files.length === 0).map(({ input }) => input.label);
  const jobCount = Math.max(1, ...inputs.map(({ files }) => files.length));
  for (const { input, files } of inputs)
    if (files.length > 1 && files.length < jobCount)
      errors[`/inputs/${input.name}`] =
        `${files.length} files here, ${jobCount} on another input. Add one file, or as many as there.`;
  const fileSets = Array.from({ length: jobCount }, (_, index) =>
    Object.fromEntries(
      inputs.flatMap(({ input, files }) => {
        const file = files.length === 1 ? files[0] : files[index];
        return file ? [[input.name, file]] : [];
      }),
    ),
  );
  return { errors, missing, fileSets };
}

/** Builds one job's request. Random seeds are drawn if `drawSeeds`, else they have the field's default. */
export function buildJobRequest(
  workflow: Workflow,
  draft: Draft,
  shot: string,
  files: Record<string, Upload>,
  drawSeeds: boolean,
): JobRequest {
  const parameters: Record<string, string | number | boolean> = {};
  for (const field of workflow.form.fields) {
    const key = getValueKey(workflow, field);
    if (field.type === "integer" && draft.randomSeeds.includes(key)) {
      parameters[field.name] = drawSeeds ? drawSeed(field) : field.default;
      continue;
    }
    const parsed = parseValue(field, draft.values[key] ?? getDefaultValue(field));
    if ("value" in parsed) parameters[field.name] = parsed.value;
  }
  const inputs: Record<string, string> = {};
  for (const [name, file] of Object.entries(files)) if (file.input) inputs[name] = file.input.id;
  // The version that the form was built from, even if a newer one was published since.
  return { shot, workflow: workflow.versionId, parameters, inputs, lane: "interactive", priority: 0 };
}
