import { useEffect, useRef, useState } from "react";

const [LEAST, MOST] = [1, 16] as const;
const STEP = 1.25;

interface View {
  scale: number;
  x: number;
  y: number;
}
const whole: View = { scale: 1, x: 0, y: 0 };

/** A picture that can be looked at closely: wheel, plus and minus, drag; 0 shows all of it. */
export function Zoom({ src, before, alt }: { src: string | undefined; before: string | undefined; alt: string }) {
  const [view, setView] = useState(whole);
  const frame = useRef<HTMLDivElement>(null);
  const scaled = (factor: number, at = { x: 0, y: 0 }) =>
    setView(({ scale, x, y }) => {
      const next = Math.min(MOST, Math.max(LEAST, scale * factor));
      if (next === LEAST) return whole;
      // What is under the pointer stays under it.
      const grown = next / scale;
      return { scale: next, x: at.x - (at.x - x) * grown, y: at.y - (at.y - y) * grown };
    });
  useEffect(() => {
    const { current } = frame;
    // React listens passively to the wheel, and a passive listener cannot keep the page from scrolling.
    const wheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = frame.current?.getBoundingClientRect();
      if (!box) return;
      const at = { x: event.clientX - box.left - box.width / 2, y: event.clientY - box.top - box.height / 2 };
      scaled(event.deltaY < 0 ? STEP : 1 / STEP, at);
    };
    current?.addEventListener("wheel", wheel, { passive: false });
    const key = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLInputElement || event.target instanceof HTMLSelectElement) return;
      if (event.key === "+" || event.key === "=") scaled(STEP);
      else if (event.key === "-") scaled(1 / STEP);
      else if (event.key === "0") setView(whole);
    };
    addEventListener("keydown", key);
    return () => {
      current?.removeEventListener("wheel", wheel);
      removeEventListener("keydown", key);
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
      onDoubleClick={() => (view.scale === 1 ? scaled(4) : setView(whole))}
    >
      <img
        src={src ?? before}
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
