import { Link } from "@tanstack/react-router";
import { Button } from "../../parts/button.tsx";
import { change, type Desk } from "./desk.ts";

/** Says that the form has been filled from a job, and offers what was typed before. */
export function Filled({ desk: { filled } }: { desk: Desk }) {
  if (!filled) return undefined;
  const { jobId, notes, before } = filled;
  const close = () => change(() => ({ filled: undefined }));
  return (
    <div
      role="status"
      className="flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md bg-accent-wash px-3 py-2 text-sm"
    >
      <p>
        Filled from{" "}
        <Link to="/jobs/$jobId" params={{ jobId }} className="text-accent underline">
          an earlier job
        </Link>
        .{notes.map((note) => ` ${note}`)}
      </p>
      <span className="grow" />
      <Button size="sm" look="quiet" onClick={() => change(() => ({ ...before, filled: undefined }))}>
        Take it back
      </Button>
      <Button size="sm" look="quiet" onClick={close}>
        Keep it
      </Button>
    </div>
  );
}
