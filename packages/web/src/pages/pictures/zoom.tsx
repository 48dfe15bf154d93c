import { useEffect, useRef, useState, type CSSProperties, type ReactNode } from "react";
import { isTyping } from "../../commands/is-typing.ts";
import { Button } from "../../components/button.tsx";
import { computeFit, fitted, scaleTo, type Size, type View } from "./view.ts";

const STEP = 1.25;

interface ZoomProps {
  src: string | undefined;
  thumbnailUrl: string | undefined;
  alt: string;
}

/** One picture with zoom. */
export function Zoom({ src, thumbnailUrl, alt }: ZoomProps) {
  const [natural, setNatural] = useState<Size>();
  return (
    <ZoomFrame natural={natural}>
      {(style) => (
        <img
          src={src ?? thumbnailUrl}
          alt={alt}
          draggable={false}
          onLoad={({ currentTarget }) =>
            // The thumbnail is smaller than the picture.
            src !== undefined && setNatural(readSize(currentTarget))
          }
          className={`h-full w-full object-contain ${src ? "" : "blur-sm"}`}
          style={style}
        />
      )}
    </ZoomFrame>
  );
}

/** A picture's own size in pixels; undefined if it has none. */
export const readSize = ({ naturalWidth: width, naturalHeight: height }: HTMLImageElement): Size | undefined =>
  width > 0 && height > 0 ? { width, height } : undefined;

interface Props {
  /** Size of the picture whose pixels are counted; undefined until it is loaded. */
  natural: Size | undefined;
  /** Pictures next to each other, of which each fills an equal part of the width. */
  panes?: number;
  /** Controls that are shown next to those of the zoom. */
  controls?: ReactNode;
  /** The pictures, all with the same style. */
  children: (style: CSSProperties) => ReactNode;
}

/** Zoom (wheel, pinch, `+`, `-`, double-click), pan (drag), `0` to fit and `1` for the picture's own pixels. */
export function ZoomFrame({ natural, panes = 1, controls, children }: Props) {
  const [view, setView] = useState(fitted);
  const frame = useRef<HTMLDivElement>(null);
  const whole = useSize(frame);
  const box = whole && { width: whole.width / panes, height: whole.height };
  const fit = natural && box ? computeFit(natural, box, devicePixelRatio) : 1;
  const latestFit = useRef(fit);
  latestFit.current = fit;
  const latestPanes = useRef(panes);
  latestPanes.current = panes;
  const zoomTo = (choose: (view: View) => number, at?: { x: number; y: number }) =>
    setView((before) => scaleTo(before, choose(before), latestFit.current, at));
  const showPixels = () => zoomTo(() => 1 / latestFit.current);

  useEffect(() => {
    const { current } = frame;
    // React's wheel listener is passive and can't prevent scrolling.
    const handleWheel = (event: WheelEvent) => {
      event.preventDefault();
      zoomTo(
        ({ scale }) => scale * (event.deltaY < 0 ? STEP : 1 / STEP),
        current ? findOffset(current, latestPanes.current, event) : undefined,
      );
    };
    current?.addEventListener("wheel", handleWheel, { passive: false });
    const handleKey = (event: KeyboardEvent) => {
      if (isTyping(event.target)) return;
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key === "+" || event.key === "=") zoomTo(({ scale }) => scale * STEP);
      else if (event.key === "-") zoomTo(({ scale }) => scale / STEP);
      else if (event.key === "0") setView(fitted);
      else if (event.key === "1") showPixels();
    };
    addEventListener("keydown", handleKey);
    return () => {
      current?.removeEventListener("wheel", handleWheel);
      removeEventListener("keydown", handleKey);
    };
  }, []);

  /** Fingers and buttons that are down, by pointer. */
  const pointers = useRef(new Map<number, { x: number; y: number }>());
  const movePointer = (event: React.PointerEvent<HTMLDivElement>) => {
    const known = pointers.current;
    const before = known.get(event.pointerId);
    if (!before) return;
    const [other] = [...known].flatMap(([id, at]) => (id === event.pointerId ? [] : [at]));
    const now = { x: event.clientX, y: event.clientY };
    known.set(event.pointerId, now);
    if (other) {
      const ratio = Math.hypot(now.x - other.x, now.y - other.y) / Math.hypot(before.x - other.x, before.y - other.y);
      const middle = { clientX: (now.x + other.x) / 2, clientY: (now.y + other.y) / 2 };
      if (Number.isFinite(ratio)) zoomTo(({ scale }) => scale * ratio, findOffset(event.currentTarget, panes, middle));
    } else if (view.scale > 1)
      setView(({ scale, x, y }) => ({ scale, x: x + now.x - before.x, y: y + now.y - before.y }));
  };
  const releasePointer = (event: React.PointerEvent) => void pointers.current.delete(event.pointerId);

  return (
    <div className="relative h-full w-full">
      <div
        ref={frame}
        className={`h-full w-full touch-none overflow-hidden ${view.scale > 1 ? "cursor-grab active:cursor-grabbing" : ""}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }}
        onPointerMove={movePointer}
        onPointerUp={releasePointer}
        onPointerCancel={releasePointer}
        onDoubleClick={() => (view.scale === 1 ? showPixels() : setView(fitted))}
      >
        {children({
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
          // Pixels stay visible as such from 300 % on.
          imageRendering: view.scale * fit >= 3 ? "pixelated" : "auto",
        })}
      </div>
      {natural && box && (
        <div className="absolute bottom-3 left-3 flex items-center gap-2">
          <p className="rounded-sm bg-black/65 px-2 py-0.5 text-xs text-white tabular-nums">
            {Math.round(view.scale * fit * 100)} %
          </p>
          <Button size="sm" variant="plain" onClick={() => setView(fitted)} aria-pressed={view.scale === 1}>
            Fit
          </Button>
          <Button
            size="sm"
            variant="plain"
            onClick={showPixels}
            aria-pressed={Math.abs(view.scale * fit - 1) < 0.001}
            aria-label="1:1, actual pixels"
          >
            1:1
          </Button>
          {controls}
        </div>
      )}
    </div>
  );
}

/** A point relative to the centre of the pane that contains it. */
function findOffset(element: Element, panes: number, { clientX, clientY }: { clientX: number; clientY: number }) {
  const box = element.getBoundingClientRect();
  const width = box.width / panes;
  const pane = Math.min(panes - 1, Math.max(0, Math.floor((clientX - box.left) / width)));
  return { x: clientX - box.left - (pane + 0.5) * width, y: clientY - box.top - box.height / 2 };
}

/** The size of an element, also after it changes. */
function useSize(of: React.RefObject<HTMLElement | null>): Size | undefined {
  const [size, setSize] = useState<Size>();
  useEffect(() => {
    if (!of.current) return;
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setSize({ width: entry.contentRect.width, height: entry.contentRect.height });
    });
    observer.observe(of.current);
    return () => observer.disconnect();
  }, [of]);
  return size;
}
