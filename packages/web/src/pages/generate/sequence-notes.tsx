import { Button } from "../../components/button.tsx";
import { formatCount } from "../../components/format.ts";
import { allowMixedSizes, type Upload } from "../../upload/uploads.ts";
import { describeGaps } from "./describe-upload.ts";

interface Props {
  id: string;
  name: string;
  sequence: NonNullable<Upload["sequence"]>;
}

/** Frames, gaps and sizes of an image sequence. */
export function SequenceNotes({ id, name, sequence }: Props) {
  const gaps = describeGaps(sequence);
  return (
    <>
      <p className="text-sm break-words text-soft tabular-nums">
        {formatCount(sequence.files)} files, frames {shorten(sequence.frames)}
      </p>
      {gaps !== undefined && <p className="text-sm text-warn">{gaps}</p>}
      {sequence.hasMixedSizes && (
        <div>
          <Button variant="plain" size="sm" onClick={() => allowMixedSizes(id)}>
            Allow mixed sizes<span className="sr-only"> in {name}</span>
          </Button>
        </div>
      )}
    </>
  );
}

const MAX_TEXT = 60;
const shorten = (frames: string): string => (frames.length > MAX_TEXT ? `${frames.slice(0, MAX_TEXT)}…` : frames);
