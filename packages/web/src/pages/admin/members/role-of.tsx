import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Choice } from "../../../parts/choice.tsx";
import { Confirm } from "../../../parts/dialog.tsx";
import { roles, type Role } from "./search.ts";

/** A member's role, changed where it stands. One's own is asked about first: it cannot be taken back by oneself. */
export function RoleOf({ member, self }: { member: components["schemas"]["Member"]; self: boolean }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [giving, setGiving] = useState<Role>();
  return (
    <>
      <Choice
        label={`Role of ${member.name}`}
        value={member.role}
        options={roles}
        set={async (role) => {
          await api.patch("/v1/members/{id}", { params: { path: { id: member.id } }, body: { role } });
          await queries.invalidateQueries({ queryKey: ["members"] });
        }}
        said={(role) => `${member.name} is ${role} now.`}
        ask={self ? setGiving : undefined}
      />
      {giving && (
        <Confirm
          title={`Become ${giving} yourself?`}
          act={`Become ${giving}`}
          close={() => setGiving(undefined)}
          run={async () => {
            await api.patch("/v1/members/{id}", { params: { path: { id: member.id } }, body: { role: giving } });
            await navigate({ to: "/jobs" });
            await queries.invalidateQueries();
          }}
        >
          You will not be able to open these pages any more. Another admin can make you admin again.
        </Confirm>
      )}
    </>
  );
}
