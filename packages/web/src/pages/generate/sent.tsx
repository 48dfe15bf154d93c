import { useQueries } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { Ago } from "../../parts/time.tsx";
import { assetsOf, job } from "../jobs/queries.ts";
import { ProgressBar, State } from "../jobs/state.tsx";
import { change } from "./desk.ts";
import { Button } from "../../parts/button.tsx";

/** What was submitted from here lately, as it goes on: to be followed, or taken up again. */
export function Sent({ jobIds }: { jobIds: readonly string[] }) {
  const found = useQueries({
    queries: jobIds.map((id) => ({
      ...job(id),
      // Progress is no event of the studio's: while it runs, it is asked for.
      refetchInterval: ({ state }: { state: { data?: { state: string } | undefined } }) =>
        state.data?.state === "running" ? 1500 : false,
    })),
  });
  const jobs = found.flatMap(({ data }) => data ?? []);
  const pictures = useQueries({
    queries: jobs.map((one) => ({ ...assetsOf(one.id), enabled: one.state === "succeeded" })),
  });
  if (jobs.length === 0) return undefined;
  return (
    <section aria-labelledby="sent" className="flex flex-col gap-2">
      <div className="flex items-center justify-between">
        <h2 id="sent">Lately from here</h2>
        <Button look="quiet" size="sm" className="!text-soft" onClick={() => change(() => ({ sent: [] }))}>
          Clear the list
        </Button>
      </div>
      <ul className="flex flex-col gap-2">
        {jobs.map((one, index) => {
          const picture = pictures[index]?.data?.[0]?.thumbnailUrl;
          return (
            <li key={one.id} className="grid grid-cols-[5rem_1fr] gap-3 rounded-lg border border-line bg-surface p-2">
              <div className="aspect-4/3 overflow-hidden rounded-sm bg-easel">
                {picture !== undefined && <img src={picture} alt="" className="size-full object-contain" />}
              </div>
              <div className="flex min-w-0 flex-col gap-1">
                <div className="flex items-center justify-between gap-2">
                  <Link to="/jobs/$jobId" params={{ jobId: one.id }} className="truncate font-medium hover:underline">
                    {one.show}/{one.sequence}/{one.shot}
                  </Link>
                  <Ago at={one.createdAt} />
                </div>
                <div className="flex flex-wrap items-center gap-2">
                  <State job={one} />
                  <Link
                    to="/generate"
                    search={{ from: one.id }}
                    className="text-sm text-soft underline decoration-line underline-offset-4 hover:text-text hover:decoration-current"
                  >
                    Again with changes
                  </Link>
                </div>
                {one.state === "running" && <ProgressBar job={one} />}
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
