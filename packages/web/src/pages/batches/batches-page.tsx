import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { LoadMore } from "../../components/load-more.tsx";
import { TableSkeleton } from "../../components/table.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { BatchProgress, BatchStateBadge } from "./batch-state.tsx";
import { batches, type BatchSummary } from "./queries.ts";

/** The batches that the user can see, updated live. */
export function BatchesPage() {
  const list = useInfiniteQuery(batches);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>Batches – Pegbar</title>
      <h1>Batches</h1>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={6} />
      ) : !list.data ? undefined : items.length === 0 ? (
        <EmptyState title="No batches yet">
          A batch renders the frames of a shot with one workflow: pegbar batch submit, or POST /v1/batches.
        </EmptyState>
      ) : (
        <ul aria-label="Batches" className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((item) => (
            <Row key={item.id} batch={item} />
          ))}
        </ul>
      )}
      <LoadMore query={list}>Load older batches</LoadMore>
    </div>
  );
}

function Row({ batch }: { batch: BatchSummary }) {
  const shot = `${batch.show}/${batch.sequence}/${batch.shot}`;
  return (
    <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 hover:bg-sunken md:grid-cols-[12rem_1fr_14rem_9rem_6rem]">
      <Link
        to="/batches/$batchId"
        params={{ batchId: batch.id }}
        className="row-link min-w-0 font-medium wrap-anywhere hover:underline"
      >
        {shot}
      </Link>
      <p className="col-start-1 row-start-2 truncate text-sm text-soft md:col-start-2 md:row-start-1">
        {[batch.name, batch.frames && `frames ${batch.frames}`].filter(Boolean).join(" · ") || `${batch.jobs} jobs`}
      </p>
      <div className="col-span-2 md:col-span-1 md:col-start-3">
        <BatchProgress batch={batch} />
      </div>
      <div className="col-start-2 row-start-1 text-right md:col-start-4">
        <BatchStateBadge batch={batch} />
      </div>
      <div className="col-start-2 row-start-2 text-right md:col-start-5 md:row-start-1">
        <TimeAgo at={batch.createdAt} />
      </div>
    </li>
  );
}
