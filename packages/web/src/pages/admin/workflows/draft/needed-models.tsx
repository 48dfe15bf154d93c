import { useMutation, useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { api } from "../../../../api/client.ts";
import { models, shows } from "../../../../api/lists.ts";
import { ErrorMessage } from "../../../../components/error-message.tsx";
import { Select } from "../../../../components/select.tsx";
import { Badge } from "../../../../components/table.tsx";
import { strings } from "../../../../strings/workflows.ts";
import { changeWorkflowDraft, type Proposal } from "./draft.ts";
import { replaceDefault, replaceModel } from "./replace-model.ts";

/** The models that a graph names, with licence and clearance; for a missing one, links to what helps. */
export function NeededModels({ proposal }: { proposal: Proposal }) {
  const registered = useQuery(models);
  const allShows = useQuery(shows);
  const replace = useMutation({
    mutationFn: ({ from, to }: { from: string; to: string }) =>
      api.post("/v1/workflows/proposals", { body: { graph: replaceModel(proposal.graph, from, to) } }),
    onSuccess: (next, { from, to }) =>
      changeWorkflowDraft(({ form }) => ({ proposal: next, form: replaceDefault(form, from, to) })),
  });
  if (registered.error) return <ErrorMessage error={registered.error} onRetry={() => void registered.refetch()} />;
  if (!registered.data) return <div className="skeleton h-10" />;
  if (proposal.models.length === 0) return <p className="text-sm text-soft">{strings.noModels}</p>;
  return (
    <>
      <ul aria-label={strings.models} className="divide-y divide-line rounded-lg border border-line bg-surface">
        {proposal.models.map(({ name, kind }) => {
          const usable = registered.data.filter((one) => one.kind === kind && one.status === "active");
          const found = usable.find(({ fileName }) => fileName === name);
          return (
            <li key={`${kind} ${name}`} className="flex flex-wrap items-center gap-x-3 gap-y-1 px-3 py-2">
              <span className="wrap-anywhere">{name}</span>
              <span className="text-sm text-soft">{kind.replaceAll("_", " ")}</span>
              {found ? (
                <>
                  <span className="text-sm text-soft">{strings.licence(found.licence)}</span>
                  <Badge tone={found.clearedShowIds.length > 0 ? "good" : "warn"}>
                    {strings.cleared(found.clearedShowIds.length, allShows.data?.length)}
                  </Badge>
                  {found.clearedShowIds.length === 0 && <ModelsLink text={strings.clearModel} />}
                </>
              ) : (
                <>
                  <Badge tone="bad">{strings.notRegistered}</Badge>
                  <ModelsLink text={strings.registerModel} />
                  {usable.length > 0 && (
                    <Select
                      label={strings.replaceModel(name)}
                      value=""
                      options={[
                        ["", strings.chooseAnother],
                        ...usable.map(({ fileName }) => [fileName, fileName] as const),
                      ]}
                      onChange={(to) => to !== "" && replace.mutate({ from: name, to })}
                    />
                  )}
                </>
              )}
            </li>
          );
        })}
      </ul>
      {replace.error && <ErrorMessage error={replace.error} />}
    </>
  );
}

const ModelsLink = ({ text }: { text: string }) => (
  <Link to="/admin/models" className="text-sm underline">
    {text}
  </Link>
);
