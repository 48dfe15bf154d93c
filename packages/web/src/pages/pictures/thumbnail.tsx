import { useState } from "react";
import { keptUrl } from "../../api/kept-url.ts";
import type { Asset } from "./queries.ts";

/** One picture of the gallery. It fades in over its own place, so that nothing jumps. */
export function Thumbnail({ asset, index, open }: { asset: Asset; index: number; open: () => void }) {
  const [shown, setShown] = useState(false);
  const name = `${asset.show}/${asset.sequence}/${asset.shot}, ${asset.name}, version ${asset.version}`;
  return (
    <button
      type="button"
      data-index={index}
      onClick={open}
      aria-label={name}
      className="group relative block h-full w-full overflow-hidden rounded-md bg-easel"
    >
      {asset.thumbnailUrl ? (
        <img
          src={keptUrl(asset.id, asset.thumbnailUrl)}
          alt=""
          decoding="async"
          onLoad={() => setShown(true)}
          className={`h-full w-full object-contain transition-[opacity,filter] duration-300 ${shown ? "" : "opacity-0 blur-md"}`}
        />
      ) : (
        <span className="grid h-full place-items-center p-2 text-sm break-all text-on-easel">{asset.filename}</span>
      )}
      <span
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 truncate bg-black/65 px-2 py-1 text-left text-xs text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
      >
        {asset.shot} · {asset.name} v{String(asset.version).padStart(3, "0")}
      </span>
    </button>
  );
}
