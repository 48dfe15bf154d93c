import { useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { useMe } from "../../api/me.ts";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { LoadMore } from "../../components/load-more.tsx";
import { TableSkeleton } from "../../components/table.tsx";
import { TimeAgo } from "../../components/time-ago.tsx";
import { NewPlaylistDialog } from "./new-playlist-dialog.tsx";
import { playlists, type PlaylistSummary } from "./queries.ts";

/** The playlists of the user's shows. */
export function PlaylistsPage() {
  const { can } = useMe();
  const list = useInfiniteQuery(playlists);
  const [isCreating, setIsCreating] = useState(false);
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const create = can("playlist.create") && <Button onClick={() => setIsCreating(true)}>New playlist</Button>;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>Playlists – Pegbar</title>
      <div className="flex items-center gap-3">
        <h1 className="grow">Playlists</h1>
        {items.length > 0 && create}
      </div>
      {list.error && <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending ? (
        <TableSkeleton rows={6} />
      ) : !list.data ? undefined : items.length === 0 ? (
        <EmptyState title="No playlists yet" action={create}>
          A playlist collects versions of a show to review them one after the other, such as the dailies of a day.
          Create one, then choose “Add to playlist” on a version.
        </EmptyState>
      ) : (
        <ul aria-label="Playlists" className="overflow-hidden rounded-lg border border-line bg-surface">
          {items.map((item) => (
            <Row key={item.id} playlist={item} />
          ))}
        </ul>
      )}
      <LoadMore query={list}>Load older playlists</LoadMore>
      {isCreating && <NewPlaylistDialog onClose={() => setIsCreating(false)} />}
    </div>
  );
}

const Row = ({ playlist: { id, name, show, versions, createdAt } }: { playlist: PlaylistSummary }) => (
  <li className="relative grid grid-cols-[1fr_auto] items-center gap-x-4 gap-y-1 border-b border-line px-4 py-3 last:border-b-0 hover:bg-sunken md:grid-cols-[1fr_8rem_8rem_7rem]">
    <Link
      to="/playlists/$playlistId"
      params={{ playlistId: id }}
      className="row-link min-w-0 font-medium wrap-anywhere hover:underline"
    >
      {name}
    </Link>
    <span className="col-start-1 row-start-2 text-sm text-soft md:col-start-2 md:row-start-1">{show}</span>
    <span className="text-right text-sm text-soft tabular-nums md:col-start-3">
      {versions} {versions === 1 ? "version" : "versions"}
    </span>
    <span className="col-start-2 row-start-2 text-right md:col-start-4 md:row-start-1">
      <TimeAgo at={createdAt} />
    </span>
  </li>
);
