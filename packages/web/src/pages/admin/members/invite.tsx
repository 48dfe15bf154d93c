import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog, DialogActs } from "../../../parts/dialog.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { TextField } from "../../../parts/text-field.tsx";
import { toast } from "../../../parts/toast.tsx";
import type { components } from "@pegbar/sdk";
import { roles, type Role } from "./search.ts";

const may: Record<Role, string> = {
  artist: "Submits jobs in their shows and sees their own work.",
  supervisor: "Sees and orders all work of their shows, adds shots.",
  admin: "Manages members, shows, quotas, usage and tokens.",
};

/** Invites a person, then shows the link to send them. */
export function Invite({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [name, setName] = useState("");
  const [role, setRole] = useState<Role>("artist");
  const invite = useMutation({
    mutationFn: () => api.post("/v1/members", { body: { email: email.trim(), name: name.trim(), role } }),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["members"] }),
  });
  if (invite.data) return <Invited member={invite.data} close={close} />;
  return (
    <Dialog title="Invite a member" close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          invite.mutate();
        }}
      >
        <TextField
          label="E-mail"
          type="email"
          required
          value={email}
          onChange={setEmail}
          hint="The address that they sign in with. Pegbar sends no e-mail: you get a link to send them."
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
                {one} <span className="block text-sm text-soft">{may[one]}</span>
              </span>
            </label>
          ))}
        </fieldset>
        {invite.error && <Problem error={invite.error} />}
        <DialogActs>
          <Button look="plain" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" busy={invite.isPending}>
            Invite
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}

function Invited({ member, close }: { member: components["schemas"]["Member"]; close: () => void }) {
  const link = `${location.origin}/invitations`;
  return (
    <Dialog title={`Invited ${member.name}`} close={close}>
      <p>Send this link to {member.email}. Nothing changes for them until they sign in with that address and accept.</p>
      <TextField label="Link" value={link} onChange={() => undefined} readOnly />
      <DialogActs>
        <Button
          look="plain"
          onClick={() =>
            void navigator.clipboard.writeText(link).then(
              () => toast("Link copied."),
              () => toast("The browser does not allow copying. Select the link and copy it."),
            )
          }
        >
          Copy link
        </Button>
        <Button onClick={close}>Done</Button>
      </DialogActs>
    </Dialog>
  );
}
