import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TableSkeleton } from "../../components/table.tsx";
import { Classes } from "./fleet/classes.tsx";
import { Cluster } from "./fleet/cluster.tsx";
import { Image } from "./fleet/image.tsx";
import { ReconcilerCorrections } from "./fleet/reconciler-corrections.tsx";
import { StuckClasses } from "./fleet/stuck-classes.tsx";
import { Workers } from "./fleet/workers.tsx";
import { clusterState, fleet, goldenImage } from "./queries.ts";

/** GPU classes, workers, their image, and the cluster. */
export function FleetPage() {
  const list = useQuery(fleet);
  const image = useQuery(goldenImage);
  const cluster = useQuery(clusterState);
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-6 p-4 md:p-6">
      <title>Fleet – Pegbar</title>
      <div className="flex flex-col gap-2">
        <h1>Fleet</h1>
        <p className="max-w-2xl text-soft">
          GPUs and workers that run the jobs of all studios. Numbers update every few seconds. To see the limits of each
          studio, open{" "}
          <Link to="/studios" className="underline">
            Studios
          </Link>
          .
        </p>
      </div>
      {list.error && !list.data && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <TableSkeleton rows={5} />}
      {list.data && (
        <>
          <StuckClasses rows={list.data.classes} />
          <Classes rows={list.data.classes} />
          <Workers
            rows={list.data.workers}
            startsWorkers={list.data.classes.some(({ startsWorkers }) => startsWorkers)}
          />
        </>
      )}
      <div className="grid gap-6 lg:grid-cols-2">
        {image.error ? (
          <ErrorMessage error={image.error} onRetry={() => void image.refetch()} />
        ) : image.data ? (
          <Image image={image.data} />
        ) : (
          <TableSkeleton rows={3} />
        )}
        {cluster.error ? (
          <ErrorMessage error={cluster.error} onRetry={() => void cluster.refetch()} />
        ) : cluster.data ? (
          <Cluster cluster={cluster.data} />
        ) : (
          <TableSkeleton rows={3} />
        )}
      </div>
      {list.data && <ReconcilerCorrections rows={list.data.repairs} />}
    </div>
  );
}
