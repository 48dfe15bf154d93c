import { useEffect, useRef, type RefObject } from "react";
import { strings } from "../../../strings/mask.ts";
import { drawChange, drawMask } from "./draw-mask.ts";
import { listVisible, type Change, type History, type Stroke } from "./history.ts";

interface Props {
  canvas: RefObject<HTMLCanvasElement | null>;
  width: number;
  height: number;
  pictureUrl: string;
  history: History;
  tool: Stroke["kind"];
  /** Diameter of the brush in pixels of the picture. */
  size: number;
  onChange: (change: Change) => void;
}

/** The picture with the mask over it. The canvas has the picture's own pixels, however large it is shown. */
export function MaskCanvas({ canvas, width, height, pictureUrl, history, tool, size, onChange }: Props) {
  const stroke = useRef<[number, number][]>(undefined);
  const cursor = useRef<HTMLDivElement>(null);
  const getContext = () => canvas.current?.getContext("2d", { willReadFrequently: true });
  useEffect(() => {
    const context = getContext();
    if (context) drawMask(context, listVisible(history));
  });
  const locate = ({ currentTarget, clientX, clientY }: React.PointerEvent): [number, number] => {
    const box = currentTarget.getBoundingClientRect();
    return [((clientX - box.left) / box.width) * width, ((clientY - box.top) / box.height) * height];
  };
  const extend = (event: React.PointerEvent) => {
    if (!stroke.current) return;
    stroke.current.push(locate(event));
    const context = getContext();
    // Only the newest part: long lines would be drawn slower and slower.
    if (context) drawChange(context, { kind: tool, size, points: stroke.current.slice(-2) });
  };
  const moveCursor = (event: React.PointerEvent<HTMLElement>) => {
    if (!cursor.current) return;
    const box = event.currentTarget.getBoundingClientRect();
    const diameter = (size / width) * box.width;
    Object.assign(cursor.current.style, {
      width: `${diameter}px`,
      height: `${diameter}px`,
      transform: `translate(${event.clientX - box.left - diameter / 2}px, ${event.clientY - box.top - diameter / 2}px)`,
    });
  };
  return (
    <div
      className="relative mx-auto max-h-full max-w-full cursor-none touch-none overflow-hidden bg-canvas"
      style={{ aspectRatio: `${width} / ${height}`, width: `min(100%, calc(60dvh * ${width / height}))` }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        stroke.current = [];
        extend(event);
      }}
      onPointerMove={(event) => {
        moveCursor(event);
        extend(event);
      }}
      onPointerUp={() => {
        if (stroke.current) onChange({ kind: tool, size, points: stroke.current });
        stroke.current = undefined;
      }}
    >
      <img src={pictureUrl} alt="" draggable={false} className="absolute inset-0 size-full" />
      <canvas
        ref={canvas}
        width={width}
        height={height}
        role="img"
        aria-label={strings.canvas}
        className="absolute inset-0 size-full opacity-60"
      />
      <div
        ref={cursor}
        aria-hidden="true"
        className="pointer-events-none absolute top-0 left-0 rounded-full border border-white outline outline-black"
      />
    </div>
  );
}
