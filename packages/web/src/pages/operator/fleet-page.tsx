import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Problem } from "../../parts/problem.tsx";
import { RowsToCome } from "../../parts/table.tsx";
import { Classes } from "./fleet/classes.tsx";
import { Cluster } from "./fleet/cluster.tsx";
import { Image } from "./fleet/image.tsx";
import { Repairs } from "./fleet/repairs.tsx";
import { Workers } from "./fleet/workers.tsx";
import { clusterState, fleet, goldenImage } from "./queries.ts";

/** What runs jobs: classes of GPUs, workers, their image and the cluster below them. */
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
          What runs jobs, of all studios together. Numbers are those of the last seconds; what each studio may take of
          them stands with the{" "}
          <Link to="/studios" className="underline">
            studios
          </Link>
          .
        </p>
      </div>
      {list.error && !list.data && <Problem error={list.error} again={() => void list.refetch()} />}
      {list.isPending && <RowsToCome rows={5} />}
      {list.data && (
        <>
          <Classes rows={list.data.classes} />
          <Workers rows={list.data.workers} />
        </>
      )}
      <div className="grid gap-6 lg:grid-cols-2">
        {image.error ? (
          <Problem error={image.error} again={() => void image.refetch()} />
        ) : image.data ? (
          <Image image={image.data} />
        ) : (
          <RowsToCome rows={3} />
        )}
        {cluster.error ? (
          <Problem error={cluster.error} again={() => void cluster.refetch()} />
        ) : cluster.data ? (
          <Cluster cluster={cluster.data} />
        ) : (
          <RowsToCome rows={3} />
        )}
      </div>
      {list.data && <Repairs rows={list.data.repairs} />}
    </div>
  );
}
