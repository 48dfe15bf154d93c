import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { getStableUrl } from "../../api/stable-url.ts";
import { Picture } from "../../components/picture.tsx";
import type { Asset } from "./queries.ts";

/** One picture of the gallery. */
export function Thumbnail({ asset, index, open }: { asset: Asset; index: number; open: () => void }) {
  const name = `${asset.show}/${asset.sequence}/${asset.shot}, ${asset.name}, version ${asset.version}`;
  return (
    <button
      type="button"
      data-index={index}
      onClick={open}
      aria-label={name}
      className="group relative block h-full w-full overflow-hidden rounded-md bg-canvas"
    >
      {asset.thumbnailUrl ? (
        <Picture
          src={getStableUrl(asset.id, asset.thumbnailUrl)}
          placeholder={asset.placeholder}
          width={asset.width}
          height={asset.height}
        />
      ) : (
        <span className="grid h-full place-items-center p-2 text-sm break-all text-on-canvas">{asset.filename}</span>
      )}
      <span
        aria-hidden="true"
        className="absolute inset-x-0 bottom-0 truncate bg-black/65 px-2 py-1 text-left text-xs text-white opacity-0 transition-opacity group-hover:opacity-100 group-focus-visible:opacity-100"
      >
        {asset.shot} · {asset.name} {formatVersion(asset.version)}
      </span>
    </button>
  );
}
