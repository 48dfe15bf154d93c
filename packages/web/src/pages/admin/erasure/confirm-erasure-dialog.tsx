import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/erasure.ts";
import type { Choice } from "./queries.ts";

interface Props {
  choice: Choice;
  reason: string;
  onClose: () => void;
}

/** Erases once the name of the member or file is typed. */
export function ConfirmErasureDialog({ choice: { subject, name }, reason, onClose }: Props) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const isSame = typed.trim() === name.trim();
  const erase = useMutation({
    mutationFn: () => api.post("/v1/erasures", { body: { ...subject, reason } }),
    onSuccess: async (made) => {
      if (!("id" in made)) throw new Error("The API answered without an erasure. See the list of erasures.");
      showToast(strings.erased);
      await navigate({ to: "/admin/erasure/$erasureId", params: { erasureId: made.id } });
      // Prompts, names and files may be anywhere in the cache.
      await queryClient.invalidateQueries();
    },
  });
  return (
    <Dialog
      title={"memberId" in subject ? strings.confirmTitle(name) : strings.confirmTitleInput(name)}
      onClose={onClose}
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (isSame) erase.mutate();
        }}
      >
        <p className="text-soft">{strings.confirmHint}</p>
        <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-1 text-sm">
          {"kinds" in subject && (
            <>
              <dt className="text-soft">{strings.kinds}</dt>
              <dd>{subject.kinds.map((kind) => strings.kindNames[kind]).join(", ")}</dd>
            </>
          )}
          <dt className="text-soft">{strings.reason}</dt>
          <dd className="wrap-anywhere">{reason}</dd>
        </dl>
        <TextField label={strings.confirmName(name)} required value={typed} onChange={setTyped} spellCheck={false} />
        {erase.error && <ErrorMessage error={erase.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            {strings.cancel}
          </Button>
          <Button type="submit" variant="danger" busy={erase.isPending} disabled={!isSame}>
            {strings.erase}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
