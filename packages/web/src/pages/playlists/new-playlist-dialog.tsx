import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { api } from "../../api/client.ts";
import { shows as showsQuery } from "../../api/lists.ts";
import { Button } from "../../components/button.tsx";
import { Dialog, DialogActions } from "../../components/dialog.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { formatDate } from "../../components/format.ts";
import { Select } from "../../components/select.tsx";
import { TextField } from "../../components/text-field.tsx";

/** Creates an empty playlist and opens it. */
export function NewPlaylistDialog({ onClose }: { onClose: () => void }) {
  const queryClient = useQueryClient();
  const navigate = useNavigate();
  const { data: shows = [] } = useQuery(showsQuery);
  const [chosen, setChosen] = useState<string>();
  const [name, setName] = useState(`Dailies, ${formatDate(Date.now())}`);
  const showId = chosen ?? shows[0]?.id ?? "";
  const mutation = useMutation({
    mutationFn: () => api.post("/v1/playlists", { body: { showId, name, versionIds: [] } }),
    onSuccess: async ({ id }) => {
      void queryClient.invalidateQueries({ queryKey: ["playlists"] });
      await navigate({ to: "/playlists/$playlistId", params: { playlistId: id } });
    },
  });
  return (
    <Dialog title="New playlist" onClose={onClose}>
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          mutation.mutate();
        }}
      >
        <Select
          label="Show"
          value={showId}
          options={shows.map(({ id, code, name: title }) => [id, `${code} – ${title}`] as const)}
          onChange={setChosen}
        />
        <TextField label="Name" value={name} onChange={setName} maxLength={100} />
        {mutation.error && <ErrorMessage error={mutation.error} />}
        <DialogActions>
          <Button variant="plain" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" busy={mutation.isPending} disabled={name.trim() === "" || showId === ""}>
            Create playlist
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
