import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { components } from "@pegbar/sdk";
import { getStableUrl } from "../../api/stable-url.ts";
import { ErrorMessage } from "../../components/error-message.tsx";
import { LoadMore } from "../../components/load-more.tsx";
import { Picture } from "../../components/picture.tsx";
import { batchJobs, type Batch } from "./queries.ts";

type Job = components["schemas"]["JobSummary"];

const frames: Record<Job["state"], string> = {
  queued: "border-line",
  running: "border-busy",
  held: "border-warn",
  succeeded: "border-line",
  failed: "border-bad",
  cancelled: "border-line opacity-50",
};

const labels: Record<Job["state"], string> = {
  queued: "queued",
  running: "running",
  held: "held",
  succeeded: "done",
  failed: "failed",
  cancelled: "cancelled",
};

/** One cell per job, in the order of the frames: its picture, or its state. */
export function FrameGrid({ batch }: { batch: Batch }) {
  const list = useInfiniteQuery(batchJobs(batch.id));
  const jobs = list.data?.pages.flatMap(({ items }) => items) ?? [];
  if (list.error) return <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />;
  if (list.isPending) return <div className="skeleton h-64" aria-busy="true" />;
  const steps = getStepNames(batch);
  return (
    <div className="flex flex-col gap-6">
      {Map.groupBy(jobs, stepOf(steps.length))
        .entries()
        .toArray()
        .toSorted(([a], [b]) => a - b)
        .map(([step, ofStep]) => (
          <section key={step} aria-label={steps[step] ?? "Frames"} className="flex flex-col gap-2">
            {steps.length > 1 && <h2 className="text-base">{steps[step]}</h2>}
            <ul className="grid grid-cols-[repeat(auto-fill,minmax(7rem,1fr))] gap-2">
              {ofStep.map((job) => (
                <Cell key={job.id} job={job} />
              ))}
            </ul>
          </section>
        ))}
      <LoadMore query={list}>Load more frames</LoadMore>
    </div>
  );
}

const stepOf =
  (count: number) =>
  ({ step }: Job): number =>
    Math.min(step, count - 1);

/** Names of the steps, first to last; one for a batch without later steps. */
function getStepNames({ request }: Batch): string[] {
  const later = Array.isArray(request["steps"]) ? (request["steps"] as { name?: unknown }[]) : [];
  return [request["step"], ...later.map(({ name }) => name)].map((name) =>
    typeof name === "string" ? name : "Frames",
  );
}

function Cell({ job }: { job: Job }) {
  const name =
    job.frame === null ? `variant ${job.variant + 1}` : job.window ? `frames ${job.window.kept}` : `frame ${job.frame}`;
  const label = job.heldBy === "dependency" ? "waiting" : labels[job.state];
  const told = [name, job.frame !== null && job.variant > 0 ? `variant ${job.variant + 1}` : "", label];
  return (
    <li>
      <Link
        to="/jobs/$jobId"
        params={{ jobId: job.id }}
        title={job.failure?.message ?? job.reason ?? undefined}
        aria-label={told.filter(Boolean).join(", ")}
        className={`relative block aspect-video overflow-hidden rounded-md border-2 bg-canvas ${job.heldBy === "dependency" ? frames.queued : frames[job.state]}`}
      >
        {job.pictureUrl ? (
          <Picture
            src={getStableUrl(job.id + job.state, job.pictureUrl)}
            placeholder={job.placeholder}
            loading="lazy"
          />
        ) : (
          <span className="grid h-full place-items-center pb-4 text-xs text-on-canvas">{label}</span>
        )}
        <span
          aria-hidden="true"
          className="absolute inset-x-0 bottom-0 flex justify-between gap-1 bg-black/65 px-1.5 py-0.5 text-xs text-white tabular-nums"
        >
          <span>{job.window?.kept ?? job.frame ?? job.variant + 1}</span>
          {job.reusedJobId && <span>reused</span>}
        </span>
      </Link>
    </li>
  );
}
