import { useQuery } from "@tanstack/react-query";
import { models } from "../../api/lists.ts";
import { stateOf, type Model } from "./model-state.ts";
import type { Place } from "./place.tsx";
import { namesIn } from "./queries.ts";
import type { Workflow } from "./values.ts";

/** The models that the workflow always runs, each with its licence and whether the show may use it. */
export function Models({ workflow, show }: { workflow: Workflow; show: Place["show"] }) {
  const places = useQuery(namesIn(workflow.versionId));
  const known = useQuery(models);
  const { fields } = workflow.form;
  const picked = fields.some(({ type }) => type === "model");
  if (places.isPending || known.isPending) return <div className="skeleton h-6 w-64" />;
  const fixed = (places.data ?? []).filter(
    (place) => !fields.some(({ node, input }) => node === place.node && input === place.input),
  );
  const used = (known.data ?? []).filter(({ fileName }) => fixed.some(({ name }) => name === fileName));
  if (used.length === 0)
    return picked ? undefined : <p className="min-h-6 text-sm text-soft">This workflow needs no model.</p>;
  return (
    <ul aria-label="Models" className="flex flex-col gap-1 text-sm">
      {used.map((model) => (
        <li key={model.id} className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
          <span className="text-soft">Model</span>
          <span className="font-medium">{model.name}</span>
          <Licence model={model} show={show} />
        </li>
      ))}
    </ul>
  );
}

/** A model's licence, and whether the show may use it. */
export function Licence({ model, show }: { model: Model; show: Place["show"] }) {
  const { words, good } = stateOf(model, show);
  return (
    <>
      <span className="text-soft">licence {model.licence}</span>
      <span className={`rounded-sm px-1.5 ${good ? "bg-good-wash text-good" : "bg-bad-wash text-bad"}`}>{words}</span>
    </>
  );
}
