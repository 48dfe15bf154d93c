import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { invitations } from "../../api/memberships.ts";
import { Button } from "../../parts/button.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Ago } from "../../parts/time.tsx";
import { toast } from "../../parts/toast.tsx";
import { switchStudio } from "../../session/studio.ts";

type Invitation = components["schemas"]["Invitation"];

/** The signed-in person's invitations, each to accept or decline. */
export function InvitationList() {
  const { data, error, refetch } = useQuery(invitations);
  if (error) return <Problem error={error} again={() => void refetch()} />;
  if (!data) return <div aria-busy="true" className="skeleton h-20 w-full" />;
  if (data.length === 0)
    return (
      <p className="text-soft">No invitations. Ask the studio’s admin to invite the address you signed in with.</p>
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
  const queries = useQueryClient();
  const path = { params: { path: { id } } };
  const accept = useMutation({
    mutationFn: () => api.post("/v1/invitations/{id}/accept", path),
    onSuccess: async ({ items, operator }) => {
      // Somebody’s first studio opens at once; for everybody else nothing changes until they switch.
      if (items.length === 1 && !operator) return switchStudio(tenant.slug);
      await queries.invalidateQueries();
      toast(`You joined ${tenant.name}. Switch to it in your account menu.`);
    },
  });
  const decline = useMutation({
    mutationFn: () => api.post("/v1/invitations/{id}/decline", path),
    onSuccess: async () => {
      await queries.invalidateQueries();
      toast(`Declined the invitation to ${tenant.name}.`);
    },
  });
  const busy = accept.isPending || decline.isPending;
  return (
    <li className="flex flex-col gap-3 rounded-md border border-line p-4">
      <p>
        <span className="font-medium">{tenant.name}</span> invites you as <span className="font-medium">{role}</span>.
        <span className="block text-sm text-soft">
          {invitedBy ? `From ${invitedBy} to ${email}` : `To ${email}`}
          {invitedAt && (
            <>
              {" · "}
              <Ago at={invitedAt} />
            </>
          )}
        </span>
      </p>
      {(accept.error ?? decline.error) && <Problem error={accept.error ?? decline.error} />}
      <div className="flex gap-2">
        <Button busy={busy} aria-label={`Accept the invitation to ${tenant.name}`} onClick={() => accept.mutate()}>
          Accept
        </Button>
        <Button
          look="plain"
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
