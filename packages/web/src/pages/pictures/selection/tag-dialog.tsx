import { useQuery } from "@tanstack/react-query";
import { useId, useState } from "react";
import { Button } from "../../../components/button.tsx";
import { Dialog, DialogActions } from "../../../components/dialog.tsx";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { showToast } from "../../../components/toast.tsx";
import { strings } from "../../../strings/browse.ts";
import { tags as tagsQuery, type Asset } from "../queries.ts";
import { useMarks } from "../use-marks.ts";

/** Adds tags to several assets. */
export function TagDialog({ assets, onClose }: { assets: readonly Asset[]; onClose: () => void }) {
  const id = useId();
  const { changeAsync } = useMarks();
  const known = useQuery(tagsQuery);
  const [text, setText] = useState("");
  const [error, setError] = useState<Error>();
  const [isPending, setIsPending] = useState(false);
  const addTags = text
    .split(",")
    .map((tag) => tag.trim())
    .filter(Boolean);
  const submit = async () => {
    setIsPending(true);
    setError(undefined);
    try {
      await changeAsync(assets, { addTags });
      showToast(strings.tagged(assets.length));
      onClose();
    } catch (error) {
      setError(error instanceof Error ? error : new Error(String(error)));
    } finally {
      setIsPending(false);
    }
  };
  return (
    <Dialog title={strings.tagDialog(assets.length)} onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          if (addTags.length > 0) void submit();
        }}
      >
        <label className="flex flex-col gap-1">
          <span className="text-sm text-soft">{strings.tagField}</span>
          <input
            type="text"
            autoFocus
            list={id}
            value={text}
            maxLength={400}
            placeholder={strings.tagPlaceholder}
            onChange={(event) => setText(event.target.value)}
            className="min-h-9 rounded-md border border-edge bg-surface px-2.5 placeholder:text-soft"
          />
          <datalist id={id}>
            {(known.data ?? []).map(({ tag }) => (
              <option key={tag} value={tag} />
            ))}
          </datalist>
        </label>
        <p className="text-sm text-soft">{strings.tagsHint}</p>
        {error && <ErrorMessage error={error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={isPending} disabled={addTags.length === 0}>
            {strings.addTag}
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
