import { useEffect, useState } from "react";
import { thumbHashToAverageRGBA } from "thumbhash";
import { formatVersion } from "@pegbar/frames/naming/version.ts";
import { getStableUrl } from "../../api/stable-url.ts";
import { Picture } from "../../components/picture.tsx";
import { strings } from "../../strings/browse.ts";
import { ASSET_TYPE } from "../generate/drag-asset.ts";
import { formatLength } from "./media/format-length.ts";
import type { Asset } from "./queries.ts";

interface Props {
  asset: Asset;
  /** Place in the gallery. */
  index: number;
  hasCaption: boolean;
  isSelected: boolean;
  /** Whether anything is selected: then a click selects. */
  isSelecting: boolean;
  onOpen: (index: number) => void;
  onSelect: (index: number, extend: boolean) => void;
}

/** One picture of the gallery, with its marks and a checkbox to select it. */
export function Thumbnail({ asset, index, hasCaption, isSelected, isSelecting, onOpen, onSelect }: Props) {
  const marks = [
    ...(asset.flag === "favourite" ? ["favourite"] : []),
    ...(asset.flag === "rejected" ? ["rejected"] : []),
    ...(asset.rating === null ? [] : [strings.rated(asset.rating)]),
  ];
  const label = `${asset.show}/${asset.sequence}/${asset.shot}, ${asset.name}, version ${asset.version}`;
  const name = [label, ...marks].join(", ");
  const hasStayed = useHasStayed(STAY_MS);
  const isLate = useHasStayed(LATE_MS);
  const length = asset.durationMs === null ? undefined : formatLength(asset.durationMs);
  const selectLabel = strings.select(label);
  return (
    <div
      className={`group relative size-full contain-strict overflow-hidden rounded-md bg-canvas ${isSelected ? "outline-3 -outline-offset-3 outline-accent" : ""}`}
    >
      <button
        type="button"
        data-index={index}
        draggable
        onDragStart={(event) => {
          event.dataTransfer.setData(ASSET_TYPE, asset.id);
          event.dataTransfer.effectAllowed = "copy";
        }}
        onClick={(event) =>
          isSelecting || event.shiftKey || event.ctrlKey || event.metaKey
            ? onSelect(index, event.shiftKey)
            : onOpen(index)
        }
        aria-label={name}
        className="block size-full"
      >
        <span
          style={isLate || !asset.placeholder ? {} : { background: getAverageColour(asset.placeholder) }}
          className={`block size-full ${asset.flag === "rejected" ? "opacity-35 grayscale" : ""}`}
        >
          {asset.thumbnailUrl ? (
            <Picture
              src={hasStayed ? getStableUrl(asset.id, asset.thumbnailUrl) : undefined}
              placeholder={isLate ? asset.placeholder : undefined}
              isInstant
              width={asset.width}
              height={asset.height}
            />
          ) : (
            <span className="grid h-full place-items-center p-2 text-sm break-all text-on-canvas">
              {asset.filename}
            </span>
          )}
        </span>
      </button>
      <span
        aria-hidden="true"
        className={`pointer-events-none absolute inset-x-0 bottom-0 flex items-baseline gap-2 bg-black/65 px-2 py-1 text-left text-xs text-white ${hasCaption ? "" : "invisible group-focus-within:visible group-hover:visible"}`}
      >
        <span className="grow truncate">
          {asset.shot} · {asset.name} {formatVersion(asset.version)}
        </span>
        {asset.rating !== null && <span className="shrink-0">{"★".repeat(asset.rating)}</span>}
      </span>
      {length !== undefined && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1.5 right-1.5 rounded-sm bg-black/65 px-1.5 text-xs text-white tabular-nums"
        >
          {length}
        </span>
      )}
      {asset.flag === "favourite" && (
        <span
          aria-hidden="true"
          className="pointer-events-none absolute top-1 left-9 text-lg leading-none text-white drop-shadow-[0_0_2px_black]"
        >
          ♥
        </span>
      )}
      <input
        type="checkbox"
        // The key S selects, so that Tab goes from picture to picture.
        tabIndex={-1}
        aria-label={selectLabel}
        checked={isSelected}
        onChange={(event) => onSelect(index, (event.nativeEvent as MouseEvent).shiftKey)}
        className={`absolute top-1.5 left-1.5 size-5 accent-accent ${isSelecting ? "" : "invisible group-focus-within:visible group-hover:visible pointer-coarse:visible"}`}
      />
    </div>
  );
}

/** Average colour of a picture, from its ThumbHash in base64. */
function getAverageColour(hash: string): string {
  const { r, g, b } = thumbHashToAverageRGBA(Uint8Array.from(atob(hash), (one) => one.charCodeAt(0)));
  return `rgb(${[r, g, b].map((part) => Math.round(part * 255)).join(" ")})`;
}

/** A tile that leaves the screen sooner, while the reader scrolls fast, loads no picture. */
const STAY_MS = 150;
/** A picture that is not loaded by then has a blurred preview in place of its average colour. */
const LATE_MS = 300;

function useHasStayed(ms: number): boolean {
  const [hasStayed, setHasStayed] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setHasStayed(true), ms);
    return () => clearTimeout(timer);
  }, [ms]);
  return hasStayed;
}
