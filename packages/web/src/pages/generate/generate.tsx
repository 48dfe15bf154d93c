import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import type { components } from "@pegbar/sdk";
import { Problem } from "../../parts/problem.tsx";
import { useUploads, type Upload } from "../../upload/uploads.ts";
import { useBrought } from "./bring.ts";
import { compose, filesFor, slotOf, type Composed, type Problems } from "./compose.ts";
import { Budgets, Cost } from "./cost.tsx";
import { change, currentDesk, useDesk } from "./desk.ts";
import { useEstimate } from "./estimates.ts";
import { groupsOf } from "./groups.ts";
import { Fields } from "./fields.tsx";
import { Filled } from "./filled.tsx";
import { useFilledFrom } from "./from-job.ts";
import { Inputs } from "./inputs.tsx";
import { Models } from "./models.tsx";
import { placeErrors } from "./place-errors.ts";
import { Part } from "./part.tsx";
import { ChoosePlace, placeOf } from "./place.tsx";
import type { GenerateSearch } from "./search.ts";
import { Sent } from "./sent.tsx";
import { SubmitBar } from "./submit-bar.tsx";
import { formNow, useSubmit } from "./submit.ts";
import type { Workflow } from "./values.ts";
import { ChooseWorkflow } from "./workflows.tsx";

type Show = components["schemas"]["Show"];
const route = getRouteApi("/generate");

/** The form with all that belongs to it. */
export function Generate({ shows, workflows }: { shows: readonly Show[]; workflows: readonly Workflow[] }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const desk = useDesk();
  const uploads = useUploads();
  const place = placeOf(shows, search);
  const { show, sequence, shot } = place;
  const shotCode = show && sequence && shot && `${show.code}/${sequence.code}/${shot.code}`;
  const workflow =
    workflows.find(({ slug }) => slug === search.workflow) ?? (workflows.length === 1 ? workflows[0] : undefined);
  useRemembered(search);
  const filling = useFilledFrom(workflows);
  const lost = useBrought(workflow);
  const sending = useSubmit();
  const [asked, setAsked] = useState(false);

  const composed = workflow && compose(workflow, desk, uploads);
  const whole = composed && composed.missing.length === 0 && Object.keys(composed.problems).length === 0;
  const groups = workflow && whole && shotCode !== undefined ? groupsOf(workflow, desk, shotCode, composed) : [];
  const jobs = composed?.sets.length ?? 1;
  const estimate = useEstimate(groups, jobs);
  const ready = groups.length > 0;
  const form = workflow && shotCode !== undefined ? formNow(workflow, shotCode) : "";
  const { state } = sending;
  const refused = state.at === "failed" && state.form === form ? state.error : undefined;
  const told = workflow && ready ? placeErrors(refused ?? estimate.error, workflow) : undefined;
  const problems: Problems = {
    ...told?.placed,
    ...(asked && composed ? missingOf(workflow, composed) : {}),
    ...composed?.problems,
  };

  const submit = () => {
    setAsked(true);
    if (!workflow || !whole || shotCode === undefined) return requestAnimationFrame(toFirstProblem);
    sending.submit(workflow, shotCode);
    return undefined;
  };
  useShortcut(submit);
  useEffect(() => {
    // On a small screen what speaks against it stands elsewhere than the button.
    if (state.at === "failed") document.querySelector('#page [role="alert"]')?.scrollIntoView({ block: "center" });
  }, [state]);

  const instead = whyNoPrice({ shotCode, workflow, composed, ready });
  return (
    <form
      aria-label="Generate"
      onSubmit={(event) => event.preventDefault()}
      className="mx-auto grid max-w-7xl gap-x-8 gap-y-6 p-4 md:p-6 lg:grid-cols-[minmax(0,1fr)_20rem]"
    >
      <title>Generate – Pegbar</title>
      <div className="flex min-w-0 flex-col gap-6">
        <h1>Generate</h1>
        {filling.error && <Problem error={filling.error} />}
        <Filled desk={desk} />
        <ChoosePlace shows={shows} place={place} asked={asked} />
        <ChooseWorkflow
          workflows={workflows}
          chosen={workflow}
          asked={asked}
          choose={(slug) => void navigate({ search: (before) => ({ ...before, workflow: slug }), replace: true })}
        />
        {lost !== undefined && (
          <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
            {lost}
          </p>
        )}
        {workflow ? (
          <>
            <Inputs workflow={workflow} problems={problems} />
            <Part title="Settings" aside={<Models workflow={workflow} show={show} />}>
              <Fields
                workflow={workflow}
                desk={desk}
                show={show}
                problems={problems}
                picture={sizeOf(workflow, uploads)}
              />
            </Part>
          </>
        ) : (
          <p className="rounded-lg border border-dashed border-line p-8 text-center text-soft">
            Choose a workflow: its settings stand here.
          </p>
        )}
      </div>
      <aside className="contents lg:flex lg:flex-col lg:gap-5">
        <div className="contents lg:sticky lg:top-6 lg:flex lg:flex-col lg:gap-5">
          <div className="flex flex-col gap-5 rounded-lg border border-line bg-surface p-4">
            <h2 className="sr-only">What it would cost</h2>
            <Cost
              estimate={estimate.data}
              old={estimate.old}
              jobs={jobs}
              instead={instead}
              error={ready ? (refused ?? estimate.error) : null}
              rest={told?.rest ?? []}
            />
            <Budgets show={show} needed={instead === undefined ? (estimate.data?.dollars.high ?? 0) : 0} />
          </div>
          <SubmitBar
            state={state}
            fresh={state.at === "done" && state.form === form}
            jobs={jobs}
            price={instead === undefined ? estimate.data?.dollars : undefined}
            press={submit}
          />
        </div>
        <Sent jobIds={desk.sent} />
      </aside>
    </form>
  );
}

/** Comes back to where one was last, and remembers where one is. */
function useRemembered(search: GenerateSearch): void {
  const navigate = route.useNavigate();
  useEffect(() => {
    const { from, ...place } = search;
    const { place: last } = currentDesk();
    if (Object.keys(place).length > 0) return change(() => ({ place }));
    if (from === undefined && Object.keys(last).length > 0) void navigate({ search: last, replace: true });
  }, [search, navigate]);
}

function missingOf(workflow: Workflow | undefined, { missing }: Composed): Problems {
  const inputs = workflow?.form.inputs.filter(({ label }) => missing.includes(label)) ?? [];
  return Object.fromEntries(
    inputs.map(({ name }) => [`/inputs/${name}`, "A picture is needed here: drop, paste or choose one."]),
  );
}

interface Known {
  shotCode: string | undefined;
  workflow: Workflow | undefined;
  composed: Composed | undefined;
  ready: boolean;
}

/** Why there is no price yet, and how to come to one. */
function whyNoPrice({ shotCode, workflow, composed, ready }: Known): string | undefined {
  if (!workflow || !composed) return "Choose a workflow to see what it costs.";
  if (shotCode === undefined) return "Choose a shot to see what it costs there.";
  if (composed.missing.length > 0) return `The price comes with the picture: bring ${composed.missing.join(" and ")}.`;
  if (Object.keys(composed.problems).length > 0) return "The price comes back when what is marked fits.";
  if (!ready) return "The price comes as soon as the picture is here.";
  return undefined;
}

function sizeOf(workflow: Workflow, uploads: readonly Upload[]) {
  const [first] = workflow.form.inputs;
  const found = first && filesFor(uploads, slotOf(workflow, first)).find(({ input }) => input?.width != null)?.input;
  return found && found.width !== null && found.height !== null
    ? { width: found.width, height: found.height }
    : undefined;
}

function toFirstProblem(): void {
  const first = document.querySelector<HTMLElement>('#page [aria-invalid="true"], #page [data-missing]');
  first?.scrollIntoView({ block: "center" });
  first?.focus({ preventScroll: true });
}

/** Ctrl or Cmd with Enter, wherever one is on the page. */
function useShortcut(submit: () => unknown): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.repeat) return;
      if (document.querySelector("dialog[open]")) return;
      event.preventDefault();
      submit();
    };
    addEventListener("keydown", press);
    return () => removeEventListener("keydown", press);
  });
}
