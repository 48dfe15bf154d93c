import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { Select } from "../../components/select.tsx";
import { TextField } from "../../components/text-field.tsx";
import type { Shareable } from "./queries.ts";

const DAYS = [1, 3, 7, 14, 30, 90] as const;

/** Creates a share link. */
export function NewLinkForm({ what, onMade }: { what: Shareable; onMade: (path: string) => void }) {
  const queryClient = useQueryClient();
  const { can } = useMe();
  const [recipient, setRecipient] = useState("");
  const [contact, setContact] = useState("");
  const [days, setDays] = useState("7");
  const mutation = useMutation({
    mutationFn: () =>
      api.post("/v1/share-links", {
        body: {
          ...what,
          recipient,
          expiresInDays: Number(days),
          ...(contact.trim() === "" ? {} : { contact }),
        },
      }),
    onSuccess: ({ path }) => {
      void queryClient.invalidateQueries({ queryKey: ["share-links"] });
      onMade(path);
    },
  });
  if (!can("share.write")) return null;
  return (
    <form
      className="flex flex-col gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        mutation.mutate();
      }}
    >
      <p className="text-soft">
        Anyone with the link sees these versions without signing in: pictures with a watermark, no notes, no originals.
      </p>
      <TextField
        label="Recipient"
        value={recipient}
        onChange={setRecipient}
        maxLength={60}
        placeholder="ACME Pictures"
        hint="Drawn into every picture."
      />
      <TextField
        label="Contact (optional)"
        value={contact}
        onChange={setContact}
        maxLength={200}
        placeholder="review@studio.example"
        hint="For questions. Shown on the page."
      />
      <div className="flex flex-wrap items-end gap-3">
        <Select
          label="Expires"
          value={days}
          options={DAYS.map((one) => [String(one), one === 1 ? "after 1 day" : `after ${one} days`] as const)}
          onChange={setDays}
        />
        <span className="grow" />
        <Button type="submit" busy={mutation.isPending} disabled={recipient.trim() === ""}>
          Create link
        </Button>
      </div>
      {mutation.error && <ErrorMessage error={mutation.error} />}
    </form>
  );
}
