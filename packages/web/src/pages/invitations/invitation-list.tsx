import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { invitations } from "../../api/memberships.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { showToast } from "../../components/toast.tsx";
import { switchStudio } from "../../session/switch-studio.ts";

type Invitation = components["schemas"]["Invitation"];

/** The user's invitations, with accept and decline. */
export function InvitationList() {
  const { data, error, refetch } = useQuery(invitations);
  if (error) return <ErrorMessage error={error} onRetry={() => void refetch()} />;
  if (!data) return <div aria-busy="true" className="skeleton h-20 w-full" />;
  if (data.length === 0)
    return (
      <p className="text-soft">No invitations. Ask a studio admin to invite the email address you signed in with.</p>
    );
  return (
    <ul className="flex flex-col gap-3">
      {data.map((invitation) => (
        <Item key={invitation.id} invitation={invitation} />
      ))}
    </ul>
  );
}

function Item({ invitation: { id, tenant, role, email, invitedBy, invitedAt } }: { invitation: Invitation }) {
  const queryClient = useQueryClient();
  const path = { params: { path: { id } } };
  const accept = useMutation({
    mutationFn: () => api.post("/v1/invitations/{id}/accept", path),
    onSuccess: async ({ items, operator }) => {
      // A first studio opens at once; other users stay in their current studio until they switch.
      if (items.length === 1 && !operator) return switchStudio(tenant.slug);
      await queryClient.invalidateQueries();
      showToast(`You joined ${tenant.name}. Switch to it in the account menu.`);
    },
  });
  const decline = useMutation({
    mutationFn: () => api.post("/v1/invitations/{id}/decline", path),
    onSuccess: async () => {
      await queryClient.invalidateQueries();
      showToast(`Declined the invitation to ${tenant.name}.`);
    },
  });
  const busy = accept.isPending || decline.isPending;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-4">
      <p>
        <span className="font-medium">{tenant.name}</span> invited you to join as{" "}
        <span className="font-medium">{role}</span>.
        <span className="block text-sm text-soft">
          {invitedBy ? `From ${invitedBy} to ${email}` : `To ${email}`}
          {invitedAt && (
            <>
              {" · "}
              <TimeAgo at={invitedAt} />
            </>
          )}
        </span>
      </p>
      {(accept.error ?? decline.error) && <ErrorMessage error={accept.error ?? decline.error} />}
      <div className="flex gap-2">
        <Button busy={busy} aria-label={`Accept the invitation to ${tenant.name}`} onClick={() => accept.mutate()}>
          Accept
        </Button>
        <Button
          variant="plain"
          busy={busy}
          aria-label={`Decline the invitation to ${tenant.name}`}
          onClick={() => decline.mutate()}
        >
          Decline
        </Button>
      </div>
    </li>
  );
}
