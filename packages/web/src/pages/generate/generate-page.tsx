import { useQuery } from "@tanstack/react-query";
import { shows as showList, workflows as workflowList } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Problem } from "../../parts/problem.tsx";
import { openUploads } from "../../upload/uploads.ts";
import { openDesk } from "./desk.ts";
import { Generate } from "./generate.tsx";
import { NoShow, NoWorkflow } from "./nothing-yet.tsx";

/** Neither is an event of the studio's: while there are none they are asked for. */
const untilThereAreSome = ({ state: { data } }: { state: { data: readonly unknown[] | undefined } }) =>
  data?.length === 0 ? 5000 : false;

/** Upload and generate: a shot, a workflow, its form, and what it would cost. */
export function GeneratePage() {
  const { tenant } = useMe();
  const tenantId = tenant?.id ?? "";
  const shows = useQuery({ ...showList, refetchInterval: untilThereAreSome });
  const workflows = useQuery({ ...workflowList, refetchInterval: untilThereAreSome });
  const error = shows.error ?? workflows.error;
  if (error && !(shows.data && workflows.data))
    return (
      <div className="mx-auto max-w-lg p-6">
        <Title />
        <Problem
          error={error}
          again={() => {
            void shows.refetch();
            void workflows.refetch();
          }}
        />
      </div>
    );
  if (!shows.data || !workflows.data) return <Skeleton />;
  if (shows.data.length === 0 || workflows.data.length === 0)
    return (
      <>
        <Title />
        {shows.data.length === 0 ? <NoShow /> : <NoWorkflow />}
      </>
    );
  openDesk(tenantId);
  openUploads(tenantId);
  return <Generate shows={shows.data} workflows={workflows.data} />;
}

const Title = () => <title>Generate – Pegbar</title>;

const Skeleton = () => (
  <div aria-busy="true" className="mx-auto grid max-w-7xl gap-6 p-4 md:p-6 lg:grid-cols-[1fr_20rem]">
    <Title />
    <span className="sr-only">Loading</span>
    <div className="flex flex-col gap-6">
      <div className="skeleton h-20" />
      <div className="skeleton h-28" />
      <div className="skeleton h-96" />
    </div>
    <div className="skeleton h-80" />
  </div>
);
