import { useEffect, useRef, type ReactNode } from "react";
import { Button } from "../../components/button.tsx";
import { findPicture, getFrameAt, isPastEnd, stepPicture, type Reel } from "./playback.ts";
import { useKeys } from "./use-keys.ts";
import { usePictures, type Picture } from "./use-pictures.ts";

interface Props {
  reel: Reel;
  /** One for each frame of the reel. */
  pictures: readonly Picture[];
  /** Frames per second. */
  rate: number;
  frame: number;
  onFrame: (frame: number) => void;
  isPlaying: boolean;
  onPlaying: (isPlaying: boolean) => void;
  /** Called after the last frame; without it, playback starts again. */
  onEnd?: (() => void) | undefined;
  /** Shown in place of the frame's picture, such as the original of a frame that stands still. */
  still?: ImageBitmap | undefined;
  /** Drawn over the picture. */
  overlay?: ReactNode;
}

/** Pictures that must be loaded before playback starts, so that it does not begin with gaps. */
const PRELOADED = 24;

/** Plays the frames of a version at their rate. Space plays and pauses, the arrow keys step from picture to picture. */
export function Player(props: Props) {
  const { reel, pictures, rate, frame, onFrame, isPlaying, onPlaying, onEnd, still, overlay } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { get, loaded } = usePictures(pictures);
  const shown = pictures[findPicture(reel, frame)];
  const picture = shown && get(shown.id);
  const isReady = loaded >= Math.min(PRELOADED, pictures.filter(({ url }) => url).length);
  useEffect(() => {
    const source = still ?? picture;
    if (!canvas.current || !source) return;
    // Its own size, so that the browser scales it once.
    canvas.current.width = source instanceof ImageBitmap ? source.width : source.naturalWidth;
    canvas.current.height = source instanceof ImageBitmap ? source.height : source.naturalHeight;
    canvas.current.getContext("2d")?.drawImage(source, 0, 0);
  }, [still, picture, loaded]);
  useEffect(() => {
    if (!isPlaying || !isReady) return undefined;
    const [start, at] = [frame, performance.now()];
    let next = requestAnimationFrame(function tick(now) {
      if (onEnd && isPastEnd(reel, start, now - at, rate)) {
        onEnd();
        return;
      }
      onFrame(getFrameAt(reel, start, now - at, rate));
      next = requestAnimationFrame(tick);
    });
    return () => cancelAnimationFrame(next);
    // Only a new start begins at the current frame again.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [isPlaying, isReady, reel, rate]);
  const step = (by: 1 | -1) => {
    onPlaying(false);
    onFrame(stepPicture(reel, frame, by));
  };
  useKeys({ ArrowRight: () => step(1), ArrowLeft: () => step(-1), " ": () => onPlaying(!isPlaying) });
  return (
    <div className="flex flex-col gap-3">
      <div
        className="relative grid overflow-hidden rounded-lg bg-canvas"
        style={{ aspectRatio: `${shown?.width ?? 16} / ${shown?.height ?? 9}` }}
      >
        <canvas ref={canvas} className="size-full object-contain" role="img" aria-label={`Frame ${frame}`} />
        {!picture && !still && (
          <span className="absolute inset-0 grid place-items-center text-sm text-on-canvas">
            {shown?.isPending || shown?.url ? "Loading" : "No preview of this file"}
          </span>
        )}
        {overlay}
      </div>
      <div className="flex flex-wrap items-center gap-2">
        <Button size="sm" onClick={() => onPlaying(!isPlaying)} disabled={reel.frames.length < 2}>
          {isPlaying ? "Pause" : "Play"}
        </Button>
        <Button size="sm" variant="plain" aria-label="Previous picture" onClick={() => step(-1)}>
          ←
        </Button>
        <Button size="sm" variant="plain" aria-label="Next picture" onClick={() => step(1)}>
          →
        </Button>
        <input
          type="range"
          aria-label="Frame"
          className="min-w-32 grow accent-accent"
          min={reel.first}
          max={reel.last}
          value={frame}
          onChange={(event) => {
            onPlaying(false);
            onFrame(Number(event.target.value));
          }}
        />
        <span className="ml-auto min-w-24 text-right text-sm tabular-nums">
          {frame} of {reel.first}–{reel.last}
        </span>
      </div>
    </div>
  );
}
