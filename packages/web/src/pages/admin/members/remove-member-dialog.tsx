import { useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { useMe } from "../../../api/me.ts";
import { ConfirmDialog } from "../../../components/dialog.tsx";
import { showToast } from "../../../components/toast.tsx";

/** Removes a member after confirmation. It can't be undone: they would need a new invitation and new show memberships. */
export function RemoveMemberDialog({
  member,
  onClose,
}: {
  member: components["schemas"]["Member"];
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const isSelf = useMe().member?.id === member.id;
  const isInvited = member.status === "invited";
  return (
    <ConfirmDialog
      title={
        isSelf ? "Leave this studio?" : isInvited ? `Withdraw ${member.name}’s invitation?` : `Remove ${member.name}?`
      }
      action={isSelf ? "Leave" : isInvited ? "Withdraw" : "Remove"}
      onClose={onClose}
      onConfirm={async () => {
        await api.delete("/v1/members/{id}", { params: { path: { id: member.id } } });
        if (isSelf) return location.assign("/");
        await queryClient.invalidateQueries({ queryKey: ["members"] });
        showToast(isInvited ? `Withdrew ${member.name}’s invitation.` : `Removed ${member.name}.`);
      }}
    >
      {isSelf
        ? "You’ll lose access to this studio. Your name stays on your work. To return, you need a new invitation."
        : isInvited
          ? `${member.email} can no longer accept it. You can invite them again.`
          : "They lose access within a minute and are removed from all shows. Their name stays on their work. To return, they need a new invitation."}
    </ConfirmDialog>
  );
}
