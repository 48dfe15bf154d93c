import { useQuery } from "@tanstack/react-query";
import { hasEnded, type components } from "@pegbar/sdk";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { useObjectUrl } from "../../../components/use-object-url.ts";
import { strings } from "../../../strings/create.ts";
import { useJobEvents } from "../../jobs/use-job-events.ts";
import { ProgressBar } from "../../jobs/state.tsx";
import { describeWait } from "../../jobs/describe-wait.ts";
import { Compare } from "../../pictures/compare.tsx";
import { file, type Asset } from "../../pictures/queries.ts";
import { Zoom } from "../../pictures/zoom.tsx";

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
  if (asset) return <Result key={asset.id} asset={asset} label={label} />;
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

/** The thumbnail until the file has arrived. Files that a browser can't show have only the thumbnail. */
function Result({ asset, label }: { asset: Asset; label: string }) {
  const isShown = /^image\/(png|jpeg|webp|gif|avif)$/.test(asset.contentType);
  const { data, error, refetch } = useQuery({ ...file(asset.id), enabled: isShown });
  const url = useObjectUrl(data);
  if (error)
    return (
      <div className="mx-auto max-w-md p-6">
        <ErrorMessage error={error} onRetry={() => void refetch()} />
      </div>
    );
  if (isShown) return <Zoom src={url} thumbnailUrl={asset.thumbnailUrl} alt={label} />;
  if (asset.thumbnailUrl === undefined)
    return <p className="grid h-full place-items-center p-6 text-center text-on-canvas">{strings.noPreview}</p>;
  return <img src={asset.thumbnailUrl} alt={label} className="size-full object-contain" />;
}
