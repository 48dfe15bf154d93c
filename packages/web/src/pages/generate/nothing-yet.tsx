import { Link } from "@tanstack/react-router";
import { useMe } from "../../api/me.ts";
import { EmptyPage } from "../../parts/empty.tsx";

/** A studio without a show, or somebody who is in none. */
export function NoShow() {
  const { can } = useMe();
  if (can("show.create"))
    return (
      <EmptyPage
        title="No show yet"
        act={
          <Link to="/admin/shows" className="text-accent underline">
            To the shows
          </Link>
        }
      >
        Every picture belongs to a shot of a show. Make a show with its shots, and put people into it.
      </EmptyPage>
    );
  return (
    <EmptyPage title="No show yet">
      Every picture belongs to a shot of a show. You are in none yet: ask an admin of your studio to make one, or to add
      you to theirs. It appears here by itself.
    </EmptyPage>
  );
}

/** A studio without a workflow that can be run: an admin reads how one is published, everybody else whom to ask. */
export function NoWorkflow() {
  const { can } = useMe();
  if (can("workflow.write"))
    return (
      <EmptyPage title="No workflow yet" act={<HowToPublish />}>
        A workflow is a ComfyUI graph with a form. You publish one through the API; its form then stands here by itself.
      </EmptyPage>
    );
  return (
    <EmptyPage title="No workflow yet">
      A workflow is a ComfyUI graph with a form. Ask an admin of your studio to publish one. Its form then stands here
      by itself, and there is nothing that you have to do before.
    </EmptyPage>
  );
}

const HowToPublish = () => (
  <ol className="mt-3 flex list-decimal flex-col gap-2 rounded-lg border border-line bg-surface py-4 pr-5 pl-9 text-left">
    <li>Save the graph in ComfyUI with “Save (API format)”.</li>
    <li>
      Have a form proposed for it: <Route>POST /v1/workflows/proposals</Route>
    </li>
    <li>
      Publish both: <Route>POST /v1/workflows</Route>. One that was retired comes back with{" "}
      <Route>POST /v1/workflows/…/restore</Route>
    </li>
  </ol>
);

const Route = ({ children }: { children: string }) => (
  <code className="font-mono text-sm whitespace-nowrap text-text">{children}</code>
);
