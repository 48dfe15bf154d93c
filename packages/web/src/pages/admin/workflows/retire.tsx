import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { ConfirmDialog } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/workflows.ts";
import type { Workflow } from "./queries.ts";

/** Retires a workflow after a confirmation, or restores a retired one. */
export function Retire({ workflow: { id, name, retired } }: { workflow: Pick<Workflow, "id" | "name" | "retired"> }) {
  const queryClient = useQueryClient();
  const [isOpen, setIsOpen] = useState(false);
  const params = { path: { id } };
  const finish = async (message: string) => {
    await queryClient.invalidateQueries({ queryKey: ["workflows"] });
    showToast(message);
  };
  const restore = useMutation({
    mutationFn: () => api.post("/v1/workflows/{id}/restore", { params }),
    onSuccess: () => finish(strings.restored(name)),
  });
  return (
    <>
      {retired ? (
        <Button size="sm" variant="plain" busy={restore.isPending} onClick={() => restore.mutate()}>
          {strings.restore}
        </Button>
      ) : (
        <Button size="sm" variant="danger" onClick={() => setIsOpen(true)}>
          {strings.retire}
        </Button>
      )}
      {restore.error && <ErrorMessage error={restore.error} />}
      {isOpen && (
        <ConfirmDialog
          title={strings.retireTitle(name)}
          action={strings.retireAction}
          onClose={() => setIsOpen(false)}
          onConfirm={async () => {
            await api.post("/v1/workflows/{id}/retire", { params });
            await finish(strings.retiredNow(name));
          }}
        >
          {strings.retireHint}
        </ConfirmDialog>
      )}
    </>
  );
}
