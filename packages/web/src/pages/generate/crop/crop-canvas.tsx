import { useEffect, useRef, type RefObject } from "react";
import { strings } from "../../../strings/crop.ts";
import { drawPlacement, keepVisible, scaleTo, type Placement, type Size } from "./placement.ts";

interface Props {
  canvas: RefObject<HTMLCanvasElement | null>;
  size: Size;
  image: CanvasImageSource;
  picture: Size;
  placement: Placement;
  /** CSS colour around the picture; null for transparent. */
  colour: string | null;
  onChange: (change: (before: Placement) => Placement) => void;
}

const STEP = 1.1;

/** The canvas in its own pixels, however large it is shown. */
export function CropCanvas({ canvas, size, image, picture, placement, colour, onChange }: Props) {
  useEffect(() => {
    const context = canvas.current?.getContext("2d");
    if (context) drawPlacement(context, image, picture, placement, colour);
  });
  const latest = useRef({ onChange, picture, size });
  latest.current = { onChange, picture, size };
  const zoom = (factor: number, at?: { x: number; y: number }) => {
    const now = latest.current;
    now.onChange((before) => scaleTo(before, before.scale * factor, now.picture, now.size, at));
  };
  const move = (x: number, y: number) => {
    const now = latest.current;
    now.onChange((before) => keepVisible({ ...before, x: before.x + x, y: before.y + y }, now.picture, now.size));
  };
  useEffect(() => {
    const { current } = canvas;
    // React's wheel listener is passive and can't prevent scrolling.
    const handleWheel = (event: WheelEvent) => {
      event.preventDefault();
      if (!current) return;
      const box = current.getBoundingClientRect();
      const ratio = latest.current.size.width / box.width;
      const at = {
        x: (event.clientX - box.left - box.width / 2) * ratio,
        y: (event.clientY - box.top - box.height / 2) * ratio,
      };
      zoom(event.deltaY < 0 ? STEP : 1 / STEP, at);
    };
    current?.addEventListener("wheel", handleWheel, { passive: false });
    return () => current?.removeEventListener("wheel", handleWheel);
  }, [canvas]);
  const pointer = useRef<{ x: number; y: number }>(undefined);
  return (
    <canvas
      ref={canvas}
      width={size.width}
      height={size.height}
      role="application"
      aria-label={strings.canvas}
      tabIndex={0}
      className="checkerboard mx-auto max-w-full cursor-grab touch-none active:cursor-grabbing"
      style={{
        aspectRatio: `${size.width} / ${size.height}`,
        width: `min(100%, calc(55dvh * ${size.width / size.height}))`,
      }}
      onKeyDown={(event) => {
        const far = event.shiftKey ? 10 : 1;
        const moves: Record<string, [number, number]> = {
          ArrowLeft: [-far, 0],
          ArrowRight: [far, 0],
          ArrowUp: [0, -far],
          ArrowDown: [0, far],
        };
        const by = moves[event.key];
        if (by) move(...by);
        else if (event.key === "+" || event.key === "=") zoom(STEP);
        else if (event.key === "-") zoom(1 / STEP);
        else return;
        event.preventDefault();
      }}
      onPointerDown={(event) => {
        if (event.button !== 0) return;
        event.currentTarget.setPointerCapture(event.pointerId);
        pointer.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerMove={(event) => {
        if (!pointer.current) return;
        const ratio = size.width / event.currentTarget.getBoundingClientRect().width;
        move((event.clientX - pointer.current.x) * ratio, (event.clientY - pointer.current.y) * ratio);
        pointer.current = { x: event.clientX, y: event.clientY };
      }}
      onPointerUp={() => (pointer.current = undefined)}
      onPointerCancel={() => (pointer.current = undefined)}
    />
  );
}
