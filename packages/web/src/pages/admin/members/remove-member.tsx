import { useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { useMe } from "../../../api/me.ts";
import { Confirm } from "../../../parts/dialog.tsx";
import { toast } from "../../../parts/toast.tsx";

/** Ends a membership, after a question: who comes back has to be invited and put into shows anew. */
export function RemoveMember({ member, close }: { member: components["schemas"]["Member"]; close: () => void }) {
  const queries = useQueryClient();
  const self = useMe().member?.id === member.id;
  const invited = member.status === "invited";
  return (
    <Confirm
      title={self ? "Leave this studio?" : invited ? `Withdraw ${member.name}’s invitation?` : `Remove ${member.name}?`}
      act={self ? "Leave" : invited ? "Withdraw" : "Remove"}
      close={close}
      run={async () => {
        await api.delete("/v1/members/{id}", { params: { path: { id: member.id } } });
        if (self) return location.assign("/");
        await queries.invalidateQueries({ queryKey: ["members"] });
        toast(invited ? `Withdrew the invitation of ${member.name}.` : `Removed ${member.name}.`);
      }}
    >
      {self
        ? "You will not be able to sign in here any more. Your name stays on your work. To come back you have to be invited again."
        : invited
          ? `${member.email} can no longer accept it. You can invite them again.`
          : "Access ends within a minute, and so does their place in every show. Their name stays on their work. To come back they have to be invited again."}
    </Confirm>
  );
}
