import { Link } from "@tanstack/react-router";
import { Button } from "../../components/button.tsx";
import type { SubmitState } from "./use-submit.ts";
import { formatPriceRange } from "./format.ts";

interface Props {
  state: SubmitState;
  /** The form has not changed since it was submitted. */
  isUnchanged: boolean;
  jobs: number;
  price: { low: number; high: number } | undefined;
  onSubmit: () => void;
}

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** The price and the submit button, always in sight, with the result of the last submit. */
export function SubmitBar({ state, isUnchanged, jobs, price, onSubmit }: Props) {
  const isBusy = state.at === "uploading" || state.at === "sending";
  return (
    <div className="sticky bottom-0 z-10 -mx-4 flex flex-col gap-2 border-t border-line bg-surface px-4 py-3 md:-mx-6 md:px-6 lg:mx-0 lg:-mb-6 lg:bg-ground lg:px-0">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 truncate font-medium tabular-nums">
          {price ? (
            formatPriceRange(price.low, price.high)
          ) : (
            <span className="font-normal text-soft">No price yet</span>
          )}
        </p>
        <Button
          busy={isBusy}
          onClick={onSubmit}
          className="min-h-11 lg:flex-1"
          aria-keyshortcuts="Control+Enter Meta+Enter"
        >
          {getButtonLabel(state, jobs)}
          {!isBusy && (
            <kbd className="hidden font-sans text-sm font-normal opacity-80 lg:inline">{isMac ? "⌘ ↵" : "Ctrl ↵"}</kbd>
          )}
        </Button>
      </div>
      <div role="status" className="text-sm lg:min-h-10">
        {state.at === "done" && <Done jobIds={state.jobIds} batchId={state.batchId} isUnchanged={isUnchanged} />}
        {state.at === "failed" && state.jobIds.length > 0 && (
          <p className="text-warn">
            {state.jobIds.length} {state.jobIds.length === 1 ? "job" : "jobs"} queued. The other files are still in the
            form.
          </p>
        )}
      </div>
    </div>
  );
}

function getButtonLabel(state: SubmitState, jobs: number): string {
  if (state.at === "uploading") return "Waiting for uploads…";
  if (state.at === "sending") return state.of > 1 ? `Submitting ${state.done + 1} of ${state.of}…` : "Submitting…";
  return jobs > 1 ? `Generate ${jobs} jobs` : "Generate";
}

interface DoneProps {
  jobIds: readonly string[];
  batchId: string | undefined;
  isUnchanged: boolean;
}

function Done({ jobIds, batchId, isUnchanged }: DoneProps) {
  const [only] = jobIds;
  if (batchId !== undefined)
    return (
      <p className="text-good">
        Batch queued.{" "}
        <Link to="/batches/$batchId" params={{ batchId }} className="underline">
          View batch
        </Link>
        {isUnchanged && <span className="text-soft"> · Change a setting to submit again.</span>}
      </p>
    );
  return (
    <p className="text-good">
      {jobIds.length === 1 ? "Queued. " : `${jobIds.length} jobs queued. `}
      {jobIds.length === 1 && only !== undefined ? (
        <Link to="/jobs/$jobId" params={{ jobId: only }} className="underline">
          View job
        </Link>
      ) : (
        <Link to="/jobs" className="underline">
          View jobs
        </Link>
      )}
      {isUnchanged && <span className="text-soft"> · Change a setting to submit again.</span>}
    </p>
  );
}
