import { useQueryClient } from "@tanstack/react-query";
import { api } from "../../../api/client.ts";
import { ConfirmDialog } from "../../../components/dialog.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/models.ts";
import type { Model } from "./queries.ts";

/** Revokes a model for good. */
export function RevokeDialog({ model, onClose }: { model: Model; onClose: () => void }) {
  const queryClient = useQueryClient();
  return (
    <ConfirmDialog
      title={strings.revokeTitle(model.name)}
      action={strings.revokeAction}
      onClose={onClose}
      onConfirm={async () => {
        const { jobsHeld } = await api.post("/v1/models/{id}/revoke", { params: { path: { id: model.id } } });
        await queryClient.invalidateQueries({ queryKey: ["models"] });
        showToast(strings.revoked(model.name, jobsHeld));
      }}
    >
      {strings.revokeHint}
    </ConfirmDialog>
  );
}
