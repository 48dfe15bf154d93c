import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import type { Note, Stroke } from "./queries.ts";

const toStroke = ({ points, ...line }: Stroke) => ({
  ...line,
  points: points.map(([x = 0, y = 0]): [number, number] => [x, y]),
});

interface Props {
  versionId: string;
  notes: readonly Note[];
  /** Names of members by id. */
  names: ReadonlyMap<string, string>;
  /** The frame that a new note is about; null for a version without frames. */
  frame: number | null;
  drawing: Note["drawing"];
  onClearDrawing: () => void;
  isDrawing: boolean;
  onDrawing: (isDrawing: boolean) => void;
  onOpen: (frame: number) => void;
}

/** The notes of a version, and a form for another one about the current frame. */
export function NotesPanel(props: Props) {
  const { versionId, notes, names, frame, drawing, onClearDrawing, isDrawing, onDrawing, onOpen } = props;
  const id = useId();
  const { can } = useMe();
  const queryClient = useQueryClient();
  const [text, setText] = useState("");
  const mutation = useMutation({
    mutationFn: () =>
      api.post("/v1/versions/{id}/notes", {
        params: { path: { id: versionId } },
        body: { frame, text, drawing: drawing.map(toStroke) },
      }),
    onSuccess: () => {
      setText("");
      onClearDrawing();
      onDrawing(false);
      void queryClient.invalidateQueries({ queryKey: ["versions", versionId] });
    },
  });
  return (
    <section aria-label="Notes" className="flex flex-col gap-3">
      <h2 className="text-base">Notes</h2>
      {notes.length === 0 && <p className="text-sm text-soft">No notes yet.</p>}
      <ul className="flex flex-col gap-3">
        {notes.map((note) => (
          <li key={note.id} className="flex flex-col gap-1 border-b border-line pb-3 text-sm last:border-b-0">
            <p className="flex flex-wrap items-baseline gap-x-2">
              <span className="font-medium">{names.get(note.memberId) ?? "A colleague"}</span>
              {note.frame !== null && (
                <button
                  type="button"
                  className="text-accent underline tabular-nums"
                  onClick={() => onOpen(note.frame ?? 0)}
                >
                  frame {note.frame}
                </button>
              )}
              <span className="text-soft">
                <TimeAgo at={note.createdAt} />
              </span>
            </p>
            {note.text && <p className="whitespace-pre-wrap wrap-anywhere">{note.text}</p>}
            {note.drawing.length > 0 && <p className="text-soft">with a drawing</p>}
          </li>
        ))}
      </ul>
      {can("note.create") && (
        <form
          className="flex flex-col gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            mutation.mutate();
          }}
        >
          <label htmlFor={id} className="text-sm font-medium">
            {frame === null ? "Note" : `Note about frame ${frame}`}
          </label>
          <textarea
            id={id}
            rows={3}
            value={text}
            maxLength={5000}
            onChange={(event) => setText(event.target.value)}
            className="rounded-md border border-edge bg-surface px-2.5 py-1.5"
          />
          <div className="flex flex-wrap gap-2">
            <Button
              size="sm"
              type="submit"
              busy={mutation.isPending}
              disabled={text.trim() === "" && drawing.length === 0}
            >
              Add note
            </Button>
            <Button size="sm" variant="plain" aria-pressed={isDrawing} onClick={() => onDrawing(!isDrawing)}>
              {isDrawing ? "Stop drawing" : "Draw"}
            </Button>
            {drawing.length > 0 && (
              <Button size="sm" variant="quiet" onClick={onClearDrawing}>
                Clear drawing
              </Button>
            )}
          </div>
          {mutation.error && <ErrorMessage error={mutation.error} />}
        </form>
      )}
    </section>
  );
}
