import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { hasEnded, type components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../parts/button.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Trail } from "../../parts/trail.tsx";
import { Ago } from "../../parts/time.tsx";
import { assetsOf, job as jobQuery } from "./queries.ts";
import { Actions } from "./actions.tsx";
import { settingsOf } from "./settings.ts";
import { ProgressBar, State } from "./state.tsx";
import { wordsForWait } from "./wait.ts";

type Job = components["schemas"]["Job"];
const route = getRouteApi("/jobs/$jobId");

/** One job: how far it is, what it shows meanwhile, what it made, and the story of its attempts. */
export function JobPage() {
  const { jobId } = route.useParams();
  const { data: job, error, refetch } = useQuery(jobQuery(jobId));
  if (error) return <Gone error={error} again={() => void refetch()} />;
  if (!job)
    return (
      <div aria-busy="true" className="p-6">
        <span className="sr-only">Loading</span>
        <div className="skeleton h-96" />
      </div>
    );
  return <Whole job={job} />;
}

function Whole({ job }: { job: Job }) {
  const preview = useFollowed(job);
  const place = `${job.show}/${job.sequence}/${job.shot}`;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-6 p-4 md:p-6">
      <title>{`${place} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Trail to="/jobs" list="Jobs" name={place} />
        <State job={job} />
        <span className="grow" />
        <Acts job={job} />
      </div>
      {job.failure && <Failed failure={job.failure} />}
      {job.state === "running" && <ProgressBar job={job} />}
      {job.wait && <p className="text-soft">{wordsForWait(job.wait)}.</p>}
      <div className="grid gap-6 lg:grid-cols-[1fr_20rem]">
        <Pictures job={job} preview={preview} />
        <div className="flex flex-col gap-6">
          <Settings job={job} />
          <Story job={job} />
        </div>
      </div>
    </div>
  );
}

/** Follows the job's own events while it goes on: progress at once, previews as they come. */
function useFollowed(job: Job): string | undefined {
  const queries = useQueryClient();
  const [preview, setPreview] = useState<string>();
  const ended = hasEnded(job.state);
  useEffect(() => {
    if (ended) return setPreview(undefined);
    const stop = new AbortController();
    void (async () => {
      for await (const { type, data } of api.events(job.id, { signal: stop.signal })) {
        if (type === "preview" && typeof data["url"] === "string") setPreview(data["url"]);
        else if (type === "progress")
          queries.setQueryData(jobQuery(job.id).queryKey, (before) =>
            before && typeof data["fraction"] === "number"
              ? { ...before, progress: { ...before.progress, ...data, fraction: data["fraction"] } }
              : before,
          );
        else void queries.invalidateQueries({ queryKey: ["job", job.id] });
      }
      void queries.invalidateQueries({ queryKey: ["assets", { jobId: job.id }] });
    })().catch(() => undefined);
    return () => stop.abort();
  }, [job.id, ended, queries]);
  return preview;
}

function Pictures({ job, preview }: { job: Job; preview: string | undefined }) {
  const { data: assets = [] } = useQuery({ ...assetsOf(job.id), enabled: job.state === "succeeded" });
  if (assets.length > 0)
    return (
      <ul aria-label="Results" className="grid gap-3">
        {assets.map((asset) => (
          <li key={asset.id} className="overflow-hidden rounded-lg bg-easel">
            {asset.thumbnailUrl && (
              <img
                src={asset.thumbnailUrl}
                alt={`${asset.name}, version ${asset.version}`}
                width={asset.width ?? undefined}
                height={asset.height ?? undefined}
                className="mx-auto max-h-[70vh] w-auto object-contain"
              />
            )}
            <p className="bg-surface px-3 py-2 text-sm">{asset.filename}</p>
          </li>
        ))}
      </ul>
    );
  return (
    <div className="grid aspect-video place-items-center overflow-hidden rounded-lg bg-easel">
      {preview ? (
        <img src={preview} alt="What the job shows so far" className="h-full w-full object-contain" />
      ) : (
        <p className="text-on-easel">
          {job.state === "running"
            ? "The first preview is on its way"
            : hasEnded(job.state)
              ? "No picture"
              : "Nothing to see yet"}
        </p>
      )}
    </div>
  );
}

function Settings({ job }: { job: Job }) {
  return (
    <section aria-label="Settings" className="rounded-lg border border-line bg-surface p-4">
      <h2 className="mb-2">Settings</h2>
      {job.erasedAt !== null && (
        <p className="text-sm text-soft">
          Erased <Ago at={job.erasedAt} />. Pictures, costs and certificates stay.
        </p>
      )}
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
        {settingsOf(job.parameters).map(([name, value]) => (
          <div key={name} className="col-span-2 grid grid-cols-subgrid">
            <dt className="text-soft">{name}</dt>
            <dd className="break-words">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}

const endings: Record<Job["attempts"][number]["state"], string> = {
  running: "runs",
  succeeded: "done",
  failed: "failed",
  interrupted: "interrupted, went on elsewhere",
  cancelled: "stopped",
};

function Story({ job }: { job: Job }) {
  return (
    <section aria-label="What happened" className="rounded-lg border border-line bg-surface p-4">
      <h2 className="mb-2">What happened</h2>
      <ol className="flex flex-col gap-2 text-sm">
        <li className="flex justify-between gap-2">
          <span>submitted</span> <Ago at={job.createdAt} />
        </li>
        {job.attempts.map((attempt, index) => (
          <li key={attempt.id} className="flex justify-between gap-2">
            <span>
              attempt {index + 1}: {endings[attempt.state]}
              {attempt.reason === null ? "" : ` (${attempt.reason})`}
            </span>
            <Ago at={attempt.endedAt ?? attempt.startedAt} />
          </li>
        ))}
      </ol>
    </section>
  );
}

function Failed({ failure: { message, node, traceback } }: { failure: NonNullable<Job["failure"]> }) {
  return (
    <div role="alert" className="flex flex-col gap-1 rounded-md border border-bad/40 bg-bad-wash p-3 text-sm">
      <p className="font-medium text-bad">{message}</p>
      {node && (
        <p>
          In node {node.id}, {node.title ?? node.classType}. Change what it takes, then try again.
        </p>
      )}
      {traceback && (
        <details>
          <summary>What ComfyUI said</summary>
          <pre className="mt-2 overflow-x-auto font-mono text-xs">{traceback.join("\n")}</pre>
        </details>
      )}
    </div>
  );
}

function Acts({ job }: { job: Job }) {
  const queries = useQueryClient();
  const { can } = useMe();
  const retry = useMutation({
    mutationFn: () => api.post("/v1/jobs/{id}/retry", { params: { path: { id: job.id } } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["job", job.id] }),
  });
  const again = job.state === "failed" || job.state === "cancelled";
  return (
    <>
      {retry.error && <Problem error={retry.error} />}
      <Actions jobs={[job]} />
      {again && can("job.retry") && (
        <Button size="sm" look="plain" busy={retry.isPending} onClick={() => retry.mutate()}>
          Try again
        </Button>
      )}
      {can("job.create") && (
        <Link
          to="/generate"
          search={{ from: job.id }}
          className="inline-flex min-h-7 items-center rounded-md border border-line bg-surface px-2.5 text-sm font-medium transition-colors hover:border-edge"
        >
          Again with changes
        </Link>
      )}
    </>
  );
}

function Gone({ error, again }: { error: unknown; again: () => void }) {
  return (
    <div className="mx-auto flex max-w-lg flex-col gap-4 p-6">
      <title>Job – Pegbar</title>
      <Problem error={error} again={again} />
      <Link to="/jobs" className="text-accent underline">
        To the jobs
      </Link>
    </div>
  );
}
