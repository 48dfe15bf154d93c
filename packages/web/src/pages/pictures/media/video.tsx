import { useEffect, useRef, useState } from "react";
import { isTyping } from "../../../commands/is-typing.ts";
import { Button } from "../../../components/button.tsx";
import { strings } from "../../../strings/media.ts";
import type { Asset } from "../queries.ts";
import { findFrame, getFrameTime } from "./frame-time.ts";

/** Rate of a video whose own rate is not known. */
const UNKNOWN_RATE = 24;

/** A video with frame stepping: `,` and `.` or the buttons. */
export function Video({ src, asset, label }: { src: string; asset: Asset; label: string }) {
  const video = useRef<HTMLVideoElement>(null);
  const [frame, setFrame] = useState(0);
  const [hasFailed, setHasFailed] = useState(false);
  const rate = asset.media?.frameRate ?? null;
  const perSecond = rate ? rate.numerator / rate.denominator : UNKNOWN_RATE;
  const last = asset.frames === null ? Infinity : asset.frames - 1;
  const stepBy = (count: number) => {
    const { current } = video;
    if (!current) return;
    current.pause();
    // In the last frame Chromium 156 takes a paused video as ended, and with `loop` it jumps to the start.
    current.loop = false;
    // The time of a video that has ended is after its last frame.
    const here = Math.min(last, findFrame(current.currentTime, perSecond));
    const next = Math.min(last, Math.max(0, here + count));
    current.currentTime = getFrameTime(next, perSecond);
    setFrame(next);
  };
  const latestStep = useRef(stepBy);
  latestStep.current = stepBy;
  useEffect(() => {
    const handleKey = (event: KeyboardEvent) => {
      if (isTyping(event.target) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === ",") latestStep.current(-1);
      else if (event.key === ".") latestStep.current(1);
    };
    addEventListener("keydown", handleKey);
    return () => removeEventListener("keydown", handleKey);
  }, []);
  if (hasFailed)
    return <p className="grid h-full place-items-center p-6 text-center text-on-canvas">{strings.cannotPlay}</p>;
  return (
    <div className="grid h-full grid-rows-[minmax(0,1fr)_auto]">
      <video
        ref={video}
        src={src}
        aria-label={label}
        controls
        loop
        playsInline
        className="size-full object-contain"
        onPlay={({ currentTarget }) => (currentTarget.loop = true)}
        onError={() => setHasFailed(true)}
        onTimeUpdate={({ currentTarget }) => setFrame(Math.min(last, findFrame(currentTarget.currentTime, perSecond)))}
      />
      <div className="flex flex-wrap items-center gap-2 p-2">
        <Button size="sm" variant="plain" onClick={() => stepBy(-1)} title={`${strings.previousFrame} (,)`}>
          <span aria-hidden="true">◂|</span>
          <span className="sr-only">{strings.previousFrame}</span>
        </Button>
        <Button size="sm" variant="plain" onClick={() => stepBy(1)} title={`${strings.nextFrame} (.)`}>
          <span aria-hidden="true">|▸</span>
          <span className="sr-only">{strings.nextFrame}</span>
        </Button>
        {rate && (
          <p role="status" className="text-sm text-on-canvas tabular-nums">
            {strings.frame(frame + 1, asset.frames)}
          </p>
        )}
      </div>
    </div>
  );
}
