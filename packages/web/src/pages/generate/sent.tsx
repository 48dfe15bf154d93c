import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Button } from "../../parts/button.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Ago } from "../../parts/time.tsx";
import { assetsOf, job as jobQuery } from "../jobs/queries.ts";
import { ProgressBar, State } from "../jobs/state.tsx";
import { change } from "./desk.ts";

/** What was submitted from here lately, as it goes on: to be followed, or taken up again. */
export function Sent({ jobIds }: { jobIds: readonly string[] }) {
  if (jobIds.length === 0) return undefined;
  return (
    <section aria-labelledby="sent" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 id="sent">Lately from here</h2>
        <Button look="quiet" size="sm" className="-mr-2.5 !text-soft" onClick={() => change(() => ({ sent: [] }))}>
          Clear the list
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
    // Progress is no event of the studio's: while it runs, it is asked for.
    refetchInterval: ({ state: { data } }) => (data?.state === "running" ? 1500 : false),
  });
  const { data: assets } = useQuery({ ...assetsOf(jobId), enabled: job?.state === "succeeded" });
  // Not there any more, or not one's own to see.
  if (error) return undefined;
  if (!job) return <li className="skeleton h-20" />;
  const first = assets?.[0];
  return (
    <li className="grid grid-cols-[5rem_1fr] gap-3 rounded-lg border border-line bg-surface p-2">
      <div className="aspect-4/3 overflow-hidden rounded-sm bg-easel">
        {first?.thumbnailUrl !== undefined && (
          <Picture src={first.thumbnailUrl} placeholder={first.placeholder} width={first.width} height={first.height} />
        )}
      </div>
      <div className="flex min-w-0 flex-col gap-1">
        <Link to="/jobs/$jobId" params={{ jobId }} className="truncate font-medium hover:underline">
          {job.show}/{job.sequence}/{job.shot}
        </Link>
        <div className="flex min-h-6 items-center gap-2">
          <State job={job} />
          {job.state === "running" ? <ProgressBar job={job} /> : <Ago at={job.createdAt} />}
        </div>
        <Link
          to="/generate"
          search={{ from: jobId }}
          className="self-start text-sm text-soft underline decoration-line underline-offset-4 hover:text-text hover:decoration-current"
        >
          Again with changes
        </Link>
      </div>
    </li>
  );
}
