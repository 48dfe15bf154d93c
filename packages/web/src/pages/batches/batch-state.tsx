import type { BatchSummary } from "./queries.ts";

const stateClasses: Record<BatchSummary["state"], string> = {
  active: "text-busy bg-busy-wash",
  paused: "text-warn bg-warn-wash",
  stopped: "text-bad bg-bad-wash",
  ended: "text-soft bg-sunken",
};

function getStateLabel({ state, counts }: Pick<BatchSummary, "state" | "counts">): string {
  if (state === "ended") return counts.failed > 0 ? "Ended with failures" : counts.succeeded > 0 ? "Done" : "Cancelled";
  if (state === "active") return counts.running > 0 ? "Running" : counts.queued > 0 ? "Queued" : "Waiting";
  return { paused: "Paused", stopped: "Stopped" }[state];
}

export function BatchStateBadge({ batch }: { batch: Pick<BatchSummary, "state" | "counts"> }) {
  const { state, counts } = batch;
  const isDone = state === "ended" && counts.failed === 0 && counts.succeeded > 0;
  const classes = isDone
    ? "text-good bg-good-wash"
    : state === "ended" && counts.failed > 0
      ? "text-bad bg-bad-wash"
      : stateClasses[state];
  return (
    <span className={`inline-block rounded-sm px-2 py-0.5 text-sm font-medium whitespace-nowrap ${classes}`}>
      {getStateLabel(batch)}
    </span>
  );
}

const parts = [
  ["succeeded", "bg-good", "done"],
  ["running", "bg-busy", "running"],
  ["failed", "bg-bad", "failed"],
] as const;

/** How many of a batch's jobs are done, running and failed. */
export function BatchProgress({ batch: { counts, jobs } }: { batch: Pick<BatchSummary, "counts" | "jobs"> }) {
  const told = parts.filter(([state]) => counts[state] > 0).map(([state, , word]) => `${counts[state]} ${word}`);
  return (
    <div className="flex items-center gap-3">
      <div
        role="progressbar"
        aria-label="Progress"
        aria-valuenow={counts.succeeded}
        aria-valuemin={0}
        aria-valuemax={jobs}
        aria-valuetext={`${told.join(", ") || "none started"} of ${jobs}`}
        className="flex h-1.5 w-full min-w-24 overflow-hidden rounded-full bg-line"
      >
        {parts.map(([state, colour]) => (
          <div key={state} className={colour} style={{ width: `${(100 * counts[state]) / jobs}%` }} />
        ))}
      </div>
      <span className="text-xs whitespace-nowrap text-soft tabular-nums">
        {counts.succeeded} of {jobs}
      </span>
    </div>
  );
}
