import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { parseShots } from "./parse-shots.ts";

/** Adds the shots in a typed list, with a preview of their number. */
export function AddShotsDialog({ show, onClose }: { show: components["schemas"]["Show"]; onClose: () => void }) {
  const queryClient = useQueryClient();
  const id = useId();
  const [text, setText] = useState("");
  const { sequences, shots, error } = parseShots(text);
  const existing = new Set(show.sequences.flatMap(({ code, shots }) => shots.map((shot) => `${code}/${shot.code}`)));
  const existingCount = sequences.flatMap(({ code, shots }) =>
    shots.filter((shot) => existing.has(`${code}/${shot.code}`)),
  ).length;
  const add = useMutation({
    mutationFn: () => api.post("/v1/shows/{id}/shots", { params: { path: { id: show.id } }, body: { sequences } }),
    onSuccess: async (added) => {
      await queryClient.invalidateQueries({ queryKey: ["shows"] });
      onClose();
      showToast(added.shots === 1 ? "Added 1 shot." : `Added ${added.shots} shots.`);
    },
  });
  return (
    <Dialog title={`Add shots to ${show.code}`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!error) add.mutate();
        }}
      >
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-sm font-medium">
            Shots, one per line
          </label>
          <textarea
            id={id}
            rows={7}
            value={text}
            onChange={(event) => setText(event.target.value)}
            spellCheck={false}
            aria-describedby={`${id}-hint ${id}-result`}
            aria-invalid={error !== undefined}
            placeholder={"sq010/sh010 1001-1048\nsq020/sh010..sh200/10"}
            className="rounded-md border border-edge bg-surface p-2.5 font-mono text-sm placeholder:text-soft"
          />
          <p id={`${id}-hint`} className="text-sm text-soft">
            <code>sq020/sh010..sh200/10</code> adds every tenth shot from sh010 to sh200. You can add a frame range such
            as <code>1001-1048</code>. Missing sequences are created.
          </p>
          <p id={`${id}-result`} role="status" className={`min-h-6 text-sm font-medium ${error ? "text-bad" : ""}`}>
            {error ??
              (shots === 0 ? "" : `${shots} shots${existingCount > 0 ? `, ${existingCount} already in the show` : ""}`)}
          </p>
        </div>
        {add.error && <ErrorMessage error={add.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={add.isPending} disabled={error !== undefined || sequences.length === 0}>
            Add shots
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
