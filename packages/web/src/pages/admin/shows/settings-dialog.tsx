import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formatFileName, parseNamingScheme } from "@pegbar/frames";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { ifMatchHeader, isConflict } from "../../../api/versioned.ts";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { TextField } from "../../../components/text-field.tsx";
import { showToast } from "../../../components/toast.tsx";
import { FrameRateField } from "./frame-rate-field.tsx";

type Show = components["schemas"]["Show"];

interface Props {
  show: Show;
  etag: string;
  onClose: () => void;
}

/** Name and file names of a show. */
export function SettingsDialog({ show, etag, onClose }: Props) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(show.name);
  const [naming, setNaming] = useState(show.naming);
  const [frameRate, setFrameRate] = useState(show.frameRate);
  const patch = async (body: { name: string; naming: string; frameRate: string }, header?: { "if-match": string }) => {
    await api.patch("/v1/shows/{id}", { params: { path: { id: show.id }, ...(header ? { header } : {}) }, body });
    await queryClient.invalidateQueries({ queryKey: ["shows"] });
  };
  const save = useMutation({
    mutationFn: () =>
      patch({ name: name.trim(), naming: naming.trim(), frameRate: frameRate.trim() }, ifMatchHeader(etag)),
    onSuccess: () => {
      onClose();
      showToast("Show changed.", () => patch({ name: show.name, naming: show.naming, frameRate: show.frameRate }));
    },
    onError: (error) => isConflict(error) && queryClient.invalidateQueries({ queryKey: ["shows", show.id] }),
  });
  const shown = describeNaming(show, naming.trim());
  return (
    <Dialog title={`Edit ${show.code}`} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!shown.error) save.mutate();
        }}
      >
        <TextField
          label="Name"
          required
          maxLength={200}
          value={name}
          onChange={setName}
          hint={`Current name: ${show.name}. The code can’t change: file names and records use it.`}
        />
        <TextField
          label="File names"
          required
          maxLength={200}
          value={naming}
          onChange={setNaming}
          hint={`${shown.example} Versions that exist keep their names.`}
          error={shown.error}
        />
        <FrameRateField value={frameRate} onChange={setFrameRate} />
        {save.error && <ErrorMessage error={save.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={save.isPending}>
            Save
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}

/** A file name of the show by this scheme, or what is wrong with it. */
function describeNaming(show: Show, text: string): { example: string; error?: string } {
  const parsed = parseNamingScheme(text);
  if ("problem" in parsed) return { example: "", error: `${parsed.problem.message} ${parsed.problem.remedy}` };
  const [sequence] = show.sequences;
  const file = formatFileName(parsed.scheme, {
    show: show.code,
    sequence: sequence?.code ?? "sq010",
    shot: sequence?.shots[0]?.code ?? "sh010",
    name: "paint",
    version: 3,
    frame: 12,
    ext: "png",
  });
  return { example: `Such as ${file}.` };
}
