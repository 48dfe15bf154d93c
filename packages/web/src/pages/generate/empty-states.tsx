import { Link } from "@tanstack/react-router";
import { useMe } from "../../api/me.ts";
import { EmptyPage } from "../../components/empty-state.tsx";

/** The studio has no show, or the user is in none. */
export function NoShows() {
  const { can } = useMe();
  if (can("show.create"))
    return (
      <EmptyPage
        title="No shows yet"
        action={
          <Link to="/admin/shows" className="text-accent underline">
            Go to shows
          </Link>
        }
      >
        Jobs belong to a shot in a show. Create a show, then add shots and people.
      </EmptyPage>
    );
  return (
    <EmptyPage title="No shows yet">
      Jobs belong to a shot in a show, and you aren’t in a show yet. Ask an admin to add you. This page updates
      automatically.
    </EmptyPage>
  );
}

/** The studio has no active workflow. Admins see how to publish one, other members whom to ask. */
export function NoWorkflows() {
  const { can } = useMe();
  if (can("workflow.write"))
    return (
      <EmptyPage title="No workflows yet" action={<HowToPublish />}>
        A workflow is a ComfyUI graph with a form. Publish one through the API; its form appears here automatically.
      </EmptyPage>
    );
  return (
    <EmptyPage title="No workflows yet">
      A workflow is a ComfyUI graph with a form. Ask an admin to publish one; its form appears here automatically.
    </EmptyPage>
  );
}

const HowToPublish = () => (
  <ol className="mt-3 flex list-decimal flex-col gap-2 rounded-lg border border-line bg-surface py-4 pr-5 pl-9 text-left">
    <li>Save the workflow in ComfyUI, or export it with “Export (API)”.</li>
    <li>
      Generate a form for it: <Route>POST /v1/workflows/proposals</Route>
    </li>
    <li>
      Publish both: <Route>POST /v1/workflows</Route>. To bring back a retired workflow, use{" "}
      <Route>POST /v1/workflows/…/restore</Route>
    </li>
  </ol>
);

const Route = ({ children }: { children: string }) => (
  <code className="font-mono text-sm whitespace-nowrap text-text">{children}</code>
);
