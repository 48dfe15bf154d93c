import type { paths } from "@pegbar/sdk";
import type { Upload } from "../../upload/uploads.ts";
import type { Desk } from "./desk.ts";
import { initial, keyOf, read, roll, type Workflow } from "./values.ts";

type Request = paths["/v1/jobs"]["post"]["requestBody"]["content"]["application/json"];
/** A job as the API takes it. */
export type Body = Extract<Request, { workflow: string }>;
export type FormInput = Workflow["form"]["inputs"][number];

/** What is wrong or missing, by the pointer that the API uses for the same place. */
export type Problems = Readonly<Record<string, string>>;

/** Where an input's files are kept: the first picture of one workflow is the first of the next. */
export function slotOf({ form }: Workflow, input: FormInput): string {
  const alike = form.inputs.filter(({ kind }) => kind === input.kind);
  return `${input.kind}-${alike.indexOf(input)}`;
}

/** Files that become inputs: those that were refused do not. */
export const filesFor = (uploads: readonly Upload[], slot: string): Upload[] =>
  uploads.filter((one) => one.slot === slot && one.phase !== "refused");

export interface Composed {
  problems: Problems;
  /** What has yet to be brought, in words. */
  missing: string[];
  /** Files of each job, by the name of the input; as many as there will be jobs. */
  sets: Record<string, Upload>[];
}

/** What the form holds, as jobs: several files on one input make several. */
export function compose(workflow: Workflow, desk: Desk, uploads: readonly Upload[]): Composed {
  const problems: Record<string, string> = {};
  for (const field of workflow.form.fields) {
    const key = keyOf(workflow, field);
    if (desk.random.includes(key)) continue;
    const found = read(field, desk.values[key] ?? initial(field));
    if ("problem" in found) problems[`/parameters/${field.name}`] = found.problem;
  }
  const inputs = workflow.form.inputs.map((input) => ({ input, files: filesFor(uploads, slotOf(workflow, input)) }));
  const missing = inputs.filter(({ files }) => files.length === 0).map(({ input }) => input.label);
  const most = Math.max(1, ...inputs.map(({ files }) => files.length));
  for (const { input, files } of inputs)
    if (files.length > 1 && files.length < most)
      problems[`/inputs/${input.name}`] = `${files.length} files here and ${most} elsewhere: bring one, or as many.`;
  const sets = Array.from({ length: most }, (_, index) =>
    Object.fromEntries(
      inputs.flatMap(({ input, files }) => {
        const file = files.length === 1 ? files[0] : files[index];
        return file ? [[input.name, file]] : [];
      }),
    ),
  );
  return { problems, missing, sets };
}

/** One job's request. `draw` says whether seeds are drawn, or the field's default stands for them. */
export function bodyOf(
  workflow: Workflow,
  desk: Desk,
  shot: string,
  files: Record<string, Upload>,
  draw: boolean,
): Body {
  const parameters: Record<string, string | number | boolean> = {};
  for (const field of workflow.form.fields) {
    const key = keyOf(workflow, field);
    if (field.type === "integer" && desk.random.includes(key)) {
      parameters[field.name] = draw ? roll(field) : field.default;
      continue;
    }
    const found = read(field, desk.values[key] ?? initial(field));
    if ("value" in found) parameters[field.name] = found.value;
  }
  const inputs: Record<string, string> = {};
  for (const [name, file] of Object.entries(files)) if (file.input) inputs[name] = file.input.id;
  // The very version that the form shows, also when a newer one comes meanwhile.
  return { shot, workflow: workflow.versionId, parameters, inputs, lane: "interactive", priority: 0 };
}
