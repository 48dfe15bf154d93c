import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { describeError } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/invitations.ts";
import { copyInvitationLink } from "./invitation-link.ts";
import { isExpired } from "./invitation-expiry.tsx";

type Member = components["schemas"]["Member"];

/** Copies the link of a pending invitation, sends it again if it has expired, or withdraws it. */
export function PendingActions({ member, onWithdraw }: { member: Member; onWithdraw: () => void }) {
  const queryClient = useQueryClient();
  const { email, name, role } = member;
  const again = useMutation({
    mutationFn: () => api.post("/v1/members", { body: { email, name, role } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["members"] });
      showToast(strings.invitedAgain(name));
    },
    onError: (error) => showToast(describeError(error).title),
  });
  return (
    <span className="inline-flex flex-wrap justify-end gap-1">
      {isExpired(member, Date.now()) ? (
        <Button
          size="sm"
          variant="quiet"
          busy={again.isPending}
          aria-label={strings.againLabel(name)}
          onClick={() => again.mutate()}
        >
          {strings.again}
        </Button>
      ) : (
        <Button
          size="sm"
          variant="quiet"
          aria-label={strings.copyLabel(name)}
          onClick={() => void copyInvitationLink()}
        >
          {strings.copy}
        </Button>
      )}
      <Button size="sm" variant="quiet" aria-label={strings.withdrawLabel(name)} onClick={onWithdraw}>
        {strings.withdraw}
      </Button>
    </span>
  );
}
