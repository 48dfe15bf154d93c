import { useEffect, useRef, useState } from "react";
import { strings } from "../../../strings/media.ts";
import { showModel } from "./show-model.ts";

/** A 3D model that can be turned and zoomed. */
export function Model({ content, name }: { content: Blob; name: string }) {
  const frame = useRef<HTMLDivElement>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const stop = new AbortController();
    void (async () => {
      try {
        if (frame.current) await showModel(frame.current, content, stop.signal);
      } catch (error) {
        if (!stop.signal.aborted)
          setProblem(error instanceof Error && /webgl/i.test(error.message) ? strings.no3d : strings.broken3d);
      }
    })();
    return () => stop.abort();
  }, [content]);
  return (
    <div className="relative h-full">
      <div ref={frame} role="img" aria-label={strings.model(name)} className="absolute inset-0" />
      {problem !== undefined && (
        <p role="alert" className="relative grid h-full place-items-center p-6 text-center text-on-canvas">
          {problem}
        </p>
      )}
    </div>
  );
}
