import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { Dialog, DialogActs } from "../../parts/dialog.tsx";
import { Problem } from "../../parts/problem.tsx";
import { TextField } from "../../parts/text-field.tsx";
import { TimeZone } from "../../parts/time-zone.tsx";
import { toast } from "../../parts/toast.tsx";
import { SLUG, slugOf } from "./slug.ts";

/** Makes a studio with the usual limits, and invites its first admin. */
export function NewStudio({ close }: { close: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [typedSlug, setTypedSlug] = useState<string>();
  const [timeZone, setTimeZone] = useState("UTC");
  const [email, setEmail] = useState("");
  const [admin, setAdmin] = useState("");
  const slug = typedSlug ?? slugOf(name);
  const wrong = slug !== "" && !SLUG.test(slug) ? "3 to 32 of a–z, 0–9 and -, a letter first." : undefined;
  const create = useMutation({
    mutationFn: () =>
      api.post("/v1/tenants", {
        body: { name: name.trim(), slug, timeZone, admin: { email: email.trim(), name: admin.trim() } },
      }),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ["studios"] });
      toast(`Created ${made.name} and invited ${admin.trim()}. Set its limits next.`);
      await navigate({ to: "/studios/$studioId", params: { studioId: made.id } });
    },
  });
  return (
    <Dialog title="New studio" close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!wrong) create.mutate();
        }}
      >
        <TextField label="Name" required maxLength={200} value={name} onChange={setName} />
        <TextField
          label="Slug"
          required
          value={slug}
          onChange={setTypedSlug}
          error={wrong}
          hint="Its short name on the command line. It stays for ever."
        />
        <TimeZone value={timeZone} onChange={setTimeZone} />
        <fieldset className="flex flex-col gap-4 border-t border-line pt-4">
          <legend className="sr-only">First admin</legend>
          <TextField label="First admin’s name" required maxLength={200} value={admin} onChange={setAdmin} />
          <TextField
            label="First admin’s e-mail"
            type="email"
            required
            value={email}
            onChange={setEmail}
            hint="The address that they sign in with. Nothing is sent: tell them where the portal is."
          />
        </fieldset>
        <p className="text-sm text-soft">It starts with the usual limits; its page, which opens next, changes them.</p>
        {create.error && <Problem error={create.error} />}
        <DialogActs>
          <Button look="plain" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" busy={create.isPending}>
            Make studio
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
