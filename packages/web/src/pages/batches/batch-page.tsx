import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { Breadcrumb } from "../../components/breadcrumb.tsx";
import { PageError, PageSkeleton } from "../../components/page-state.tsx";
import { AddToPlaylist } from "../playlists/add-to-playlist.tsx";
import { BatchActions } from "./batch-actions.tsx";
import { BatchProgress, BatchStateBadge } from "./batch-state.tsx";
import { FrameGrid } from "./frame-grid.tsx";
import { batch as batchQuery, batchVersions, type Batch } from "./queries.ts";

const route = getRouteApi("/batches/$batchId");

/** One batch: its frames as they are made, what can be done with it, and its versions. */
export function BatchPage() {
  const { batchId } = route.useParams();
  const { data, error, refetch } = useQuery(batchQuery(batchId));
  if (error) return <PageError error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Detail batch={data} />;
}

function Detail({ batch }: { batch: Batch }) {
  const shot = `${batch.show}/${batch.sequence}/${batch.shot}`;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-5 p-4 md:p-6">
      <title>{`${batch.name || shot} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb to="/batches" list="Batches" name={shot} />
        <BatchStateBadge batch={batch} />
        <span className="grow" />
        <BatchActions batch={batch} />
      </div>
      <p className="text-soft">
        {[batch.name, batch.frames && `frames ${batch.frames}`, `${batch.jobs} jobs`].filter(Boolean).join(" · ")}
        {batch.retakeOf && (
          <>
            {" · retake of "}
            <Link to="/batches/$batchId" params={{ batchId: batch.retakeOf }} className="underline">
              an earlier batch
            </Link>
          </>
        )}
      </p>
      {batch.state === "stopped" && batch.reason && (
        <p role="status" className="rounded-md bg-bad-wash px-3 py-2 text-bad">
          The batch {batch.reason}. Find out why, then resume it.
        </p>
      )}
      <BatchProgress batch={batch} />
      <Waiting batch={batch} />
      <Versions batch={batch} />
      <FrameGrid batch={batch} />
    </div>
  );
}

/** Says why nothing happens when jobs of later steps wait for failed ones. */
function Waiting({ batch: { counts, state } }: { batch: Batch }) {
  const isStuck = state === "active" && counts.waiting > 0 && counts.failed > 0 && counts.queued + counts.running === 0;
  if (!isStuck) return null;
  return (
    <p role="status" className="rounded-md bg-warn-wash px-3 py-2 text-warn">
      {counts.waiting} {counts.waiting === 1 ? "job waits" : "jobs wait"} for failed frames of an earlier step. Retry
      them, or cancel the batch.
    </p>
  );
}

function Versions({ batch }: { batch: Batch }) {
  const { data = [] } = useQuery(batchVersions(batch.id));
  if (data.length === 0) return null;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <ul aria-label="Versions" className="flex flex-wrap gap-2">
        {data
          .toSorted((a, b) => a.number - b.number)
          .map(({ id, name, number, status, files }) => (
            <li key={id} className="rounded-md border border-line bg-surface px-3 py-1.5 text-sm">
              <Link to="/versions/$versionId" params={{ versionId: id }} className="font-medium hover:underline">
                {name} {formatVersion(number)}
              </Link>
              <span className="text-soft">
                {" "}
                · {files} {files === 1 ? "file" : "files"} · {status === "pending" ? "not reviewed" : status}
              </span>
            </li>
          ))}
      </ul>
      <AddToPlaylist showId={data[0]?.showId ?? ""} versionIds={data.map(({ id }) => id)} size="sm" />
    </div>
  );
}
