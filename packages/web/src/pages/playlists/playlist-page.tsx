import { useQuery, useQueryClient } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { Breadcrumb } from "../../components/breadcrumb.tsx";
import { Button } from "../../components/button.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { PageError, PageSkeleton } from "../../components/page-state.tsx";
import { versionFrames, type Version } from "../review/queries.ts";
import { toFramesPerSecond } from "../review/frame-rate.ts";
import { RateSelect } from "../review/rate-select.tsx";
import { useKeys } from "../review/use-keys.ts";
import { useRate } from "../review/use-rate.ts";
import { VersionReview } from "../review/version-review.tsx";
import { EntryList } from "./entry-list.tsx";
import { PlaylistActions } from "./playlist-actions.tsx";
import { playlist as playlistQuery, playlistVersions, type Playlist } from "./queries.ts";
import { Share } from "./share.tsx";

const route = getRouteApi("/playlists/$playlistId");

/** The versions of a playlist, played one after the other, with notes and decisions. */
export function PlaylistPage() {
  const { playlistId } = route.useParams();
  const list = useQuery(playlistQuery(playlistId));
  const versions = useQuery(playlistVersions(playlistId));
  const error = list.error ?? versions.error;
  if (error) return <PageError error={error} onRetry={() => void Promise.all([list.refetch(), versions.refetch()])} />;
  if (!list.data || !versions.data) return <PageSkeleton />;
  return <Detail playlist={list.data.value} etag={list.data.etag} versions={versions.data} />;
}

interface DetailProps {
  playlist: Playlist;
  etag: string;
  versions: readonly Version[];
}

function Detail({ playlist, etag, versions }: DetailProps) {
  const queryClient = useQueryClient();
  const [chosenId, setChosenId] = useState(versions[0]?.id);
  const [isPlayingAll, setIsPlayingAll] = useState(false);
  const { rate, showRate, setRate } = useRate(playlist.showId);
  const index = Math.max(
    0,
    versions.findIndex(({ id }) => id === chosenId),
  );
  const version = versions[index];
  const next = versions[(index + 1) % versions.length];
  const go = (by: 1 | -1) => setChosenId(versions[(index + by + versions.length) % versions.length]?.id);
  useKeys(versions.length > 1 ? { PageDown: () => go(1), PageUp: () => go(-1) } : {});
  // The next version starts without waiting for its list of files.
  useEffect(() => {
    if (next) void queryClient.prefetchQuery(versionFrames(next));
  }, [queryClient, next]);
  const hidden = playlist.versions - versions.length;
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>{`${playlist.name} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        <Breadcrumb to="/playlists" list="Playlists" name={playlist.name} />
        <span className="text-soft">{playlist.show}</span>
        <span className="grow" />
        {versions.length > 0 && <Share what={{ playlistId: playlist.id }} title={playlist.name} />}
        <PlaylistActions playlist={playlist} etag={etag} />
        <RateSelect value={rate} showRate={showRate} onChange={setRate} />
      </div>
      {hidden > 0 && (
        <p className="text-sm text-soft">
          {hidden} more {hidden === 1 ? "version is" : "versions are"} in this playlist, which you may not see.
        </p>
      )}
      {version ? (
        <>
          <div className="flex flex-wrap items-center gap-2">
            <h2 className="text-base font-medium">
              {version.sequence}/{version.shot} {version.name} {formatVersion(version.number)}
            </h2>
            <span className="text-sm text-soft tabular-nums">
              {index + 1} of {versions.length}
            </span>
            <span className="grow" />
            <Button size="sm" variant="plain" title="Page Up" disabled={versions.length < 2} onClick={() => go(-1)}>
              Previous version
            </Button>
            <Button size="sm" variant="plain" title="Page Down" disabled={versions.length < 2} onClick={() => go(1)}>
              Next version
            </Button>
            <Button size="sm" aria-pressed={isPlayingAll} onClick={() => setIsPlayingAll(!isPlayingAll)}>
              {isPlayingAll ? "Stop playing all" : "Play all"}
            </Button>
          </div>
          <VersionReview
            key={`${version.id} ${isPlayingAll}`}
            version={version}
            rate={toFramesPerSecond(rate)}
            autoPlay={isPlayingAll}
            onEnd={isPlayingAll && versions.length > 1 ? () => go(1) : undefined}
          >
            <EntryList
              playlist={playlist}
              etag={etag}
              versions={versions}
              currentId={version.id}
              onChoose={setChosenId}
            />
          </VersionReview>
        </>
      ) : (
        <EmptyState title="No versions yet">
          Open a version, from a batch or a picture, and choose “Add to playlist”.
        </EmptyState>
      )}
    </div>
  );
}
