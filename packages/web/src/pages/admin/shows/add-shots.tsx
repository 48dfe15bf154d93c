import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../../api/client.ts";
import { Button } from "../../../parts/button.tsx";
import { Dialog, DialogActs } from "../../../parts/dialog.tsx";
import { Problem } from "../../../parts/problem.tsx";
import { toast } from "../../../parts/toast.tsx";
import { readShots } from "./shots.ts";

/** Adds as many shots as one writes down, and says beforehand how many they are. */
export function AddShots({ show, close }: { show: components["schemas"]["Show"]; close: () => void }) {
  const queries = useQueryClient();
  const id = useId();
  const [text, setText] = useState("");
  const { sequences, shots, problem } = readShots(text);
  const there = new Set(show.sequences.flatMap(({ code, shots }) => shots.map((shot) => `${code}/${shot.code}`)));
  const known = sequences.flatMap(({ code, shots }) =>
    shots.filter((shot) => there.has(`${code}/${shot.code}`)),
  ).length;
  const add = useMutation({
    mutationFn: () => api.post("/v1/shows/{id}/shots", { params: { path: { id: show.id } }, body: { sequences } }),
    onSuccess: async (added) => {
      await queries.invalidateQueries({ queryKey: ["shows"] });
      close();
      toast(added.shots === 1 ? "1 shot is new." : `${added.shots} shots are new.`);
    },
  });
  return (
    <Dialog title={`Add shots to ${show.code}`} close={close}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (!problem) add.mutate();
        }}
      >
        <div className="flex flex-col gap-1">
          <label htmlFor={id} className="text-sm font-medium">
            Shots, a line each
          </label>
          <textarea
            id={id}
            rows={7}
            value={text}
            onChange={(event) => setText(event.target.value)}
            spellCheck={false}
            aria-describedby={`${id}-how ${id}-read`}
            aria-invalid={problem !== undefined}
            placeholder={"sq010/sh010 1001-1048\nsq020/sh010..sh200/10"}
            className="rounded-md border border-edge bg-surface p-2.5 font-mono text-sm placeholder:text-soft"
          />
          <p id={`${id}-how`} className="text-sm text-soft">
            <code>sq020/sh010..sh200/10</code> is every tenth from sh010 to sh200. Frames may follow, like{" "}
            <code>1001-1048</code>. Sequences that are missing are made.
          </p>
          <p id={`${id}-read`} role="status" className={`min-h-6 text-sm font-medium ${problem ? "text-bad" : ""}`}>
            {problem ?? (shots === 0 ? "" : `${shots} shots${known > 0 ? `, ${known} of them here already` : ""}`)}
          </p>
        </div>
        {add.error && <Problem error={add.error} />}
        <DialogActs>
          <Button look="plain" onClick={close}>
            Cancel
          </Button>
          <Button type="submit" busy={add.isPending} disabled={problem !== undefined || sequences.length === 0}>
            Add
          </Button>
        </DialogActs>
      </form>
    </Dialog>
  );
}
