import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { wordsFor } from "../../../parts/problem.tsx";
import { toast } from "../../../parts/toast.tsx";
import { roles, type Role } from "./search.ts";

/** A member's role, changed where it stands. One's own is asked about first: it cannot be taken back by oneself. */
export function RoleOf({ member, self }: { member: components["schemas"]["Member"]; self: boolean }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [giving, setGiving] = useState<Role>();
  const set = async (role: Role) => {
    await api.patch("/v1/members/{id}", { params: { path: { id: member.id } }, body: { role } });
    await queries.invalidateQueries({ queryKey: ["members"] });
  };
  const change = useMutation({
    mutationFn: set,
    onSuccess: (_, role) => toast(`${member.name} is ${role} now.`, () => set(member.role)),
  });
  return (
    <>
      <select
        aria-label={`Role of ${member.name}`}
        value={change.isPending ? change.variables : member.role}
        disabled={change.isPending}
        onChange={({ target }) => {
          const role = roles.find((one) => one === target.value);
          if (role === undefined) return;
          if (self) return setGiving(role);
          change.mutate(role);
        }}
        className="min-h-8 rounded-md border border-line bg-surface px-1.5 hover:border-edge"
      >
        {roles.map((role) => (
          <option key={role}>{role}</option>
        ))}
      </select>
      {change.error && (
        <p role="alert" className="mt-1 max-w-xs text-sm text-bad">
          {wordsFor(change.error).title}
        </p>
      )}
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
