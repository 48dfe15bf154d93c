import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { Breadcrumb } from "../../components/breadcrumb.tsx";
import { PageError, PageSkeleton } from "../../components/page-state.tsx";
import { Select } from "../../components/select.tsx";
import { AddToPlaylist } from "../playlists/add-to-playlist.tsx";
import { Share } from "../playlists/share.tsx";
import { Downloads } from "./downloads.tsx";
import { siblings, version as versionQuery, versionFrames, type Version } from "./queries.ts";
import { toFramesPerSecond } from "./frame-rate.ts";
import { RateSelect } from "./rate-select.tsx";
import { useRate } from "./use-rate.ts";
import { VersionReview } from "./version-review.tsx";

const route = getRouteApi("/versions/$versionId");

/** One version of a shot: its frames in motion, notes, and the decision. */
export function VersionPage() {
  const { versionId } = route.useParams();
  const { data, error, refetch } = useQuery(versionQuery(versionId));
  if (error) return <PageError error={error} onRetry={() => void refetch()} />;
  if (!data) return <PageSkeleton />;
  return <Detail key={data.id} version={data} />;
}

function Detail({ version }: { version: Version }) {
  const shot = `${version.show}/${version.sequence}/${version.shot}`;
  const title = `${version.name} ${formatVersion(version.number)}`;
  const { data: others = [] } = useQuery(siblings(version));
  const { data: assets = [] } = useQuery(versionFrames(version));
  const hasFrames = assets.some((asset) => asset.frame !== null);
  const { rate, showRate, setRate } = useRate(version.showId);
  const navigate = route.useNavigate();
  return (
    <div className="mx-auto flex max-w-6xl flex-col gap-4 p-4 md:p-6">
      <title>{`${title} of ${shot} – Pegbar`}</title>
      <div className="flex flex-wrap items-center gap-3">
        {version.batchId ? (
          <>
            <Link to="/batches/$batchId" params={{ batchId: version.batchId }} className="text-soft hover:text-text">
              {shot}
            </Link>
            <span aria-hidden="true" className="text-soft">
              /
            </span>
            <h1>{title}</h1>
          </>
        ) : (
          <Breadcrumb to="/pictures" list={shot} name={title} />
        )}
        <span className="grow" />
        {hasFrames && <Downloads versionId={version.id} />}
        <AddToPlaylist showId={version.showId} versionIds={[version.id]} />
        <Share what={{ versionId: version.id }} title={`${version.shot} ${title}`} />
        <RateSelect value={rate} showRate={showRate} onChange={setRate} />
        {others.length > 1 && (
          <Select
            label="Version"
            value={version.id}
            options={others.map(({ id, number }) => [id, formatVersion(number)] as const)}
            onChange={(id) => void navigate({ to: "/versions/$versionId", params: { versionId: id } })}
          />
        )}
      </div>
      <VersionReview version={version} rate={toFramesPerSecond(rate)} />
    </div>
  );
}
