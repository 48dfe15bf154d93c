import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { formatTime } from "../../../components/format.ts";
import { strings } from "../../../strings/invitations.ts";
import type { components } from "@pegbar/sdk";
import { copyInvitationLink, getInvitationLink } from "./invitation-link.ts";
import { roles, type Role } from "./search.ts";

const roleDescriptions: Record<Role, string> = {
  artist: "Submits jobs in their shows and sees their own work.",
  supervisor: "Sees and prioritizes all work in their shows, adds shots.",
  admin: "Manages members, shows, quotas, usage and tokens.",
};

/** Invites a person, then shows the link to share. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("artist");
  const invite = useMutation({
    mutationFn: () => api.post("/v1/members", { body: { email: email.trim(), name: name.trim(), role } }),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: ["members"] }),
  });
  if (invite.data) return <InvitedDialog member={invite.data} onClose={onClose} />;
  return (
    <Dialog title="Invite a member" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <TextField
          label="Email"
          type="email"
          required
          value={email}
          onChange={setEmail}
          hint="The address they sign in with. Pegbar doesn’t send email: you’ll get a link to share."
        />
        <TextField label="Name" required maxLength={200} value={name} onChange={setName} />
        <fieldset className="flex flex-col gap-1.5">
          <legend className="mb-1 text-sm font-medium">Role</legend>
          {roles.map((one) => (
            <label key={one} className="flex gap-2.5">
              <input
                type="radio"
                name="role"
                className="mt-1 size-4 shrink-0 accent-accent"
                checked={role === one}
                onChange={() => setRole(one)}
              />
              <span>
                {one} <span className="block text-sm text-soft">{roleDescriptions[one]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {invite.error && <ErrorMessage error={invite.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={invite.isPending}>
            Invite
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

function InvitedDialog({ member, onClose }: { member: components["schemas"]["Member"]; onClose: () => void }) {
  const { invitationExpiresAt } = member;
  return (
    <Dialog title={`${member.name} invited`} onClose={onClose}>
      <p>
        {strings.send(member.email)}{" "}
        {invitationExpiresAt !== null && `${strings.expires(formatTime(invitationExpiresAt))}.`}
      </p>
      <TextField label="Link" value={getInvitationLink()} onChange={() => undefined} readOnly />
      <DialogActions>
        <Button variant="plain" onClick={() => void copyInvitationLink()}>
          {strings.copy}
        </Button>
        <Button onClick={onClose}>Done</Button>
      </DialogActions>
    </Dialog>
  );
}
