import { useQuery } from "@tanstack/react-query";
import { shows as showList, workflows as workflowList } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { ErrorMessage } from "../../components/error-message.tsx";
import { restoreUploads } from "../../upload/uploads.ts";
import { restoreDraft } from "./draft.ts";
import { Generate } from "./generate.tsx";
import { NoShows, NoWorkflows } from "./empty-states.tsx";

/** New shows and workflows send no studio event, so an empty list is polled. */
const pollWhileEmpty = ({ state: { data } }: { state: { data: readonly unknown[] | undefined } }) =>
  data?.length === 0 ? 5000 : false;

/** Loads shows and workflows for the generate form. */
export function GeneratePage() {
  const { tenant } = useMe();
  const tenantId = tenant?.id ?? "";
  const shows = useQuery({ ...showList, refetchInterval: pollWhileEmpty });
  const workflows = useQuery({ ...workflowList, refetchInterval: pollWhileEmpty });
  const error = shows.error ?? workflows.error;
  if (error && !(shows.data && workflows.data))
    return (
      <div className="mx-auto max-w-lg p-6">
        <Title />
        <ErrorMessage
          error={error}
          onRetry={() => {
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
        {shows.data.length === 0 ? <NoShows /> : <NoWorkflows />}
      </>
    );
  restoreDraft(tenantId);
  restoreUploads(tenantId);
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
