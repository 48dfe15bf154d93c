import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useMemo, useState } from "react";
import { members } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Breadcrumb } from "../../components/breadcrumb.tsx";
import { PageError, PageSkeleton } from "../../components/page-state.tsx";
import { Select } from "../../components/select.tsx";
import { Decision } from "./decision.tsx";
import { Downloads } from "./downloads.tsx";
import { Drawing } from "./drawing.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import { createReel } from "./playback.ts";
import { Player } from "./player.tsx";
import {
  notes as notesQuery,
  siblings,
  version as versionQuery,
  versionFrames,
  type Note,
  type Version,
} from "./queries.ts";
import { formatVersion } from "../../components/format.ts";

const route = getRouteApi("/versions/$versionId");
const RATES = ["12", "23.976", "24", "25", "30"] as const;

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
  const { can } = useMe();
  const { data: assets = [] } = useQuery(versionFrames(version));
  const { data: notes = [] } = useQuery(notesQuery(version.id));
  const { data: others = [] } = useQuery(siblings(version));
  const { data: people = [] } = useQuery({ ...members, enabled: can("member.read") });
  const names = useMemo(() => new Map(people.map(({ id, name }) => [id, name])), [people]);
  const reel = useMemo(() => createReel(assets.map(({ frame }) => frame ?? 0)), [assets]);
  const [chosen, setChosen] = useState<number>();
  const [isPlaying, setIsPlaying] = useState(false);
  const [rate, setRate] = useState("24");
  const [isDrawing, setIsDrawing] = useState(false);
  const [drawing, setDrawing] = useState<Note["drawing"]>([]);
  const frame = chosen ?? reel.first;
  const hasFrames = assets.some((asset) => asset.frame !== null);
  const shownStrokes = notes.filter((note) => note.frame === frame && hasFrames).flatMap((note) => note.drawing);
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
        <Select
          label="Frames per second"
          value={rate}
          options={RATES.map((one) => [one, `${one} fps`] as const)}
          onChange={setRate}
        />
        {others.length > 1 && (
          <Select
            label="Version"
            value={version.id}
            options={others.map(({ id, number }) => [id, formatVersion(number)] as const)}
            onChange={(id) => void navigate({ to: "/versions/$versionId", params: { versionId: id } })}
          />
        )}
      </div>
      <div className="grid items-start gap-6 lg:grid-cols-[1fr_20rem]">
        {assets.length > 0 ? (
          <Player
            reel={reel}
            assets={assets}
            rate={rate === "23.976" ? 24_000 / 1001 : Number(rate)}
            frame={frame}
            onFrame={setChosen}
            isPlaying={isPlaying}
            onPlaying={setIsPlaying}
            overlay={
              <Drawing
                strokes={[...shownStrokes, ...drawing]}
                ratio={(assets[0]?.width ?? 16) / (assets[0]?.height ?? 9)}
                onDraw={isDrawing && !isPlaying ? (stroke) => setDrawing((before) => [...before, stroke]) : undefined}
              />
            }
          />
        ) : (
          <div className="skeleton h-96" />
        )}
        <aside className="flex flex-col gap-5">
          <Decision version={version} names={names} />
          <NotesPanel
            versionId={version.id}
            notes={notes}
            names={names}
            frame={hasFrames ? frame : null}
            drawing={drawing}
            onClearDrawing={() => setDrawing([])}
            isDrawing={isDrawing}
            onDrawing={(on) => {
              setIsPlaying(false);
              setIsDrawing(on);
            }}
            onOpen={(at) => {
              setIsPlaying(false);
              setChosen(at);
            }}
          />
        </aside>
      </div>
    </div>
  );
}
