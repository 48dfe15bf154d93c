import { useQuery } from "@tanstack/react-query";
import { models } from "../../api/lists.ts";
import { getModelStatus, type Model } from "./model-status.ts";
import type { ShotTarget } from "./shot-select.tsx";
import { graphTexts } from "./queries.ts";
import type { Workflow } from "./values.ts";

/** The models that are fixed in the workflow's graph, with licence and clearance. */
export function Models({ workflow, show }: { workflow: Workflow; show: ShotTarget["show"] }) {
  const modelInputs = useQuery(graphTexts(workflow.versionId));
  const registered = useQuery(models);
  const { fields } = workflow.form;
  const hasModelField = fields.some(({ type }) => type === "model");
  if (modelInputs.isPending || registered.isPending) return <div className="skeleton h-6 w-64" />;
  const fixed = (modelInputs.data ?? []).filter(
    (place) => !fields.some(({ node, input }) => node === place.node && input === place.input),
  );
  const used = (registered.data ?? []).filter(({ fileName }) => fixed.some(({ name }) => name === fileName));
  if (used.length === 0)
    return hasModelField ? undefined : <p className="min-h-6 text-sm text-soft">This workflow uses no models.</p>;
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

/** A model's licence and its clearance for the show. */
export function Licence({ model, show }: { model: Model; show: ShotTarget["show"] }) {
  const { label, isUsable } = getModelStatus(model, show);
  return (
    <>
      <span className="text-soft">Licence: {model.licence}</span>
      <span className={`rounded-sm px-1.5 ${isUsable ? "bg-good-wash text-good" : "bg-bad-wash text-bad"}`}>
        {label}
      </span>
    </>
  );
}
