import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { InlineSelect } from "../../../components/inline-select.tsx";
import { ConfirmDialog } from "../../../components/dialog.tsx";
import { roles, type Role } from "./search.ts";

/** Changes a member's role. Changing one's own role needs confirmation, because one can't undo it oneself. */
export function RoleSelect({ member, isSelf }: { member: components["schemas"]["Member"]; isSelf: boolean }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [ownNewRole, setOwnNewRole] = useState<Role>();
  return (
    <>
      <InlineSelect
        label={`Role of ${member.name}`}
        value={member.role}
        options={roles}
        save={async (role) => {
          await api.patch("/v1/members/{id}", { params: { path: { id: member.id } }, body: { role } });
          await queryClient.invalidateQueries({ queryKey: ["members"] });
        }}
        savedMessage={(role) => `Changed ${member.name}’s role to ${role}.`}
        onChoose={isSelf ? setOwnNewRole : undefined}
      />
      {ownNewRole && (
        <ConfirmDialog
          title={`Change your own role to ${ownNewRole}?`}
          action="Change role"
          onClose={() => setOwnNewRole(undefined)}
          onConfirm={async () => {
            await api.patch("/v1/members/{id}", { params: { path: { id: member.id } }, body: { role: ownNewRole } });
            await navigate({ to: "/jobs" });
            await queryClient.invalidateQueries();
          }}
        >
          You’ll lose access to these pages. Another admin can make you an admin again.
        </ConfirmDialog>
      )}
    </>
  );
}
