import { useEffect, useRef, useState } from "react";

const [MIN_SCALE, MAX_SCALE] = [1, 16] as const;
const STEP = 1.25;

interface View {
  scale: number;
  x: number;
  y: number;
}
const fitted: View = { scale: 1, x: 0, y: 0 };

/** A picture with zoom (wheel, `+`, `-`, double-click), pan (drag) and reset (`0`). */
export function Zoom({
  src,
  thumbnailUrl,
  alt,
}: {
  src: string | undefined;
  thumbnailUrl: string | undefined;
  alt: string;
}) {
  const [view, setView] = useState(fitted);
  const frame = useRef<HTMLDivElement>(null);
  const zoomBy = (factor: number, at = { x: 0, y: 0 }) =>
    setView(({ scale, x, y }) => {
      const next = Math.min(MAX_SCALE, Math.max(MIN_SCALE, scale * factor));
      if (next === MIN_SCALE) return fitted;
      // Keep the point under the pointer in place.
      const ratio = next / scale;
      return { scale: next, x: at.x - (at.x - x) * ratio, y: at.y - (at.y - y) * ratio };
    });
  useEffect(() => {
    const { current } = frame;
    // React's wheel listener is passive and can't prevent scrolling.
    const handleWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = frame.current?.getBoundingClientRect();
      if (!box) return;
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      zoomBy(event.deltaY < 0 ? STEP : 1 / STEP, at);
    };
    current?.addEventListener("wheel", handleWheel, { passive: false });
    const handleKey = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      if (event.key === "+" || event.key === "=") zoomBy(STEP);
      else if (event.key === "-") zoomBy(1 / STEP);
      else if (event.key === "0") setView(fitted);
    };
    addEventListener("keydown", handleKey);
    return () => {
      current?.removeEventListener("wheel", handleWheel);
      removeEventListener("keydown", handleKey);
    };
  }, []);
  return (
    <div
      ref={frame}
      className={`h-full w-full touch-none overflow-hidden ${view.scale > 1 ? "cursor-grab active:cursor-grabbing" : ""}`}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={(event) => {
        if (event.buttons !== 1 || view.scale === 1) return;
        setView(({ scale, x, y }) => ({ scale, x: x + event.movementX, y: y + event.movementY }));
      }}
      onDoubleClick={() => (view.scale === 1 ? zoomBy(4) : setView(fitted))}
    >
      <img
        src={src ?? thumbnailUrl}
        alt={alt}
        draggable={false}
        className={`h-full w-full object-contain ${src ? "" : "blur-sm"}`}
        style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})` }}
      />
      <p className="pointer-events-none absolute bottom-3 left-3 rounded-sm bg-black/60 px-2 py-0.5 text-xs text-white tabular-nums">
        {Math.round(view.scale * 100)} %
      </p>
    </div>
  );
}
