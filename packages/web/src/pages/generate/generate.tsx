import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { components } from "@pegbar/sdk";
import { ErrorMessage } from "../../components/error-message.tsx";
import { useUploads, type Upload } from "../../upload/uploads.ts";
import { useDropAndPaste } from "./use-drop-and-paste.ts";
import { composeJobs, listUsableFiles, getInputField, type ComposedJobs, type FieldErrors } from "./compose-jobs.ts";
import { buildBatchRequest, composeBatch } from "./compose-batch.ts";
import { Budgets, Cost } from "./cost.tsx";
import { hasFrames, updateDraft, getDraft, useDraft } from "./draft.ts";
import { useEstimate } from "./use-estimate.ts";
import { groupBySize } from "./estimate-groups.ts";
import { FramesField } from "./frames-field.tsx";
import { useBatchEstimate } from "./use-batch-estimate.ts";
import { Fields } from "./fields.tsx";
import { FilledNotice } from "./filled-notice.tsx";
import { useFillFromJob } from "./use-fill-from-job.ts";
import { Inputs } from "./inputs.tsx";
import { Models } from "./models.tsx";
import { PickedNotice } from "./picked-notice.tsx";
import { assignErrors } from "./assign-errors.ts";
import { FormSection } from "./form-section.tsx";
import { ShotSelect, findShot } from "./shot-select.tsx";
import type { GenerateSearch } from "./search.ts";
import { Results } from "./results/results.tsx";
import { SubmitBar } from "./submit-bar.tsx";
import { serializeForm, useSubmit } from "./use-submit.ts";
import type { Workflow } from "./values.ts";
import { WorkflowSelect } from "./workflow-select.tsx";

type Show = components["schemas"]["Show"];
const route = getRouteApi("/generate");

/** The generate form: shot, workflow, inputs, settings, price and submit button. */
export function Generate({ shows, workflows }: { shows: readonly Show[]; workflows: readonly Workflow[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const draft = useDraft();
  const uploads = useUploads();
  const target = findShot(shows, search);
  const { show, sequence, shot } = target;
  const shotCode = show && sequence && shot && `${show.code}/${sequence.code}/${shot.code}`;
  const workflow =
    workflows.find(({ slug }) => slug === search.workflow) ?? (workflows.length === 1 ? workflows[0] : undefined);
  useRememberedTarget(search);
  const fillFromJob = useFillFromJob(workflows);
  const rejection = useDropAndPaste(workflow);
  const submission = useSubmit();
  const [wasSubmitted, setWasSubmitted] = useState(false);

  const isBatch = hasFrames(draft);
  const framed = workflow && isBatch ? composeBatch(workflow, draft, uploads) : undefined;
  const composed = workflow && { ...composeJobs(workflow, draft, uploads), ...framed };
  const isComplete = composed && composed.missing.length === 0 && Object.keys(composed.errors).length === 0;
  const groups =
    workflow && isComplete && shotCode !== undefined ? groupBySize(workflow, draft, shotCode, composed) : [];
  const isReady = groups.length > 0;
  const jobs = framed ? framed.jobs : (composed?.fileSets.length ?? 1);
  const jobsEstimate = useEstimate(isBatch ? [] : groups, jobs);
  const batchEstimate = useBatchEstimate(
    workflow && isBatch && isReady && shotCode !== undefined
      ? buildBatchRequest(workflow, draft, shotCode, uploads, false)
      : undefined,
  );
  const estimate = isBatch ? batchEstimate : jobsEstimate;
  const form = workflow && shotCode !== undefined ? serializeForm(workflow, shotCode) : "";
  const { state } = submission;
  const submitError = state.at === "failed" && state.form === form ? state.error : undefined;
  const assigned = workflow && isReady ? assignErrors(submitError ?? estimate.error, workflow) : undefined;
  const fieldErrors: FieldErrors = {
    ...assigned?.byField,
    ...(wasSubmitted && composed ? listMissingInputs(workflow, composed) : {}),
    ...composed?.errors,
  };

  const submit = () => {
    setWasSubmitted(true);
    if (!workflow || !isComplete || shotCode === undefined) return requestAnimationFrame(focusFirstError);
    submission.submit(workflow, shotCode);
    return undefined;
  };
  useSubmitShortcut(submit);
  useEffect(() => {
    // On a small screen the error is not near the button.
    if (state.at === "failed") document.querySelector('#page [role="alert"]')?.scrollIntoView({ block: "center" });
  }, [state]);

  const unavailable = explainMissingPrice({ shotCode, workflow, composed, isReady });
  return (
    <form
      aria-label="Generate"
      onSubmit={(event) => event.preventDefault()}
      className="mx-auto grid max-w-[110rem] gap-x-8 gap-y-6 p-4 md:p-6 lg:grid-cols-[minmax(22rem,30rem)_minmax(0,1fr)]"
    >
      <title>Generate – Pegbar</title>
      <div className="flex min-w-0 flex-col gap-6">
        <h1>Generate</h1>
        {fillFromJob.error && <ErrorMessage error={fillFromJob.error} />}
        <FilledNotice draft={draft} />
        <PickedNotice workflow={workflow} />
        <ShotSelect shows={shows} target={target} wasSubmitted={wasSubmitted} />
        <WorkflowSelect
          workflows={workflows}
          chosen={workflow}
          wasSubmitted={wasSubmitted}
          choose={(slug) => void navigate({ search: (before) => ({ ...before, workflow: slug }), replace: true })}
        />
        {rejection !== undefined && (
          <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
            {rejection}
          </p>
        )}
        {workflow ? (
          <>
            <Inputs workflow={workflow} errors={fieldErrors} />
            <FramesField
              count={framed?.frames.length ?? 0}
              jobs={framed?.jobs ?? 0}
              window={workflow.form.window}
              error={fieldErrors["/frames"]}
            />
            <FormSection title="Settings" action={<Models workflow={workflow} show={show} />}>
              <Fields
                workflow={workflow}
                draft={draft}
                show={show}
                errors={fieldErrors}
                picture={findPictureSize(workflow, uploads)}
              />
            </FormSection>
          </>
        ) : (
          <p className="rounded-lg border border-dashed border-line p-8 text-center text-soft">
            Choose a workflow to see its settings.
          </p>
        )}
        <div className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-4">
          <h2 className="sr-only">Cost</h2>
          <Cost
            estimate={estimate.data}
            isOutdated={estimate.old}
            jobs={jobs}
            unavailable={unavailable}
            error={isReady ? (submitError ?? estimate.error) : null}
            otherErrors={assigned?.other ?? []}
          />
          <Budgets show={show} needed={unavailable === undefined ? (estimate.data?.dollars.high ?? 0) : 0} />
        </div>
        <SubmitBar
          state={state}
          isUnchanged={state.at === "done" && state.form === form}
          jobs={jobs}
          price={unavailable === undefined ? estimate.data?.dollars : undefined}
          onSubmit={submit}
        />
      </div>
      <aside aria-label="Results" className="min-w-0 lg:sticky lg:top-6 lg:self-start">
        <Results jobIds={draft.recentJobIds} />
      </aside>
    </form>
  );
}

/** Stores the shot and workflow of the URL in the draft, and restores them if the URL has none. */
function useRememberedTarget(search: GenerateSearch): void {
  const navigate = route.useNavigate();
  useEffect(() => {
    const { from, ...place } = search;
    const { target: last } = getDraft();
    if (Object.keys(place).length > 0) return updateDraft(() => ({ target: place }));
    if (from === undefined && Object.keys(last).length > 0) void navigate({ search: last, replace: true });
  }, [search, navigate]);
}

function listMissingInputs(workflow: Workflow | undefined, { missing }: ComposedJobs): FieldErrors {
  const inputs = workflow?.form.inputs.filter(({ label }) => missing.includes(label)) ?? [];
  return Object.fromEntries(
    inputs.map(({ name }) => [`/inputs/${name}`, "Add a picture: drop, paste or choose a file."]),
  );
}

interface PriceInput {
  shotCode: string | undefined;
  workflow: Workflow | undefined;
  composed: ComposedJobs | undefined;
  isReady: boolean;
}

/** Why there is no price yet, and what to do; undefined if there can be one. */
function explainMissingPrice({ shotCode, workflow, composed, isReady }: PriceInput): string | undefined {
  if (!workflow || !composed) return "Choose a workflow to see the price.";
  if (shotCode === undefined) return "Choose a shot to see the price.";
  if (composed.missing.length > 0) return `Add ${composed.missing.map(withArticle).join(" and ")} to see the price.`;
  if (Object.keys(composed.errors).length > 0) return "Fix the marked fields to see the price.";
  if (!isReady) return "The price appears when the upload is complete.";
  return undefined;
}

const withArticle = (label: string): string => `${/^[aeiou]/i.test(label) ? "an" : "a"} ${label.toLowerCase()}`;

/** Size of the first uploaded picture of the workflow's first input. */
function findPictureSize(workflow: Workflow, uploads: readonly Upload[]) {
  const [first] = workflow.form.inputs;
  const found =
    first && listUsableFiles(uploads, getInputField(workflow, first)).find(({ input }) => input?.width != null)?.input;
  return found && found.width !== null && found.height !== null
    ? { width: found.width, height: found.height }
    : undefined;
}

function focusFirstError(): void {
  const first = document.querySelector<HTMLElement>('#page [aria-invalid="true"], #page [data-missing]');
  first?.scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
}

/** Submits with Ctrl+Enter or Cmd+Enter anywhere on the page. */
function useSubmitShortcut(submit: () => unknown): void {
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      submit();
    };
    addEventListener("keydown", handleKey);
    return () => removeEventListener("keydown", handleKey);
  });
}
