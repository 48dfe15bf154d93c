import { createBlobSource, MalformedFileError, readWorkflowFile } from "@pegbar/sdk/workflow-file";
import { api } from "../../../../api/client.ts";
import { strings } from "../../../../strings/workflows.ts";
import { toSlug } from "./slug.ts";
import type { WorkflowDraft } from "./draft.ts";

/** A file that contains no workflow. The message says what to do. */
export class NoWorkflowError extends Error {}

/** Reads a file's workflow, and asks the API for a form. Prefers the graph that ran, with its actual values. */
export async function createDraftFromFile(file: File): Promise<WorkflowDraft> {
  const found = await readWorkflowFile(createBlobSource(file)).catch((error: unknown) => {
    if (error instanceof MalformedFileError) throw new NoWorkflowError(strings.damaged(file.name, error.message));
    if (error instanceof SyntaxError) throw new NoWorkflowError(strings.notJson(file.name, error.message));
    throw error;
  });
  if (!found) throw new NoWorkflowError(strings.unknownFile(file.name));
  const graph = found.prompt ?? found.workflow;
  if (!graph) throw new NoWorkflowError(strings.noWorkflow(file.name));
  const proposal = await api.post("/v1/workflows/proposals", { body: { graph } });
  const name = file.name.replace(/\.[^.]+$/, "").replace(/\.workflow$/, "");
  return {
    source: file.name,
    proposal,
    form: proposal.form,
    slug: toSlug(name),
    name,
    description: "",
    class: "light",
    timeLimitSeconds: 900,
  };
}
