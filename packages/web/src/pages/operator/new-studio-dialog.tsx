import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TextField } from "../../components/text-field.tsx";
import { TimeZoneSelect } from "../../components/time-zone-select.tsx";
import { showToast } from "../../components/toast.tsx";
import { SLUG_PATTERN, toSlug } from "./slug.ts";

/** Creates a studio with the default limits and invites its first admin. */
export function NewStudioDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [typedSlug, setTypedSlug] = useState<string>();
  const [timeZone, setTimeZone] = useState("UTC");
  const [email, setEmail] = useState("");
  const [admin, setAdmin] = useState("");
  const slug = typedSlug ?? toSlug(name);
  const slugError =
    slug !== "" && !SLUG_PATTERN.test(slug)
      ? "Use 3 to 32 characters: a–z, 0–9 or -, starting with a letter."
      : undefined;
  const create = useMutation({
    mutationFn: () =>
      api.post("/v1/tenants", {
        body: { name: name.trim(), slug, timeZone, admin: { email: email.trim(), name: admin.trim() } },
      }),
    onSuccess: async (created) => {
      await queryClient.invalidateQueries({ queryKey: ["studios"] });
      showToast(`Created ${created.name} and invited ${admin.trim()}. Set its limits next.`);
      await navigate({ to: "/studios/$studioId", params: { studioId: created.id } });
    },
  });
  return (
    <Dialog title="New studio" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!slugError) create.mutate();
        }}
      >
        <TextField label="Name" required maxLength={200} value={name} onChange={setName} />
        <TextField
          label="Slug"
          required
          value={slug}
          onChange={setTypedSlug}
          error={slugError}
          hint="Short name for the command line. You can’t change it later."
        />
        <TimeZoneSelect value={timeZone} onChange={setTimeZone} />
        <fieldset className="flex flex-col gap-4 border-t border-line pt-4">
          <legend className="sr-only">First admin</legend>
          <TextField label="First admin’s name" required maxLength={200} value={admin} onChange={setAdmin} />
          <TextField
            label="First admin’s email"
            type="email"
            required
            value={email}
            onChange={setEmail}
            hint="The address they sign in with. Pegbar doesn’t send email: tell them the portal’s address."
          />
        </fieldset>
        <p className="text-sm text-soft">
          The studio starts with the default limits. You can change them on its page, which opens next.
        </p>
        {create.error && <ErrorMessage error={create.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={create.isPending}>
            Create studio
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
