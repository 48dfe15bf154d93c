import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { shows } from "../../../api/lists.ts";
import { useMe } from "../../../api/me.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { Select } from "../../../components/select.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { roles, type Role } from "../members/search.ts";
import { SecretDialog } from "./secret-dialog.tsx";
import { presets, PermissionSelect } from "./permission-select.tsx";

const lifetimes = ["7", "30", "90", "180", "366"] as const;
type Body = NonNullable<Parameters<typeof api.post<"/v1/tokens", { body: never }>>[1]>["body"];

/** Creates a token, then shows its secret once. */
export function NewTokenDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const { may } = useMe();
  const { data: showList = [] } = useQuery(shows);
  const [name, setName] = useState("");
  const [owner, setOwner] = useState<"me" | Role>("me");
  const [permissions, setPermissions] = useState<readonly string[] | null>(presets[0]?.permissions ?? null);
  const [showIds, setShowIds] = useState<readonly string[]>([]);
  const [days, setDays] = useState("90");
  const create = useMutation({
    mutationFn: () =>
      api.post("/v1/tokens", {
        body: {
          name: name.trim(),
          expiresInDays: Number(days),
          ...(permissions === null ? {} : { verbs: permissions }),
          ...(showIds.length === 0 ? {} : { showIds }),
          ...(owner === "me" ? {} : { service: { role: owner } }),
        } as Body,
      }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["tokens"] });
      await queryClient.invalidateQueries({ queryKey: ["members"] });
    },
  });
  if (create.data) return <SecretDialog name={create.data.name} secret={create.data.secret} onClose={onClose} />;
  const hasNoPermissions = permissions !== null && permissions.length === 0;
  const needsShows = owner !== "me" && owner !== "admin" && showIds.length === 0;
  return (
    <Dialog title="New API token" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!hasNoPermissions && !needsShows) create.mutate();
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={100}
          value={name}
          onChange={setName}
          hint="What uses the token, for example a render farm."
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Select
            label="Acts as"
            value={owner}
            options={[["me", "You"], ...roles.map((role) => [role, `Studio service (${role})`] as const)]}
            onChange={(value) => setOwner(roles.find((role) => role === value) ?? "me")}
          />
          <Select label="Expires" value={days} options={lifetimes.map((n) => [n, `in ${n} days`])} onChange={setDays} />
        </div>
        <PermissionSelect all={Object.keys(may)} chosen={permissions} onChange={setPermissions} />
        <fieldset className="flex flex-col gap-1">
          <legend className="mb-1 text-sm font-medium">Shows</legend>
          <p className="text-sm text-soft">
            {needsShows
              ? `Choose at least one show: a service with the role ${owner} sees no others.`
              : showIds.length === 0
                ? "No show selected: the token can access all of the member’s shows."
                : "The token can access only these shows."}
          </p>
          <div className="flex max-h-32 flex-wrap gap-x-4 gap-y-1 overflow-y-auto">
            {showList.map(({ id, code }) => (
              <label key={id} className="flex items-center gap-2">
                <input
                  type="checkbox"
                  className="size-4 accent-accent"
                  checked={showIds.includes(id)}
                  onChange={({ target }) =>
                    setShowIds((before) => (target.checked ? [...before, id] : before.filter((one) => one !== id)))
                  }
                />
                {code}
              </label>
            ))}
          </div>
        </fieldset>
        {create.error && <ErrorMessage error={create.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={create.isPending} disabled={hasNoPermissions || needsShows}>
            Create token
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
