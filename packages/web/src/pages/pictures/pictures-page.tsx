import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useCallback, useMemo, useRef, useState } from "react";
import { useMe } from "../../api/me.ts";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { strings } from "../../strings/browse.ts";
import { Filters } from "./filters.tsx";
import { findChunks, listChunks, type Chunk } from "./gallery/chunks.ts";
import { Gallery, type GalleryHandle } from "./gallery/gallery.tsx";
import { Toolbar } from "./gallery/toolbar.tsx";
import { useGalleryKeys } from "./gallery/use-gallery-keys.ts";
import { useItems } from "./gallery/use-items.ts";
import { useSelection } from "./gallery/use-selection.ts";
import { Lightbox } from "./lightbox.tsx";
import { groups as groupsQuery } from "./queries.ts";
import { isFiltered } from "./search.ts";
import { SelectionBar } from "./selection/selection-bar.tsx";
import { ShotCertificate } from "./shot-certificate.tsx";

const route = getRouteApi("/pictures");
/** Assets around the opened one that are loaded. */
const AROUND = 20;

/** Gallery of the results that the user can see. */
export function PicturesPage() {
  const { open, compare, ...search } = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useMe();
  const list = useQuery(groupsQuery(search));
  const groups = useMemo(() => list.data?.items ?? [], [list.data]);
  const chunks = useMemo(() => listChunks(groups), [groups]);
  const [view, setView] = useState<readonly [number, number]>([0, 0]);
  // Kept while the opened picture is not loaded, as its place may have changed.
  const openIndex = useRef(0);
  const listKey = JSON.stringify(search);
  const filters = useStable(search);
  const items = useItems(filters, chunks, [
    view,
    ...(open === undefined ? [] : [[openIndex.current - AROUND, openIndex.current + AROUND] as const]),
  ]);
  if (open !== undefined && items.indexOf(open) >= 0) openIndex.current = items.indexOf(open);
  const selection = useSelection(items.read);
  const gallery = useRef<GalleryHandle>(null);
  useGalleryKeys(items, selection);
  // The page is rendered when other chunks come into view, not at every row.
  const onView = useCallback(
    (first: number, last: number) =>
      setView((before) => (isSameSpan(chunks, before, [first, last]) ? before : [first, last])),
    [chunks],
  );
  const openAsset = (id: string | undefined) =>
    void navigate({
      search: ({ open: _open, compare: _compare, ...rest }) => (id ? { ...rest, open: id } : rest),
      // Back leaves the picture, however many were looked at.
      replace: id !== undefined && open !== undefined,
    });
  const compareWith = (id: string | undefined) =>
    void navigate({
      search: ({ compare: _compare, ...rest }) => (id === undefined ? rest : { ...rest, compare: id }),
      replace: true,
    });
  const jump = useCallback((key: string) => gallery.current?.showGroup(key), []);
  const close = () => {
    openAsset(undefined);
    gallery.current?.focusAsset(openIndex.current);
  };
  return (
    <div className="flex h-full flex-col">
      <title>Pictures – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3 p-4 md:px-6">
        <h1>{strings.heading}</h1>
        <Filters />
      </div>
      {search.shot !== undefined && can("shot.certify") && <ShotCertificate key={search.shot} shotId={search.shot} />}
      {list.error && (
        <div className="px-4 md:px-6">
          <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />
        </div>
      )}
      {list.isPending ? (
        <Skeleton />
      ) : !list.data ? undefined : groups.length === 0 ? (
        <div className="px-4 md:px-6">
          <NoPictures isFiltered={isFiltered(search)} />
        </div>
      ) : (
        <>
          <Toolbar groups={groups} total={list.data.total} isTruncated={list.data.truncated} onJump={jump} />
          <Gallery
            // Other filters begin at the top.
            key={listKey}
            listKey={listKey}
            ref={gallery}
            groups={groups}
            items={items}
            selection={selection}
            onOpen={openAsset}
            onView={onView}
          />
        </>
      )}
      {selection.assets.size > 0 && (
        <SelectionBar
          assets={[...selection.assets.values()].map((one) => items.at(items.indexOf(one.id)) ?? one)}
          onClear={selection.clear}
          onCompare={(left, right) =>
            void navigate({ search: (before) => ({ ...before, open: left, compare: right }) })
          }
        />
      )}
      {open !== undefined && (
        <Lightbox
          id={open}
          compareWith={compare}
          items={items}
          onClose={close}
          onOpen={openAsset}
          onCompare={compareWith}
        />
      )}
    </div>
  );
}

/** Whether two pairs of indices need the same chunks. */
function isSameSpan(
  chunks: readonly Chunk[],
  one: readonly [number, number],
  other: readonly [number, number],
): boolean {
  const [left, right] = [findChunks(chunks, ...one), findChunks(chunks, ...other)];
  return left.length === right.length && left.every((chunk, n) => chunk === right[n]);
}

/** The same object as long as its content is the same. */
function useStable<T extends object>(value: T): T {
  const key = JSON.stringify(value);
  return useMemo(() => JSON.parse(key) as T, [key]);
}

const NoPictures = ({ isFiltered: hasFilters }: { isFiltered: boolean }) =>
  hasFilters ? (
    <EmptyState
      title="No matches"
      action={
        <Link to="/pictures" className="text-accent underline">
          Show all pictures
        </Link>
      }
    >
      Remove a word or a filter.
    </EmptyState>
  ) : (
    <EmptyState title="No pictures yet">
      Results of your jobs appear here, newest first, with their settings and a certificate.
    </EmptyState>
  );

const Skeleton = () => (
  <div
    aria-busy="true"
    className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-2 overflow-hidden px-4 md:px-6"
  >
    <span className="sr-only">Loading</span>
    {Array.from({ length: 24 }, (_, cell) => (
      <div key={cell} className="skeleton aspect-video" />
    ))}
  </div>
);
