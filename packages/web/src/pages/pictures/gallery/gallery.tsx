import { locale } from "../../../components/locale.ts";
import { useVirtualizer, type Virtualizer } from "@tanstack/react-virtual";
import {
  memo,
  useCallback,
  useEffect,
  useImperativeHandle,
  useMemo,
  useRef,
  useState,
  type ComponentProps,
  type Ref,
} from "react";
import { ErrorMessage } from "../../../components/error-message.tsx";
import { strings } from "../../../strings/browse.ts";
import type { Asset } from "../queries.ts";
import { Thumbnail } from "../thumbnail.tsx";
import { useWidth } from "../use-width.ts";
import type { Group } from "./chunks.ts";
import { nameGroup } from "./group-name.ts";
import { findNeighbour, findRow, listRows } from "./rows.ts";
import type { Items } from "./use-items.ts";
import type { Selection } from "./use-selection.ts";
import { useViewSettings } from "./view-settings.ts";

const GAP = 8;
const HEADING = 44;
/** Height divided by width of a cell: most results are widescreen. */
const RATIO = 9 / 16;

export interface GalleryHandle {
  /** Scrolls to the heading of a group. */
  showGroup: (key: string) => void;
  /** Scrolls to an asset and focuses it. */
  focusAsset: (index: number) => void;
}

interface Props {
  /** Names the list, so that its scroll position is not that of another one. */
  listKey: string;
  groups: readonly Group[];
  items: Items;
  selection: Selection;
  onOpen: (id: string) => void;
  /** First and last index on the screen, whenever they change. */
  onView: (first: number, last: number) => void;
  ref: Ref<GalleryHandle>;
}

/** A virtualized grid of all assets in groups. Its length is known before its content is loaded. */
export function Gallery({ listKey, groups, items, selection, onOpen, onView, ref }: Props) {
  const scroller = useRef<HTMLDivElement>(null);
  const list = useRef<HTMLUListElement>(null);
  const { tile, captions } = useViewSettings();
  const width = useWidth(scroller);
  const columns = Math.max(2, Math.floor((width + GAP) / (tile + GAP)));
  const cell = Math.max(80, (width - GAP * (columns - 1)) / columns);
  const rows = useMemo(() => listRows(groups, columns), [groups, columns]);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => (rows[index]?.kind === "heading" ? HEADING : cell * RATIO + GAP),
    overscan: 3,
    useFlushSync: false,
  });
  useEffect(() => virtual.measure(), [virtual, cell, rows]);
  const visible = virtual.getVirtualItems();
  const [first, last] = findSpan(rows, visible);
  useEffect(() => onView(first, last), [first, last, onView]);
  // The tiles keep their handlers, so that scrolling renders only the new ones.
  const latest = useRef({ items, selection, onOpen });
  latest.current = { items, selection, onOpen };
  const openTile = useCallback((index: number) => {
    const asset = latest.current.items.at(index);
    if (asset) latest.current.onOpen(asset.id);
  }, []);
  const selectTile = useCallback((index: number, extend: boolean) => {
    const asset = latest.current.items.at(index);
    if (asset) latest.current.selection.toggle(asset, index, extend);
  }, []);

  const focusSoon = useFocusSoon(list);
  const focusAsset = (index: number) => {
    const row = findRow(rows, index);
    if (row < 0) return;
    virtual.scrollToIndex(row, { align: "auto" });
    focusSoon(index);
  };
  useImperativeHandle(ref, () => ({
    focusAsset,
    showGroup: (key) => {
      const row = rows.findIndex((one) => one.kind === "heading" && one.group.key === key);
      if (row >= 0) virtual.scrollToIndex(row, { align: "start" });
    },
  }));
  return (
    <div
      ref={scroller}
      // The router restores positions by element: another list begins at its top.
      data-scroll-restoration-id={`pictures ${listKey}`}
      className="grow overflow-y-auto px-4 pb-4 md:px-6"
      tabIndex={-1}
    >
      {items.error && <ErrorMessage error={items.error} onRetry={items.retry} />}
      <ul
        ref={list}
        aria-label={strings.heading}
        className="relative w-full"
        style={{ height: virtual.getTotalSize() }}
        onKeyDown={(event) => {
          const here = (event.target as HTMLElement).dataset["index"];
          const next = here === undefined ? undefined : findNeighbour(rows, Number(here), event.key);
          if (next === undefined) return;
          event.preventDefault();
          focusAsset(next);
        }}
      >
        {visible.flatMap(({ index, start }) => {
          const row = rows[index];
          if (!row) return [];
          if (row.kind === "heading")
            return [
              <li
                key={`group ${row.group.key}`}
                className="absolute top-0 left-0 flex w-full items-center gap-3 pt-2"
                style={{ height: HEADING, transform: `translateY(${start}px)` }}
              >
                <h2 className="text-base font-semibold">{nameGroup(row.group)}</h2>
                <span className="text-sm text-soft tabular-nums">{row.group.count.toLocaleString(locale)}</span>
                <button
                  type="button"
                  aria-label={strings.selectGroup(nameGroup(row.group))}
                  onClick={() => selection.toggleRange(row.start, row.start + row.group.count - 1)}
                  className="rounded-sm px-1.5 text-sm text-soft underline decoration-line underline-offset-4 hover:text-text hover:decoration-current"
                >
                  {strings.commands.select}
                </button>
              </li>,
            ];
          return Array.from({ length: row.count }, (_, column) => {
            const place = row.start + column;
            const asset = items.at(place);
            return (
              <Tile
                key={asset?.id ?? `place ${place}`}
                asset={asset}
                index={place}
                width={cell}
                left={column * (cell + GAP)}
                top={start}
                hasCaption={captions}
                isSelected={asset !== undefined && selection.assets.has(asset.id)}
                isSelecting={selection.assets.size > 0}
                onOpen={openTile}
                onSelect={selectTile}
              />
            );
          });
        })}
      </ul>
    </div>
  );
}

interface TileProps extends Omit<ComponentProps<typeof Thumbnail>, "asset"> {
  /** Undefined until its chunk is loaded. */
  asset: Asset | undefined;
  /** Pixels. */
  width: number;
  left: number;
  top: number;
}

const Tile = memo(function Tile({ asset, width, left, top, ...rest }: TileProps) {
  return (
    <li
      className="absolute top-0 left-0"
      style={{ width, height: width * RATIO, transform: `translate(${left}px, ${top}px)` }}
    >
      {asset ? <Thumbnail asset={asset} {...rest} /> : <div className="skeleton size-full" />}
    </li>
  );
});

/** First and last index of the tiles in these rows. */
function findSpan(
  rows: ReturnType<typeof listRows>,
  visible: ReturnType<Virtualizer<Element, Element>["getVirtualItems"]>,
) {
  const tiles = visible.flatMap(({ index }) => {
    const row = rows[index];
    return row?.kind === "tiles" ? [row] : [];
  });
  const last = tiles.at(-1);
  return [tiles[0]?.start ?? 0, last ? last.start + last.count - 1 : 0] as const;
}

/** Focuses the tile with an index, as soon as it is in the list if its chunk must be loaded first. */
function useFocusSoon(list: React.RefObject<HTMLElement | null>): (index: number) => void {
  const [wanted, setWanted] = useState<number>();
  const focusNow = (index: number): boolean => {
    const tile = list.current?.querySelector<HTMLElement>(`[data-index="${index}"]`);
    tile?.focus({ preventScroll: true });
    return tile != null;
  };
  useEffect(() => {
    if (wanted === undefined) return undefined;
    const tryFocus = () => focusNow(wanted) && setWanted(undefined);
    const observer = new MutationObserver(tryFocus);
    if (list.current) observer.observe(list.current, { childList: true, subtree: true });
    tryFocus();
    return () => observer.disconnect();
  }, [wanted]);
  return (index) => setWanted(focusNow(index) ? undefined : index);
}
