import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { hasEnded, type components } from "@pegbar/sdk";
import { formatBytes } from "../../components/format.ts";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { Breadcrumb } from "../../components/breadcrumb.tsx";
import { PageSkeleton } from "../../components/page-state.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { Download } from "../pictures/download.tsx";
import { assetsByJob, job as jobQuery } from "./queries.ts";
import { JobActions } from "./job-actions.tsx";
import { ProgressBar, StateBadge } from "./state.tsx";
import { Facts, hasForm, SettingsList } from "./settings-list.tsx";
import { Timeline } from "./timeline.tsx";
import { useJobEvents } from "./use-job-events.ts";
import { describeWait } from "./describe-wait.ts";

type Job = components["schemas"]["Job"];
const route = getRouteApi("/jobs/$jobId");

/** One job: progress and preview, results, settings and history. */
export function JobPage() {
  const { jobId } = route.useParams();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  if (error) return <LoadError error={error} onRetry={() => void refetch()} />;
  if (!job) return <PageSkeleton />;
  return <JobDetail job={job} />;
}

function JobDetail({ job }: { job: Job }) {
  const preview = useJobEvents(job);
  const shotPath = `${job.show}/${job.sequence}/${job.shot}`;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-6 p-4 md:p-6">
      <title>{`${shotPath} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb to="/jobs" list="Jobs" name={shotPath} />
        <StateBadge job={job} />
        <span className="grow" />
        <PageActions job={job} />
      </div>
      {job.failure && <Failure failure={job.failure} />}
      {job.state === "running" && <ProgressBar job={job} />}
      {job.wait && <p className="text-soft">{describeWait(job.wait)}.</p>}
      <div className="grid gap-6 lg:grid-cols-[1fr_20rem]">
        <Results job={job} preview={preview} />
        <div className="flex flex-col gap-6">
          <Settings job={job} />
          <Labels labels={job.labels} />
          <History job={job} />
        </div>
      </div>
      <Timeline job={job} />
    </div>
  );
}

function Results({ job, preview }: { job: Job; preview: string | undefined }) {
  const { data: assets = [] } = useQuery({ ...assetsByJob(job.id), enabled: job.state === "succeeded" });
  if (assets.length > 0)
    return (
      <ul aria-label="Results" className="grid content-start gap-3">
        {assets.map((asset) => (
          <li key={asset.id} className="overflow-hidden rounded-lg bg-canvas">
            {asset.thumbnailUrl && (
              <Link to="/pictures" search={{ open: asset.id, shot: asset.shotId }} className="block cursor-zoom-in">
                <img
                  src={asset.thumbnailUrl}
                  alt={`${asset.name}, version ${asset.version}: open in full size`}
                  width={asset.width ?? undefined}
                  height={asset.height ?? undefined}
                  className="mx-auto max-h-[70vh] w-auto object-contain"
                />
              </Link>
            )}
            <div className="grid items-start gap-4 border-x border-b border-line bg-surface p-3 text-sm md:grid-cols-[1fr_20rem]">
              <div className="flex flex-col gap-1">
                <p className="font-medium break-all">{asset.filename}</p>
                <p className="text-soft">
                  {[asset.width !== null && `${asset.width} × ${asset.height}`, formatBytes(asset.bytes)]
                    .filter(Boolean)
                    .join(", ")}
                </p>
                <Link to="/pictures" search={{ open: asset.id, shot: asset.shotId }} className="text-accent underline">
                  Full size and compare
                </Link>
              </div>
              <Download asset={asset} />
            </div>
          </li>
        ))}
      </ul>
    );
  return (
    <div className="grid aspect-video place-items-center overflow-hidden rounded-lg bg-canvas">
      {preview ? (
        <img src={preview} alt="Preview" className="h-full w-full object-contain" />
      ) : (
        <p className="text-on-canvas">
          {job.state === "running"
            ? "Waiting for the first preview…"
            : hasEnded(job.state)
              ? "No picture"
              : "No preview yet"}
        </p>
      )}
    </div>
  );
}

function Settings({ job }: { job: Job }) {
  return (
    <section aria-label="Settings" className="rounded-lg border border-line bg-surface p-4 text-sm">
      <h2 className="mb-2">Settings</h2>
      <SettingsList job={job} />
    </section>
  );
}

/** Labels that the program which submitted the job gave it. */
function Labels({ labels }: Pick<Job, "labels">) {
  const entries = Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1));
  if (entries.length === 0) return undefined;
  return (
    <section aria-label="Labels" className="rounded-lg border border-line bg-surface p-4 text-sm">
      <h2 className="mb-2">Labels</h2>
      <Facts entries={entries} />
    </section>
  );
}

const attemptLabels: Record<Job["attempts"][number]["state"], string> = {
  running: "running",
  succeeded: "done",
  failed: "failed",
  interrupted: "interrupted, resumed elsewhere",
  cancelled: "cancelled",
};

function History({ job }: { job: Job }) {
  return (
    <section aria-label="History" className="rounded-lg border border-line bg-surface p-4">
      <h2 className="mb-2">History</h2>
      <ol className="flex flex-col gap-2 text-sm">
        <li className="flex justify-between gap-2">
          <span>Submitted</span> <TimeAgo at={job.createdAt} />
        </li>
        {job.attempts.map((attempt, index) => (
          <li key={attempt.id} className="flex justify-between gap-2">
            <span>
              Attempt {index + 1}: {attemptLabels[attempt.state]}
              {attempt.reason === null ? "" : ` (${attempt.reason})`}
              <Nodes attempt={attempt} />
            </span>
            <TimeAgo at={attempt.endedAt ?? attempt.startedAt} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** How many nodes ran, and which, on demand. */
function Nodes({ attempt: { state, execution } }: { attempt: Job["attempts"][number] }) {
  if (state === "running") return null;
  if (!execution) return <span className="block text-soft">Nodes: unknown</span>;
  const { executed, cached } = execution;
  return (
    <details className="text-soft">
      <summary>
        Nodes: {executed.length} executed, {cached.length} cached
      </summary>
      {executed.length > 0 && <p className="break-words">Executed: {executed.join(", ")}</p>}
      {cached.length > 0 && <p className="break-words">Cached: {cached.join(", ")}</p>}
    </details>
  );
}

function Failure({ failure: { message, node, traceback } }: { failure: NonNullable<Job["failure"]> }) {
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md border border-bad/40 bg-bad-wash p-3 text-sm">
      <p className="font-medium text-bad">{message}</p>
      {node && (
        <p>
          Failed in node {node.id}, {node.title ?? node.classType}. Change its settings, then try again.
        </p>
      )}
      {traceback && (
        <details>
          <summary>ComfyUI traceback</summary>
          <pre className="mt-2 overflow-x-auto font-mono text-xs">{traceback.join("\n")}</pre>
        </details>
      )}
    </div>
  );
}

function PageActions({ job }: { job: Job }) {
  const queryClient = useQueryClient();
  const { can } = useMe();
  const retry = useMutation({
    mutationFn: () => api.post("/v1/jobs/{id}/retry", { params: { path: { id: job.id } } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["job", job.id] }),
  });
  const canRetry = job.state === "failed" || job.state === "cancelled";
  return (
    <>
      {retry.error && <ErrorMessage error={retry.error} />}
      <JobActions jobs={[job]} />
      {canRetry && can("job.retry") && (
        <Button size="sm" variant="plain" busy={retry.isPending} onClick={() => retry.mutate()}>
          Retry
        </Button>
      )}
      {can("job.create") && hasForm(job) && (
        <Link
          to="/generate"
          search={{ from: job.id }}
          className="inline-flex min-h-7 items-center rounded-md border border-line bg-surface px-2.5 text-sm font-medium transition-colors hover:border-edge"
        >
          Edit and rerun
        </Link>
      )}
    </>
  );
}

function LoadError({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <div className="mx-auto flex max-w-lg flex-col gap-4 p-6">
      <title>Job – Pegbar</title>
      <ErrorMessage error={error} onRetry={onRetry} />
      <Link to="/jobs" className="text-accent underline">
        Go to jobs
      </Link>
    </div>
  );
}
