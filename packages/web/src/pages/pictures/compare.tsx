import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useObjectUrl } from "../../components/use-object-url.ts";
import { ErrorMessage } from "../../components/error-message.tsx";
import { file } from "./queries.ts";

/** Width of the slider's thumb, as in index.css. */
const THUMB_PX = 32;

/** Two pictures on top of each other; the slider sets how much of each is visible. */
export function Compare({ left, right }: { left: string; right: string }) {
  const [first, second] = [useQuery(file(left)), useQuery(file(right))];
  const [percent, setPercent] = useState(50);
  const [url, otherUrl] = [useObjectUrl(first.data), useObjectUrl(second.data)];
  const error = first.error ?? second.error;
  if (error) return <ErrorMessage error={error} />;
  // The middle of the slider's thumb.
  const edge = `calc(${percent}% + ${(0.5 - percent / 100) * THUMB_PX}px)`;
  return (
    <div className="relative h-full w-full">
      {otherUrl && (
        <img
          src={otherUrl}
          alt="Other picture"
          draggable={false}
          className="absolute inset-0 h-full w-full object-contain"
        />
      )}
      {url && (
        <img
          src={url}
          alt="This picture"
          draggable={false}
          className="absolute inset-0 h-full w-full object-contain"
          style={{ clipPath: `inset(0 calc(100% - ${edge}) 0 0)` }}
        />
      )}
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
        aria-label="Visible share of this picture"
        className="compare-slider absolute inset-0 h-full w-full"
      />
    </div>
  );
}
