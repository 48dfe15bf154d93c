import { useMutation, useQueryClient } from "@tanstack/react-query";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { api } from "../../api/client.ts";
import { ifMatchHeader, isConflict } from "../../api/versioned.ts";
import { Button } from "../../components/button.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { Badge } from "../../components/table.tsx";
import type { Version } from "../review/queries.ts";
import { moveEntry } from "./move-entry.ts";
import type { Playlist } from "./queries.ts";
import { useCanChange } from "./use-can-change.ts";

interface Props {
  playlist: Playlist;
  etag: string;
  versions: readonly Version[];
  currentId: string;
  onChoose: (versionId: string) => void;
}

const tones = { approved: "good", retake: "warn", pending: "soft" } as const;

/** The versions of a playlist in order: choose, move and remove them. */
export function EntryList({ playlist, etag, versions, currentId, onChoose }: Props) {
  const queryClient = useQueryClient();
  const canChange = useCanChange()(playlist);
  const mutation = useMutation({
    mutationFn: (versionIds: string[]) =>
      api.patch("/v1/playlists/{id}", {
        params: { path: { id: playlist.id } },
        headers: ifMatchHeader(etag),
        body: { versionIds },
      }),
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ["playlists", playlist.id] }),
        queryClient.invalidateQueries({ queryKey: ["versions", { playlistId: playlist.id }] }),
      ]),
  });
  const ids = versions.map(({ id }) => id);
  return (
    <section aria-label="Versions in this playlist" className="flex flex-col gap-2">
      <h2 className="text-base">Versions</h2>
      {mutation.error &&
        (isConflict(mutation.error) ? (
          <p role="alert" className="rounded-md bg-warn-wash px-3 py-2 text-sm text-warn">
            Somebody changed this playlist meanwhile. It shows the current order; try again.
          </p>
        ) : (
          <ErrorMessage error={mutation.error} />
        ))}
      <ol className="overflow-hidden rounded-lg border border-line bg-surface" aria-busy={mutation.isPending}>
        {versions.map(({ id, shot, name, number, status, pictureUrl }, index) => {
          const label = `${shot} ${name} ${formatVersion(number)}`;
          return (
            <li
              key={id}
              className={`flex items-center gap-2 border-b border-line px-2 py-1.5 last:border-b-0 ${id === currentId ? "bg-accent-wash" : ""}`}
            >
              <button
                type="button"
                aria-current={id === currentId}
                onClick={() => onChoose(id)}
                className="flex min-w-0 grow items-center gap-2 text-left text-sm hover:underline"
              >
                <span className="w-5 shrink-0 text-right text-soft tabular-nums">{index + 1}</span>
                {pictureUrl ? (
                  <img src={pictureUrl} alt="" className="h-8 w-12 shrink-0 rounded-sm bg-canvas object-contain" />
                ) : (
                  <span className="h-8 w-12 shrink-0 rounded-sm bg-canvas" />
                )}
                <span className="min-w-0 wrap-anywhere">{label}</span>
              </button>
              {status !== "pending" && <Badge tone={tones[status]}>{status}</Badge>}
              {canChange && (
                <span className="flex shrink-0">
                  <EntryButton
                    label={`Move ${label} up`}
                    disabled={index === 0 || mutation.isPending}
                    onClick={() => mutation.mutate(moveEntry(ids, index, -1))}
                  >
                    ↑
                  </EntryButton>
                  <EntryButton
                    label={`Move ${label} down`}
                    disabled={index === ids.length - 1 || mutation.isPending}
                    onClick={() => mutation.mutate(moveEntry(ids, index, 1))}
                  >
                    ↓
                  </EntryButton>
                  <EntryButton
                    label={`Remove ${label} from the playlist`}
                    disabled={mutation.isPending}
                    onClick={() => mutation.mutate(ids.filter((one) => one !== id))}
                  >
                    ×
                  </EntryButton>
                </span>
              )}
            </li>
          );
        })}
      </ol>
    </section>
  );
}

interface EntryButtonProps {
  label: string;
  disabled: boolean;
  onClick: () => void;
  children: string;
}

const EntryButton = ({ label, children, ...rest }: EntryButtonProps) => (
  <Button size="sm" variant="quiet" aria-label={label} title={label} className="!px-1.5" {...rest}>
    {children}
  </Button>
);
