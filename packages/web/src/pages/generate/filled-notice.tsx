import { Link } from "@tanstack/react-router";
import { Button } from "../../components/button.tsx";
import { updateDraft, type Draft } from "./draft.ts";

/** Says that the form was filled from a job, with undo. */
export function FilledNotice({ draft: { filledFrom } }: { draft: Draft }) {
  if (!filledFrom) return undefined;
  const { jobId, notes, before } = filledFrom;
  const close = () => updateDraft(() => ({ filledFrom: undefined }));
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
      <Button size="sm" variant="quiet" onClick={() => updateDraft(() => ({ ...before, filledFrom: undefined }))}>
        Undo
      </Button>
      <Button size="sm" variant="quiet" onClick={close}>
        Dismiss
      </Button>
    </div>
  );
}
