import { useQuery } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { models } from "../../api/lists.ts";
import type { Place } from "./place.tsx";
import { namesIn } from "./queries.ts";
import type { Workflow } from "./values.ts";

type Model = components["schemas"]["Model"];

/** Whether a model may be used in a show, in words. */
function stateOf({ status, clearedShowIds }: Model, show: Place["show"]): { words: string; good: boolean } {
  if (status === "revoked") return { words: "revoked: choose another workflow", good: false };
  if (status !== "active") return { words: "not ready yet: an admin finishes its upload", good: false };
  if (!show) return { words: "cleared by show: choose one", good: true };
  return clearedShowIds.includes(show.id)
    ? { words: `cleared for ${show.code}`, good: true }
    : { words: `not cleared for ${show.code}: ask an admin`, good: false };
}

/** The models that the workflow runs, each with its licence and whether the show may use it. The workflow decides which. */
export function Models({ workflow, show }: { workflow: Workflow; show: Place["show"] }) {
  const names = useQuery(namesIn(workflow.versionId));
  const known = useQuery(models);
  if (names.isPending || known.isPending) return <div className="skeleton h-6 w-64" />;
  const used = (known.data ?? []).filter(({ fileName }) => names.data?.includes(fileName));
  if (used.length === 0) return <p className="min-h-6 text-sm text-soft">This workflow needs no model.</p>;
  return (
    <ul aria-label="Models" className="flex flex-col gap-1 text-sm">
      {used.map((model) => {
        const { words, good } = stateOf(model, show);
        return (
          <li key={model.id} className="flex min-h-6 flex-wrap items-center gap-x-2 gap-y-1">
            <span className="text-soft">Model</span>
            <span className="font-medium">{model.name}</span>
            <span className="text-soft">licence {model.licence}</span>
            <span className={`rounded-sm px-1.5 ${good ? "bg-good-wash text-good" : "bg-bad-wash text-bad"}`}>
              {words}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
