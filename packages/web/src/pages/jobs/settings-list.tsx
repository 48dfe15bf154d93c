import type { components } from "@pegbar/sdk";
import { TimeAgo } from "../../components/time-ago.tsx";
import { listSettings } from "./list-settings.ts";

type Job = Pick<components["schemas"]["Job"], "workflowVersionId" | "parameters" | "erasedAt">;

/** Whether the job was submitted with a form, which can be filled in again. */
export const hasForm = ({ workflowVersionId }: Pick<Job, "workflowVersionId">): boolean => workflowVersionId !== null;

/** What the artist set for a job, or why there is nothing to show. */
export function SettingsList({ job }: { job: Job }) {
  if (job.erasedAt !== null)
    return (
      <p className="text-soft">
        Settings erased <TimeAgo at={job.erasedAt} />. Pictures, costs and certificates are kept.
      </p>
    );
  if (!hasForm(job))
    return (
      <p className="text-soft">Submitted as a graph, which has no form. The workflow of a result has its values.</p>
    );
  return <Facts entries={listSettings(job.parameters)} />;
}

/** Names and values. */
export const Facts = ({ entries }: { entries: readonly (readonly [name: string, value: string])[] }) => (
  <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1">
    {entries.map(([name, value]) => (
      <div key={name} className="col-span-2 grid grid-cols-subgrid">
        <dt className="text-soft">{name}</dt>
        <dd className="min-w-0 break-words">{value}</dd>
      </div>
    ))}
  </dl>
);
