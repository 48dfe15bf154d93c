import { hasEnded, type components } from "@pegbar/sdk";
import { strings } from "../../../strings/create.ts";
import { useJobEvents } from "../../jobs/use-job-events.ts";
import { ProgressBar } from "../../jobs/state.tsx";
import { describeWait } from "../../jobs/describe-wait.ts";
import { Compare } from "../../pictures/compare.tsx";
import { MediaView } from "../../pictures/media/media-view.tsx";
import type { Asset } from "../../pictures/queries.ts";

type Job = components["schemas"]["Job"];

interface Props {
  job: Job;
  asset: Asset | undefined;
  /** Result to compare with. */
  compareWith: string | undefined;
  label: string;
}

/** One attempt as large as there is room: its preview while it runs, then its result with zoom. */
export function Stage({ job, asset, compareWith, label }: Props) {
  const preview = useJobEvents(job);
  if (asset && compareWith !== undefined) return <Compare left={asset.id} right={compareWith} />;
  if (asset) return <MediaView key={asset.id} asset={asset} alt={label} />;
  return (
    <div className="relative grid h-full place-items-center">
      {preview ? (
        <img src={preview} alt={strings.preview} className="absolute inset-0 size-full object-contain" />
      ) : (
        <p className="p-6 text-center text-on-canvas">{job.failure?.message ?? describeState(job)}</p>
      )}
      {job.state === "running" && (
        <div className="absolute inset-x-3 bottom-3 rounded-md bg-surface px-3 py-1.5">
          <ProgressBar job={job} />
        </div>
      )}
    </div>
  );
}

const describeState = (job: Job): string =>
  hasEnded(job.state)
    ? strings.noPicture
    : job.state === "running"
      ? strings.waiting
      : job.wait
        ? describeWait(job.wait)
        : strings.queued;
