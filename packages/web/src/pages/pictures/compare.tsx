import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useObjectUrl } from "../../parts/object-url.ts";
import { Problem } from "../../parts/problem.tsx";
import { file } from "./queries.ts";

/** Two pictures in one place; the slider says how much of each is seen. */
export function Compare({ left, right }: { left: string; right: string }) {
  const [first, second] = [useQuery(file(left)), useQuery(file(right))];
  const [part, setPart] = useState(50);
  const [url, otherUrl] = [useObjectUrl(first.data), useObjectUrl(second.data)];
  const error = first.error ?? second.error;
  if (error) return <Problem error={error} />;
  return (
    <div className="relative h-full w-full">
      {otherUrl && (
        <img
          src={otherUrl}
          alt="The other picture"
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
          style={{ clipPath: `inset(0 ${100 - part}% 0 0)` }}
        />
      )}
      <div
        aria-hidden="true"
        className="pointer-events-none absolute inset-y-0 w-0.5 bg-white shadow-[0_0_2px_black]"
        style={{ left: `${part}%` }}
      />
      <input
        type="range"
        min={0}
        max={100}
        value={part}
        onChange={(event) => setPart(Number(event.target.value))}
        aria-label="How much of this picture is seen"
        className="absolute inset-x-0 bottom-4 mx-auto w-2/3 accent-accent"
      />
    </div>
  );
}
