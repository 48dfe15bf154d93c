import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "../../components/button.tsx";
import { Picture } from "../../components/picture.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { assetsByJob, job as jobQuery } from "../jobs/queries.ts";
import { ProgressBar, StateBadge } from "../jobs/state.tsx";
import { updateDraft } from "./draft.ts";

/** Jobs submitted from this tab, updated live. */
export function RecentJobs({ jobIds }: { jobIds: readonly string[] }) {
  if (jobIds.length === 0) return undefined;
  return (
    <section aria-labelledby="sent" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 id="sent">Recent jobs</h2>
        <Button
          variant="quiet"
          size="sm"
          className="-mr-2.5 !text-soft"
          onClick={() => updateDraft(() => ({ recentJobIds: [] }))}
        >
          Clear list
        </Button>
      </div>
      <ul className="flex flex-col gap-2">
        {jobIds.map((id) => (
          <Row key={id} jobId={id} />
        ))}
      </ul>
    </section>
  );
}

function Row({ jobId }: { jobId: string }) {
  const { data: job, error } = useQuery({
    ...jobQuery(jobId),
    // Progress sends no studio event, so a running job is polled.
    refetchInterval: ({ state: { data } }) => (data?.state === "running" ? 1500 : false),
  });
  const { data: assets } = useQuery({ ...assetsByJob(jobId), enabled: job?.state === "succeeded" });
  // Deleted, or no longer visible to the user.
  if (error) return undefined;
  if (!job) return <li className="skeleton h-20" />;
  const first = assets?.[0];
  return (
    <li className="grid grid-cols-[5rem_1fr] gap-3 rounded-lg border border-line bg-surface p-2">
      <div className="aspect-4/3 overflow-hidden rounded-sm bg-canvas">
        {first?.thumbnailUrl !== undefined && (
          <Picture src={first.thumbnailUrl} placeholder={first.placeholder} width={first.width} height={first.height} />
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <Link to="/jobs/$jobId" params={{ jobId }} className="truncate font-medium hover:underline">
          {job.show}/{job.sequence}/{job.shot}
        </Link>
        <div className="flex min-h-6 items-center gap-2">
          <StateBadge job={job} />
          {job.state === "running" ? <ProgressBar job={job} /> : <TimeAgo at={job.createdAt} />}
        </div>
        <Link
          to="/generate"
          search={{ from: jobId }}
          className="self-start text-sm text-soft underline decoration-line underline-offset-4 hover:text-text hover:decoration-current"
        >
          Edit and rerun
        </Link>
      </div>
    </li>
  );
}
