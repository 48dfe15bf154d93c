import { useState } from "react";
import { strings } from "../../../strings/media.ts";
import type { Asset } from "../queries.ts";

/** Sound with its waveform. */
export function Sound({ src, asset, label }: { src: string; asset: Asset; label: string }) {
  const [hasFailed, setHasFailed] = useState(false);
  return (
    <div className="grid h-full grid-rows-[minmax(0,1fr)_auto] gap-3 p-4 md:p-8">
      {asset.thumbnailUrl === undefined ? (
        <span />
      ) : (
        <img src={asset.thumbnailUrl} alt="" className="size-full object-contain" />
      )}
      {hasFailed ? (
        <p className="text-center text-on-canvas">{strings.cannotPlay}</p>
      ) : (
        <audio src={src} aria-label={label} controls onError={() => setHasFailed(true)} className="w-full" />
      )}
    </div>
  );
}
