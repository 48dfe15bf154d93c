import type { components } from "@pegbar/sdk";

type Job = components["schemas"]["JobSummary"];

const stateClasses: Record<Job["state"], string> = {
  queued: "text-soft bg-sunken",
  running: "text-busy bg-busy-wash",
  held: "text-warn bg-warn-wash",
  succeeded: "text-good bg-good-wash",
  failed: "text-bad bg-bad-wash",
  cancelled: "text-soft bg-sunken",
};

/** A job's state for display. */
function getStateLabel({
  state,
  cancelRequested,
  reason,
  heldBy,
}: Pick<Job, "state" | "cancelRequested" | "reason" | "heldBy">): string {
  if (heldBy === "dependency") return "Waiting";
  if (cancelRequested && state === "running") return "Stopping";
  if (state === "queued") return reason === null ? "Queued" : "Interrupted, resuming";
  return { running: "Running", held: "Held", succeeded: "Done", failed: "Failed", cancelled: "Cancelled" }[state];
}

export function StateBadge({ job }: { job: Job }) {
  return (
    <span
      className={`inline-block rounded-sm px-2 py-0.5 text-sm font-medium whitespace-nowrap ${stateClasses[job.state]}`}
    >
      {getStateLabel(job)}
    </span>
  );
}

/** Progress of a running job, with the current node on hover. */
export function ProgressBar({ job }: { job: Job }) {
  const percent = Math.round((job.progress?.fraction ?? 0) * 100);
  const { classType, step, steps } = job.progress ?? {};
  const where = [classType, step === undefined ? undefined : `step ${step} of ${steps}`].filter(Boolean).join(", ");
  return (
    <div className="flex items-center gap-2">
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={percent}
        aria-valuemin={0}
        aria-valuemax={100}
        className="h-1.5 w-full min-w-24 overflow-hidden rounded-full bg-line"
      >
        <div
          className="h-full origin-left rounded-full bg-busy transition-transform duration-500"
          style={{ transform: `scaleX(${percent / 100})` }}
        />
      </div>
      <span className="text-xs whitespace-nowrap text-soft tabular-nums" title={where}>
        {percent} %
      </span>
    </div>
  );
}
