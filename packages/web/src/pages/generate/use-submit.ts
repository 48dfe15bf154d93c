import { useQueryClient } from "@tanstack/react-query";
import { useRef, useState } from "react";
import { api } from "../../api/client.ts";
import { getUploads, removeUploads, subscribeToUploads, type Upload } from "../../upload/uploads.ts";
import { buildBatchRequest, type BatchRequest } from "./compose-batch.ts";
import { buildJobRequest, composeJobs, getInputField, type JobRequest } from "./compose-jobs.ts";
import { addRecentJob, hasFrames, getDraft } from "./draft.ts";
import type { Workflow } from "./values.ts";

/** State of the last submit. `form` is the serialized form that was submitted. */
export type SubmitState =
  | { at: "rest" }
  | { at: "uploading" }
  | { at: "sending"; done: number; of: number }
  | { at: "done"; form: string; jobIds: string[]; batchId?: string }
  | { at: "failed"; form: string; error: unknown; jobIds: string[] };

/** Jobs being submitted, each with its idempotency key and its files; `frames` instead for a form with frames. */
interface Batch {
  form: string;
  frames?: { body: BatchRequest; key: string };
  bodies: { body: JobRequest; key: string; files: Upload[] }[];
}

/** Submitting the same form again within this time is a double press. */
const DOUBLE_PRESS_MS = 1500;

/**
 * Submits the jobs of the form one after the other. After a failure, the next submit sends the remaining jobs with the same
 * idempotency keys, so that no job is created twice. Files of jobs that are queued already are removed from the form.
 */
export function useSubmit() {
  const queryClient = useQueryClient();
  const [state, setState] = useState<SubmitState>({ at: "rest" });
  const isBusy = useRef(false);
  const batch = useRef<Batch>(undefined);
  const last = useRef({ form: "", at: 0 });

  async function sendBatch(workflow: Workflow, shot: string): Promise<void> {
    setState({ at: "uploading" });
    if (!(await waitForUploads(workflow))) return setState({ at: "rest" });
    const form = serializeForm(workflow, shot);
    const current = batch.current?.form === form ? batch.current : createBatch(workflow, shot, form);
    batch.current = current;
    const jobIds: string[] = [];
    const of = current.bodies.length;
    try {
      if (current.frames) {
        setState({ at: "sending", done: 0, of: 1 });
        const { body, key } = current.frames;
        const made = await api.post("/v1/batches", { body, params: { header: { "idempotency-key": key } } });
        last.current = { form, at: Date.now() };
        batch.current = undefined;
        return setState({ at: "done", form, jobIds, batchId: made.id });
      }
      for (const { body, key } of current.bodies) {
        setState({ at: "sending", done: jobIds.length, of });
        const job = await api.post("/v1/jobs", { body, params: { header: { "idempotency-key": key } } });
        jobIds.push(job.id);
        addRecentJob(job.id);
        queryClient.setQueryData(["job", job.id], job);
      }
      last.current = { form, at: Date.now() };
      batch.current = undefined;
      setState({ at: "done", form, jobIds });
    } catch (error) {
      removeSubmittedFiles(current, jobIds.length);
      // Serialized after removing files, so that the next submit finds this batch and its keys.
      current.bodies.splice(0, jobIds.length);
      current.form = serializeForm(workflow, shot);
      setState({ at: "failed", form: current.form, error, jobIds });
    } finally {
      void queryClient.invalidateQueries({ queryKey: ["quotas"] });
      void queryClient.invalidateQueries({ queryKey: ["jobs"] });
      void queryClient.invalidateQueries({ queryKey: ["batches"] });
    }
  }

  return {
    state,
    submit: (workflow: Workflow, shot: string) => {
      const isDoublePress = Date.now() - last.current.at < DOUBLE_PRESS_MS;
      if (isBusy.current || (isDoublePress && last.current.form === serializeForm(workflow, shot))) return;
      isBusy.current = true;
      void sendBatch(workflow, shot).finally(() => (isBusy.current = false));
    },
  };
}

/** Identifies the content of the form. */
export function serializeForm(workflow: Workflow, shot: string): string {
  const draft = getDraft();
  if (hasFrames(draft))
    return JSON.stringify([draft.randomSeeds, buildBatchRequest(workflow, draft, shot, getUploads(), false)]);
  const { fileSets } = composeJobs(workflow, draft, getUploads());
  return JSON.stringify([
    draft.randomSeeds,
    fileSets.map((files) => buildJobRequest(workflow, draft, shot, files, false)),
  ]);
}

function createBatch(workflow: Workflow, shot: string, form: string): Batch {
  const draft = getDraft();
  if (hasFrames(draft)) {
    const body = buildBatchRequest(workflow, draft, shot, getUploads(), true);
    return { form, bodies: [], frames: { body, key: crypto.randomUUID() } };
  }
  const { fileSets } = composeJobs(workflow, draft, getUploads());
  const bodies = fileSets.map((files) => ({
    body: buildJobRequest(workflow, draft, shot, files, true),
    key: crypto.randomUUID(),
    files: Object.values(files),
  }));
  return { form, bodies };
}

/** Removes the files of queued jobs, except files that remaining jobs need too. */
function removeSubmittedFiles({ bodies }: Batch, queued: number): void {
  const needed = new Set(bodies.slice(queued).flatMap(({ files }) => files.map(({ id }) => id)));
  const done = bodies.slice(0, queued).flatMap(({ files }) => files.map(({ id }) => id));
  removeUploads(done.filter((id) => !needed.has(id)));
}

const STOPPED_PHASES = ["paused", "failed"];

/** Waits until all files of the workflow's inputs are uploaded. False if an upload stopped or a file is missing. */
function waitForUploads(workflow: Workflow): Promise<boolean> {
  const inputFields = workflow.form.inputs.map((input) => getInputField(workflow, input));
  return new Promise((resolve) => {
    let unsubscribe = () => {};
    const check = () => {
      const files = getUploads().filter(
        ({ inputField, phase }) => inputFields.includes(inputField) && phase !== "refused",
      );
      const hasStopped = files.some(({ phase }) => STOPPED_PHASES.includes(phase));
      if (!hasStopped && files.some(({ phase }) => phase !== "ready")) return;
      unsubscribe();
      resolve(!hasStopped && inputFields.every((inputField) => files.some((one) => one.inputField === inputField)));
    };
    unsubscribe = subscribeToUploads(check);
    check();
  });
}
