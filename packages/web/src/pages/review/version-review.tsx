import { useQuery } from "@tanstack/react-query";
import { useMemo, useState, type ReactNode } from "react";
import { members } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { getStableUrl } from "../../api/stable-url.ts";
import { Decision } from "./decision.tsx";
import { Drawing } from "./drawing.tsx";
import { NotesPanel } from "./notes-panel.tsx";
import { createReel, findPicture } from "./playback.ts";
import { Player } from "./player.tsx";
import { notes as notesQuery, versionFrames, type Note, type Version } from "./queries.ts";
import { useStill } from "./use-still.ts";

interface Props {
  version: Version;
  /** Frames per second. */
  rate: number;
  /** Plays as soon as the pictures are there. */
  autoPlay?: boolean;
  /** Called after the last frame; without it, playback starts again. */
  onEnd?: (() => void) | undefined;
  /** Below the notes. */
  children?: ReactNode;
}

/** A version in motion, its decision and its notes. */
export function VersionReview({ version, rate, autoPlay = false, onEnd, children }: Props) {
  const { can } = useMe();
  const { data: assets = [], isPending } = useQuery(versionFrames(version));
  const { data: notes = [] } = useQuery(notesQuery(version.id));
  const { data: people = [] } = useQuery({ ...members, enabled: can("member.read") });
  const names = useMemo(() => new Map(people.map(({ id, name }) => [id, name])), [people]);
  const reel = useMemo(() => createReel(assets.map(({ frame }) => frame ?? 0)), [assets]);
  const pictures = useMemo(
    () =>
      assets.map(({ id, thumbnailUrl, width, height }) => ({
        id,
        url: thumbnailUrl && getStableUrl(id, thumbnailUrl),
        width,
        height,
      })),
    [assets],
  );
  const [chosen, setChosen] = useState<number>();
  const [isPlaying, setIsPlaying] = useState(autoPlay);
  const [isDrawing, setIsDrawing] = useState(false);
  const [drawing, setDrawing] = useState<Note["drawing"]>([]);
  const frame = chosen ?? reel.first;
  const still = useStill(assets[findPicture(reel, frame)], isPlaying);
  const hasFrames = assets.some((asset) => asset.frame !== null);
  const shownStrokes = notes.filter((note) => note.frame === frame && hasFrames).flatMap((note) => note.drawing);
  return (
    <div className="grid items-start gap-6 lg:grid-cols-[1fr_20rem]">
      {assets.length > 0 ? (
        <Player
          reel={reel}
          pictures={pictures}
          rate={rate}
          frame={frame}
          onFrame={setChosen}
          isPlaying={isPlaying}
          onPlaying={setIsPlaying}
          onEnd={onEnd}
          still={still}
          overlay={
            <Drawing
              strokes={[...shownStrokes, ...drawing]}
              ratio={(assets[0]?.width ?? 16) / (assets[0]?.height ?? 9)}
              onDraw={isDrawing && !isPlaying ? (stroke) => setDrawing((before) => [...before, stroke]) : undefined}
            />
          }
        />
      ) : isPending ? (
        <div className="skeleton h-96" />
      ) : (
        <p className="rounded-lg border border-dashed border-line p-10 text-center text-soft">
          This version has no files.
        </p>
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
        {children}
      </aside>
    </div>
  );
}
