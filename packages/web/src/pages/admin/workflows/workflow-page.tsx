import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { Breadcrumb } from "../../../components/breadcrumb.tsx";
import { getButtonClass } from "../../../components/button.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { formatDuration } from "../../../components/format.ts";
import { PageSkeleton } from "../../../components/page-state.tsx";
import { Badge } from "../../../components/table.tsx";
import { strings } from "../../../strings/workflows.ts";
import { Comparison } from "./comparison.tsx";
import { EditVersion } from "./draft/edit-version.tsx";
import { FormTable } from "./form-table.tsx";
import { workflowVersions, type WorkflowVersion } from "./queries.ts";
import { Retire } from "./retire.tsx";
import { VersionList } from "./version-list.tsx";

const route = getRouteApi("/admin/workflows/$workflowId");

/** One workflow: its versions, their forms, and what differs between two of them. */
export function WorkflowPage() {
  const { workflowId } = route.useParams();
  const { data, error, refetch } = useQuery(workflowVersions(workflowId));
  if (error && !data) return <ErrorMessage error={error} onRetry={() => void refetch()} />;
  const [newest] = data ?? [];
  if (!data || !newest) return <PageSkeleton />;
  return <Versions newest={newest} versions={data} />;
}

function Versions({ newest, versions }: { newest: WorkflowVersion; versions: readonly WorkflowVersion[] }) {
  const [shownId, setShownId] = useState(newest.versionId);
  const shown = versions.find(({ versionId }) => versionId === shownId) ?? newest;
  return (
    <>
      <title>{`${newest.name} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb to="/admin/workflows" list={strings.title} name={newest.name} />
        <Badge tone={newest.retired ? "soft" : "good"}>{newest.retired ? strings.retired : strings.published}</Badge>
      </div>
      {newest.description && <p className="max-w-2xl text-soft">{newest.description}</p>}
      <p className="text-sm text-soft">
        <span className="font-mono">{newest.slug}</span> ·{" "}
        {strings.workers(newest.class, formatDuration(newest.timeLimitSeconds))}
      </p>
      {newest.retired && <p className="rounded-md bg-sunken px-3 py-2 text-sm">{strings.retiredHint}</p>}
      <div className="flex flex-wrap gap-2">
        {!newest.retired && (
          <Link
            to="/generate"
            search={{ workflow: newest.slug }}
            className={getButtonClass({ variant: "plain", size: "sm" })}
          >
            {strings.use}
          </Link>
        )}
        <EditVersion version={shown} />
        <Retire workflow={newest} />
      </div>
      <VersionList versions={versions} shownId={shown.versionId} onShow={setShownId} />
      <FormTable version={shown} />
      {versions.length > 1 && <Comparison versions={versions} />}
    </>
  );
}
