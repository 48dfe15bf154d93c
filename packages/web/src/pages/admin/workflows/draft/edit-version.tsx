import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../../api/client.ts";
import { useMe } from "../../../../api/me.ts";
import { Button } from "../../../../components/button.tsx";
import { ConfirmDialog } from "../../../../components/dialog.tsx";
import { ErrorMessage } from "../../../../components/error-message.tsx";
import { strings } from "../../../../strings/workflows.ts";
import type { WorkflowVersion } from "../queries.ts";
import { restoreWorkflowDraft, setWorkflowDraft, useWorkflowDraft, type WorkflowDraft } from "./draft.ts";

/** Makes a draft of a version, with its graph and form. Asks before it replaces another draft. */
export function EditVersion({ version }: { version: WorkflowVersion }) {
  const { tenant } = useMe();
  restoreWorkflowDraft(tenant?.id ?? "");
  const draft = useWorkflowDraft();
  const navigate = useNavigate();
  const [isOpen, setIsOpen] = useState(false);
  const create = useMutation({
    mutationFn: async () => {
      setWorkflowDraft(await createDraftFromVersion(version));
      await navigate({ to: "/admin/workflows/import/draft" });
    },
  });
  return (
    <>
      <Button
        size="sm"
        variant="plain"
        busy={create.isPending}
        onClick={() => (draft ? setIsOpen(true) : create.mutate())}
      >
        {strings.editVersion}
      </Button>
      {create.error && <ErrorMessage error={create.error} />}
      {isOpen && draft && (
        <ConfirmDialog
          title={strings.replaceDraftTitle}
          action={strings.replaceDraftAction}
          onClose={() => setIsOpen(false)}
          onConfirm={() => create.mutateAsync()}
        >
          {strings.replaceDraftHint(draft.source)}
        </ConfirmDialog>
      )}
    </>
  );
}

async function createDraftFromVersion(version: WorkflowVersion): Promise<WorkflowDraft> {
  const { graph, form, slug, name, description, timeLimitSeconds } = version;
  const proposal = await api.post("/v1/workflows/proposals", { body: { graph } });
  return {
    source: strings.versionOf(name, version.version),
    proposal,
    form,
    slug,
    name,
    description,
    class: version.class as WorkflowDraft["class"],
    timeLimitSeconds,
  };
}
