import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { ifMatchHeader } from "../../api/versioned.ts";
import { Button } from "../../components/button.tsx";
import { ConfirmDialog, Dialog, DialogActions } from "../../components/dialog.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { TextField } from "../../components/text-field.tsx";
import type { Playlist } from "./queries.ts";
import { useCanChange } from "./use-can-change.ts";

/** Buttons that rename and delete a playlist, for those who may. */
export function PlaylistActions({ playlist, etag }: { playlist: Playlist; etag: string }) {
  const [open, setOpen] = useState<"rename" | "delete">();
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const canChange = useCanChange();
  if (!canChange(playlist)) return null;
  const close = () => setOpen(undefined);
  const remove = async () => {
    await api.delete("/v1/playlists/{id}", { params: { path: { id: playlist.id } } });
    await navigate({ to: "/playlists" });
    void queryClient.invalidateQueries({ queryKey: ["playlists"] });
  };
  return (
    <>
      <Button variant="plain" onClick={() => setOpen("rename")}>
        Rename
      </Button>
      <Button variant="danger" onClick={() => setOpen("delete")}>
        Delete
      </Button>
      {open === "rename" && <RenameDialog playlist={playlist} etag={etag} onClose={close} />}
      {open === "delete" && (
        <ConfirmDialog title={`Delete ${playlist.name}?`} action="Delete playlist" onConfirm={remove} onClose={close}>
          <p>Its versions stay, and so do links that were shared from it. This can’t be undone.</p>
        </ConfirmDialog>
      )}
    </>
  );
}

function RenameDialog({
  playlist: { id, name: before },
  etag,
  onClose,
}: {
  playlist: Playlist;
  etag: string;
  onClose: () => void;
}) {
  const queryClient = useQueryClient();
  const [name, setName] = useState(before);
  const mutation = useMutation({
    mutationFn: () =>
      api.patch("/v1/playlists/{id}", { params: { path: { id } }, headers: ifMatchHeader(etag), body: { name } }),
    onSuccess: () => {
      void queryClient.invalidateQueries({ queryKey: ["playlists"] });
      onClose();
    },
  });
  return (
    <Dialog title="Rename playlist" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          mutation.mutate();
        }}
      >
        <TextField label="Name" value={name} onChange={setName} maxLength={100} />
        {mutation.error && <ErrorMessage error={mutation.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={mutation.isPending} disabled={name.trim() === ""}>
            Rename
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
