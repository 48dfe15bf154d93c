import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { Select } from "../../components/select.tsx";
import { TextField } from "../../components/text-field.tsx";
import { showToast } from "../../components/toast.tsx";
import { playlistsOfShow } from "./queries.ts";
import { useCanChange } from "./use-can-change.ts";

interface Props {
  showId: string;
  /** At most 500. */
  versionIds: readonly string[];
  size?: "md" | "sm";
}

/** Button that adds versions to a playlist of their show, or to a new one. */
export function AddToPlaylist({ size = "md", ...props }: Props) {
  const { can } = useMe();
  const [isOpen, setIsOpen] = useState(false);
  if (!can("playlist.create")) return null;
  return (
    <>
      <Button variant="plain" size={size} onClick={() => setIsOpen(true)}>
        {props.versionIds.length > 1 ? "Add all to playlist" : "Add to playlist"}
      </Button>
      {isOpen && <AddDialog {...props} onClose={() => setIsOpen(false)} />}
    </>
  );
}

const NEW = "new";

function AddDialog({ showId, versionIds, onClose }: Props & { onClose: () => void }) {
  const queryClient = useQueryClient();
  const canChange = useCanChange();
  const { data: all } = useQuery(playlistsOfShow(showId));
  const mine = (all ?? []).filter(canChange);
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState("");
  const target = chosen ?? mine[0]?.id ?? NEW;
  const mutation = useMutation({
    mutationFn: () =>
      target === NEW
        ? api.post("/v1/playlists", { body: { showId, name, versionIds: [...versionIds] } })
        : api.post("/v1/playlists/{id}/versions", {
            params: { path: { id: target } },
            body: { versionIds: [...versionIds] },
          }),
    onSuccess: ({ name: changed, versions }) => {
      void queryClient.invalidateQueries({ queryKey: ["playlists"] });
      void queryClient.invalidateQueries({ queryKey: ["versions", { playlistId: target }] });
      showToast(`Added to ${changed}, which has ${versions} ${versions === 1 ? "version" : "versions"} now.`);
      onClose();
    },
  });
  return (
    <Dialog title="Add to playlist" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          mutation.mutate();
        }}
      >
        {all === undefined ? (
          <div aria-busy="true" className="skeleton h-14" />
        ) : (
          <Select
            label="Playlist"
            value={target}
            options={[...mine.map((one) => [one.id, one.name] as const), [NEW, "New playlist…"] as const]}
            onChange={setChosen}
          />
        )}
        {target === NEW && <TextField label="Name" value={name} onChange={setName} maxLength={100} />}
        {mutation.error && <ErrorMessage error={mutation.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            busy={mutation.isPending}
            disabled={all === undefined || (target === NEW && name.trim() === "")}
          >
            Add
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
