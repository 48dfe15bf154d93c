import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/models.ts";
import type { Model } from "./queries.ts";

interface Props {
  model: Model;
  shows: readonly components["schemas"]["Show"][];
  onClose: () => void;
}

/** Sets the shows that may use a model. */
export function ClearDialog({ model, shows, onClose }: Props) {
  const queryClient = useQueryClient();
  const [showIds, setShowIds] = useState<readonly string[]>(model.clearedShowIds);
  const save = useMutation({
    mutationFn: () =>
      api.put("/v1/models/{id}/shows", { params: { path: { id: model.id } }, body: { showIds: [...showIds] } }),
    onSuccess: async () => {
      await queryClient.invalidateQueries({ queryKey: ["models"] });
      showToast(strings.cleared(model.name, showIds.length));
      onClose();
    },
  });
  return (
    <Dialog title={strings.clearTitle(model.name)} onClose={onClose}>
      <fieldset className="flex max-h-72 flex-col gap-1.5 overflow-y-auto">
        <legend className="sr-only">{strings.clearedFor}</legend>
        {shows.map(({ id, code, name }) => (
          <label key={id} className="flex items-center gap-2">
            <input
              type="checkbox"
              className="size-4 accent-accent"
              checked={showIds.includes(id)}
              onChange={(event) =>
                setShowIds(event.target.checked ? [...showIds, id] : showIds.filter((one) => one !== id))
              }
            />
            <span>
              {code} <span className="text-soft">{name}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <p className="text-sm text-soft">{strings.clearHint}</p>
      {save.error && <ErrorMessage error={save.error} />}
      <DialogActions>
        <Button variant="plain" onClick={onClose}>
          {strings.cancel}
        </Button>
        <Button busy={save.isPending} onClick={() => save.mutate()}>
          {strings.save}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
