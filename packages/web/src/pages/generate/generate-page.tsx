import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { shows as showList, workflows as workflowList } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Problem } from "../../parts/problem.tsx";
import { openUploads } from "../../upload/uploads.ts";
import { openDesk } from "./desk.ts";
import { Generate } from "./generate.tsx";

/** Upload and generate: a shot, a workflow, its form, and what it would cost. */
export function GeneratePage() {
  const { tenant } = useMe();
  const tenantId = tenant?.id ?? "";
  const shows = useQuery(showList);
  const workflows = useQuery(workflowList);
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
  if (shows.data.length === 0)
    return (
      <Empty title="No show yet">
        Every picture belongs to a shot of a show. You are in none yet: ask an admin of your studio to make one, or to
        add you to theirs. It appears here by itself.
      </Empty>
    );
  if (workflows.data.length === 0)
    return (
      <Empty title="No workflow yet">
        A workflow is a ComfyUI graph with a form. An admin of your studio publishes one from ComfyUI’s export “Save
        (API format)”; then its form stands here.
      </Empty>
    );
  openDesk(tenantId);
  openUploads(tenantId);
  return <Generate shows={shows.data} workflows={workflows.data} />;
}

const Title = () => <title>Generate – Pegbar</title>;

function Empty({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="mx-auto flex max-w-2xl flex-col items-center gap-2 p-6 pt-[15vh] text-center">
      <Title />
      <h1>{title}</h1>
      <p className="max-w-prose text-soft">{children}</p>
    </div>
  );
}

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
