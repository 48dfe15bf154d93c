import { useState } from "react";
import { Breadcrumb } from "../../../../components/breadcrumb.tsx";
import { Button } from "../../../../components/button.tsx";
import { ConfirmDialog } from "../../../../components/dialog.tsx";
import { useMe } from "../../../../api/me.ts";
import { strings } from "../../../../strings/workflows.ts";
import {
  isDraftStored,
  restoreWorkflowDraft,
  setWorkflowDraft,
  useWorkflowDraft,
  type WorkflowDraft,
} from "./draft.ts";
import { DropZone } from "./drop-zone.tsx";
import { FormEditor } from "./form/form-editor.tsx";
import { findFormProblems, type FormProblems } from "./form/form-problems.ts";
import { Preview } from "./form/preview.tsx";
import { Needs } from "./needs.tsx";
import { Publish } from "./publish.tsx";

/** Prepares a workflow: imports a file, shows what it needs, and publishes it. */
export function DraftPage() {
  const { tenant } = useMe();
  restoreWorkflowDraft(tenant?.id ?? "");
  const draft = useWorkflowDraft();
  return (
    <>
      <title>{`${strings.import} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb
          to="/admin/workflows"
          list={strings.title}
          name={draft ? strings.draftOf(draft.source) : strings.import}
        />
        {draft && <Discard draft={draft} />}
      </div>
      {draft ? (
        <>
          <p role="status" className="text-sm text-soft">
            {isDraftStored() ? strings.draftKept : strings.draftTooLarge}
          </p>
          <Needs proposal={draft.proposal} />
          <Edit draft={draft} />
        </>
      ) : (
        <DropZone />
      )}
    </>
  );
}

/** The form with its preview, and what publishes it. */
function Edit({ draft }: { draft: WorkflowDraft }) {
  const [apiProblems, setApiProblems] = useState<FormProblems>(new Map());
  const own = findFormProblems(draft.form);
  const problems = new Map([...apiProblems, ...own]);
  return (
    <>
      <div className="grid gap-6 xl:grid-cols-2">
        <FormEditor draft={draft} problems={problems} />
        <Preview draft={draft} problems={own} />
      </div>
      <Publish draft={draft} isFormValid={own.size === 0} onRefused={setApiProblems} />
    </>
  );
}

function Discard({ draft: { source } }: { draft: WorkflowDraft }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button size="sm" variant="danger" className="ml-auto" onClick={() => setIsOpen(true)}>
        {strings.discard}
      </Button>
      {isOpen && (
        <ConfirmDialog
          title={strings.discardTitle}
          action={strings.discardAction}
          onClose={() => setIsOpen(false)}
          onConfirm={() => Promise.resolve(setWorkflowDraft(undefined))}
        >
          {strings.discardHint(source)}
        </ConfirmDialog>
      )}
    </>
  );
}
