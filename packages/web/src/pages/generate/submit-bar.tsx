import { Link } from "@tanstack/react-router";
import { Button } from "../../parts/button.tsx";
import type { Submit } from "./submit.ts";
import { prices } from "./words.ts";

interface Props {
  state: Submit;
  /** Nothing has been changed since it was submitted. */
  fresh: boolean;
  jobs: number;
  price: { low: number; high: number } | undefined;
  press: () => void;
}

const isMac = /Mac|iP(hone|ad)/.test(navigator.userAgent);

/** The button, what it would cost beside it where there is no room for more, and what became of the last press. */
export function SubmitBar({ state, fresh, jobs, price, press }: Props) {
  const busy = state.at === "uploading" || state.at === "sending";
  return (
    <div className="sticky bottom-0 z-10 -mx-4 flex flex-col gap-2 border-t border-line bg-surface px-4 py-3 md:-mx-6 md:px-6 lg:static lg:mx-0 lg:border-0 lg:bg-transparent lg:p-0">
      <div className="flex items-center gap-3">
        <p className="min-w-0 flex-1 truncate font-medium tabular-nums lg:hidden">
          {price ? prices(price.low, price.high) : <span className="font-normal text-soft">No price yet</span>}
        </p>
        <Button busy={busy} onClick={press} className="min-h-11 lg:flex-1" aria-keyshortcuts="Control+Enter Meta+Enter">
          {labelOf(state, jobs)}
          {!busy && (
            <kbd className="hidden font-sans text-sm font-normal opacity-80 lg:inline">{isMac ? "⌘ ↵" : "Ctrl ↵"}</kbd>
          )}
        </Button>
      </div>
      <div role="status" className="text-sm lg:min-h-10">
        {state.at === "done" && <Done jobIds={state.jobIds} fresh={fresh} />}
        {state.at === "failed" && state.jobIds.length > 0 && (
          <p className="text-warn">
            {state.jobIds.length} {state.jobIds.length === 1 ? "job is" : "jobs are"} queued; the others still stand
            here.
          </p>
        )}
      </div>
    </div>
  );
}

function labelOf(state: Submit, jobs: number): string {
  if (state.at === "uploading") return "Waits for the files";
  if (state.at === "sending") return state.of > 1 ? `Submits ${state.done + 1} of ${state.of}` : "Submits";
  return jobs > 1 ? `Generate ${jobs} jobs` : "Generate";
}

function Done({ jobIds, fresh }: { jobIds: readonly string[]; fresh: boolean }) {
  const [only] = jobIds;
  return (
    <p className="text-good">
      {jobIds.length === 1 ? "Queued. " : `${jobIds.length} jobs queued. `}
      {jobIds.length === 1 && only !== undefined ? (
        <Link to="/jobs/$jobId" params={{ jobId: only }} className="underline">
          Follow it
        </Link>
      ) : (
        <Link to="/jobs" className="underline">
          Follow them
        </Link>
      )}
      {fresh && <span className="text-soft"> Change something and go on.</span>}
    </p>
  );
}
