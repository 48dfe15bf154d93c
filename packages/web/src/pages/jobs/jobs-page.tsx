import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { getStableUrl } from "../../api/stable-url.ts";
import { members, shows } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { Select } from "../../components/select.tsx";
import { LoadMore } from "../../components/load-more.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { Picture } from "../../components/picture.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TableSkeleton } from "../../components/table.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { JobActions } from "./job-actions.tsx";
import { jobs } from "./queries.ts";
import { parseJobsSearch, states, type JobState } from "./search.ts";
import { ProgressBar, StateBadge } from "./state.tsx";
import { describeWait } from "./describe-wait.ts";

type Job = components["schemas"]["JobSummary"];
const route = getRouteApi("/jobs");

const stateLabels: Record<JobState, string> = {
  queued: "Queued",
  running: "Running",
  held: "Held",
  succeeded: "Done",
  failed: "Failed",
  cancelled: "Cancelled",
};

/** The jobs that the user can see, updated live, with bulk actions. */
export function JobsPage() {
  const search = route.useSearch();
  const list = useInfiniteQuery(jobs(search));
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const chosenJobs = items.filter(({ id }) => chosen.has(id));
  const toggle = (id: string) =>
    setChosen((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>Jobs – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3">
        <h1>Jobs</h1>
        <Filters />
      </div>
      <SelectionBar jobs={chosenJobs} onClear={() => setChosen(new Set())} />
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={8} />
      ) : !list.data ? undefined : items.length === 0 ? (
        <NoJobs isFiltered={Object.keys(search).length > 0} />
      ) : (
        <ul aria-label="Jobs" className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((job) => (
            <Row key={job.id} job={job} chosen={chosen.has(job.id)} toggle={() => toggle(job.id)} />
          ))}
        </ul>
      )}
      <LoadMore query={list}>Load older jobs</LoadMore>
    </div>
  );
}

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useMe();
  const showList = useQuery(shows);
  const memberList = useQuery({ ...members, enabled: can("member.read") });
  const set = (change: Record<string, string>) =>
    void navigate({ search: (before) => parseJobsSearch({ ...before, ...change }), replace: true });
  return (
    <form className="flex flex-wrap gap-2" aria-label="Filter">
      <Select
        label="State"
        value={search.state ?? ""}
        options={[["", "All states"], ...states.map((state) => [state, stateLabels[state]] as const)]}
        onChange={(state) => set({ state })}
      />
      <Select
        label="Show"
        value={search.show ?? ""}
        options={[["", "All shows"], ...(showList.data ?? []).map(({ id, code }) => [id, code] as const)]}
        onChange={(show) => set({ show })}
      />
      {can("member.read") && (
        <Select
          label="Member"
          value={search.member ?? ""}
          options={[["", "Everyone"], ...(memberList.data ?? []).map(({ id, name }) => [id, name] as const)]}
          onChange={(member) => set({ member })}
        />
      )}
    </form>
  );
}

function Row({ job, chosen, toggle }: { job: Job; chosen: boolean; toggle: () => void }) {
  const prompt = job.parameters["prompt"];
  return (
    <li className="relative grid grid-cols-[auto_3.5rem_1fr_auto] items-center gap-x-3 gap-y-1 border-b border-line px-3 py-2.5 last:border-b-0 hover:bg-sunken md:grid-cols-[auto_4.5rem_11rem_1fr_9rem_9rem_6rem]">
      <input
        type="checkbox"
        className="z-1 row-span-2 size-4 accent-accent md:row-span-1"
        checked={chosen}
        onChange={toggle}
        aria-label={`Select the job for ${job.show}/${job.sequence}/${job.shot}`}
      />
      <div className="row-span-2 aspect-video overflow-hidden rounded-sm bg-canvas md:row-span-1">
        {job.pictureUrl && <Picture src={getPictureUrl(job)} placeholder={job.placeholder} />}
      </div>
      <Link
        to="/jobs/$jobId"
        params={{ jobId: job.id }}
        className="row-link min-w-0 text-sm font-medium wrap-anywhere hover:underline md:text-base"
      >
        {job.show}/{job.sequence}/{job.shot}
      </Link>
      <p className="col-start-3 row-start-2 truncate text-sm text-soft md:col-start-4 md:row-start-1">
        {typeof prompt === "string" ? prompt : job.id}
      </p>
      <div className="col-span-2 col-start-3 md:col-span-1 md:col-start-5">
        {job.state === "running" && <ProgressBar job={job} />}
        {job.wait && <p className="text-xs text-soft tabular-nums">{describeWait(job.wait)}</p>}
      </div>
      <div className="col-start-4 row-start-1 text-right md:col-start-6">
        <StateBadge job={job} />
      </div>
      <div className="col-start-4 row-start-2 text-right md:col-start-7 md:row-start-1">
        <TimeAgo at={job.createdAt} />
      </div>
    </li>
  );
}

/** A result's URL is reused while it is valid; previews change. */
const getPictureUrl = ({ id, state, pictureUrl = "" }: Job): string =>
  state === "running" ? pictureUrl : getStableUrl(id, pictureUrl);

/** Number of selected jobs, with bulk actions. */
function SelectionBar({ jobs, onClear }: { jobs: readonly Job[]; onClear: () => void }) {
  if (jobs.length === 0) return undefined;
  return (
    <div className="sticky top-2 z-10 flex flex-wrap items-center gap-2 rounded-lg border border-line bg-raised p-2 shadow-md">
      <p role="status" className="px-1 text-sm font-medium">
        {jobs.length} selected
      </p>
      <JobActions jobs={jobs} onDone={onClear} />
      <Button size="sm" variant="quiet" onClick={onClear}>
        Clear selection
      </Button>
    </div>
  );
}

const NoJobs = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
    <EmptyState
      title="No matches"
      action={
        <Link to="/jobs" className="text-accent underline">
          Show all jobs
        </Link>
      }
    >
      Remove a filter.
    </EmptyState>
  ) : (
    <EmptyState title="No jobs yet">
      A job runs a workflow for a shot. Your jobs appear here when you submit them, and update automatically.
    </EmptyState>
  );
