import { useState, type PointerEvent } from "react";
import type { Stroke } from "./queries.ts";

export const COLOUR = "#ff3b30";
const WIDTH = 0.006;

/** Lines over the picture; with `onDraw`, also draws new ones with mouse, pen or finger. */
export function Drawing({
  strokes,
  ratio,
  onDraw,
}: {
  strokes: readonly Stroke[];
  /** The picture's width divided by its height. */
  ratio: number;
  onDraw?: ((stroke: Stroke) => void) | undefined;
}) {
  const [points, setPoints] = useState<[number, number][]>([]);
  const toPoint = ({ currentTarget, clientX, clientY }: PointerEvent<SVGSVGElement>): [number, number] => {
    const box = currentTarget.getBoundingClientRect();
    const share = (value: number) => Math.min(1, Math.max(0, value));
    return [share((clientX - box.left) / box.width), share((clientY - box.top) / box.height)];
  };
  const shown = points.length > 0 ? [...strokes, { colour: COLOUR, width: WIDTH, points }] : strokes;
  return (
    <svg
      viewBox={`0 0 ${ratio} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
      className={`absolute inset-0 size-full ${onDraw ? "cursor-crosshair touch-none" : "pointer-events-none"}`}
      {...(onDraw
        ? {
            onPointerDown: (event: PointerEvent<SVGSVGElement>) => {
              event.currentTarget.setPointerCapture(event.pointerId);
              setPoints([toPoint(event)]);
            },
            onPointerMove: (event: PointerEvent<SVGSVGElement>) => {
              // Read now: the event no longer has its element when React applies the update.
              const point = toPoint(event);
              if (points.length > 0) setPoints((before) => [...before, point]);
            },
            onPointerUp: () => {
              if (points.length > 0) onDraw({ colour: COLOUR, width: WIDTH, points: points.slice(0, 2000) });
              setPoints([]);
            },
          }
        : {})}
    >
      {shown.map(({ colour, width, points: line }, index) => (
        <polyline
          // Lines have no identity of their own.
          // oxlint-disable-next-line react/no-array-index-key
          key={index}
          points={line.map(([x = 0, y = 0]) => `${x * ratio},${y}`).join(" ")}
          fill="none"
          stroke={colour}
          strokeWidth={width * ratio}
          strokeLinecap="round"
          strokeLinejoin="round"
        />
      ))}
    </svg>
  );
}
