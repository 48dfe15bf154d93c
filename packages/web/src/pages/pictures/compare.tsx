import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { Button } from "../../components/button.tsx";
import { useObjectUrl } from "../../components/use-object-url.ts";
import { ErrorMessage } from "../../components/error-message.tsx";
import { strings } from "../../strings/viewer.ts";
import { file } from "./queries.ts";
import type { Size } from "./view.ts";
import { readSize, ZoomFrame } from "./zoom.tsx";

/** Width of the slider's thumb, as in index.css. */
const THUMB_PX = 32;

type Mode = "slider" | "sideBySide";

/**
 * Two pictures with one zoom: on top of each other, where the slider sets how much of each is visible, or side by side. Pictures
 * of different sizes are fitted to the same frame.
 */
export function Compare({ left, right }: { left: string; right: string }) {
  const [first, second] = [useQuery(file(left)), useQuery(file(right))];
  const [percent, setPercent] = useState(50);
  const [mode, setMode] = useState<Mode>("slider");
  const [natural, setNatural] = useState<Size>();
  const [url, otherUrl] = [useObjectUrl(first.data), useObjectUrl(second.data)];
  const error = first.error ?? second.error;
  if (error) return <ErrorMessage error={error} />;
  const isSlider = mode === "slider";
  // The middle of the slider's thumb.
  const edge = `calc(${percent}% + ${(0.5 - percent / 100) * THUMB_PX}px)`;
  const modes = (["slider", "sideBySide"] as const).map((one) => (
    <Button key={one} size="sm" variant="plain" aria-pressed={mode === one} onClick={() => setMode(one)}>
      {strings[one]}
    </Button>
  ));
  const place = isSlider ? "absolute inset-0" : "relative min-w-0";
  return (
    <div className="relative h-full w-full">
      <ZoomFrame natural={natural} panes={isSlider ? 1 : 2} controls={modes}>
        {(style) => (
          <div className={isSlider ? "relative h-full w-full" : "grid h-full w-full grid-cols-2"}>
            {/* The picture on the left lies above the other one. */}
            <div className={`${place} order-2 overflow-hidden`}>
              {otherUrl && (
                <img
                  src={otherUrl}
                  alt={strings.otherPicture}
                  draggable={false}
                  className="h-full w-full object-contain"
                  style={style}
                />
              )}
            </div>
            <div
              className={`${place} order-1 overflow-hidden`}
              style={isSlider ? { clipPath: `inset(0 calc(100% - ${edge}) 0 0)` } : {}}
            >
              {url && (
                <img
                  src={url}
                  alt={strings.thisPicture}
                  draggable={false}
                  onLoad={({ currentTarget }) => setNatural(readSize(currentTarget))}
                  className="h-full w-full object-contain"
                  style={style}
                />
              )}
            </div>
          </div>
        )}
      </ZoomFrame>
      {isSlider && (
        <>
          <div
            aria-hidden="true"
            className="pointer-events-none absolute inset-y-0 w-0.5 bg-white shadow-[0_0_2px_black]"
            style={{ left: edge }}
          />
          <input
            type="range"
            min={0}
            max={100}
            value={percent}
            onChange={(event) => setPercent(Number(event.target.value))}
            aria-label={strings.visibleShare}
            className="compare-slider absolute inset-0 h-full w-full"
          />
        </>
      )}
    </div>
  );
}
