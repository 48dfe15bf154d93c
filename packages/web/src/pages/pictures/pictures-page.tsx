import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useCallback, useEffect, useRef } from "react";
import { members, models, shows } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Select } from "../../components/select.tsx";
import { EmptyState } from "../../components/empty-state.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { Lightbox } from "./lightbox.tsx";
import { pictures, type Asset } from "./queries.ts";
import { parsePicturesSearch } from "./search.ts";
import { listShots } from "./list-shots.ts";
import { ShotCertificate } from "./shot-certificate.tsx";
import { Thumbnail } from "./thumbnail.tsx";
import { useSearchText } from "./use-search-text.ts";
import { useWidth } from "./use-width.ts";

const route = getRouteApi("/pictures");
const GAP = 8;
/** Approximate width of a cell in pixels. */
const WIDTH = 240;
/** Height divided by width of a cell: most results are widescreen. */
const RATIO = 9 / 16;

/** Gallery of the results that the user can see. */
export function PicturesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(pictures(search));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: string | undefined) =>
    void navigate({
      search: ({ open: _open, compare: _compare, ...rest }) => (id ? { ...rest, open: id } : rest),
      // Back leaves the picture, however many were looked at.
      replace: id !== undefined && search.open !== undefined,
    });
  const { can } = useMe();
  const isFiltered = Object.keys(search).some((name) => name !== "open" && name !== "compare");
  return (
    <div className="flex h-full flex-col">
      <title>Pictures – Pegbar</title>
      <div className="flex flex-wrap items-end justify-between gap-3 p-4 md:px-6">
        <h1>Pictures</h1>
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
      ) : !list.data ? undefined : items.length === 0 ? (
        <div className="px-4 md:px-6">
          <NoPictures isFiltered={isFiltered} />
        </div>
      ) : (
        <Gallery
          items={items}
          more={list.hasNextPage && !list.isFetchingNextPage ? () => void list.fetchNextPage() : undefined}
          open={open}
        />
      )}
      {search.open && (
        <Lightbox
          id={search.open}
          compareWith={search.compare}
          assets={items}
          onClose={() => open(undefined)}
          onOpen={open}
          onCompare={(id) =>
            void navigate({
              search: ({ compare: _compare, ...rest }) => (id === undefined ? rest : { ...rest, compare: id }),
              replace: true,
            })
          }
        />
      )}
    </div>
  );
}

/** A virtualized grid of equal cells. */
function Gallery({
  items,
  more,
  open,
}: {
  items: readonly Asset[];
  more: (() => void) | undefined;
  open: (id: string) => void;
}) {
  const scroller = useRef<HTMLDivElement>(null);
  const width = useWidth(scroller);
  const columns = Math.max(2, Math.floor((width + GAP) / (WIDTH + GAP)));
  const cell = Math.max(80, (width - GAP * (columns - 1)) / columns);
  const rows = useVirtualizer({
    count: Math.ceil(items.length / columns),
    getScrollElement: () => scroller.current,
    estimateSize: () => cell * RATIO + GAP,
    overscan: 3,
  });
  useEffect(() => rows.measure(), [rows, cell]);
  const visibleRows = rows.getVirtualItems();
  const last = visibleRows.at(-1)?.index ?? 0;
  useEffect(() => {
    if ((last + 4) * columns >= items.length) more?.();
  }, [last, columns, items.length, more]);
  return (
    <div ref={scroller} className="grow overflow-y-auto px-4 pb-4 md:px-6" tabIndex={-1}>
      <ul
        aria-label="Pictures"
        className="relative w-full"
        style={{ height: rows.getTotalSize() }}
        onKeyDown={(event) => moveFocus(event, columns)}
      >
        {visibleRows.flatMap((row) =>
          items.slice(row.index * columns, (row.index + 1) * columns).map((one, column) => (
            <li
              key={one.id}
              className="absolute top-0 left-0"
              style={{
                width: cell,
                height: cell * RATIO,
                transform: `translate(${column * (cell + GAP)}px, ${row.start}px)`,
              }}
            >
              <Thumbnail asset={one} index={row.index * columns + column} open={() => open(one.id)} />
            </li>
          )),
        )}
      </ul>
    </div>
  );
}

/** Moves the focus between pictures with the arrow keys. */
function moveFocus(event: React.KeyboardEvent<HTMLUListElement>, columns: number): void {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  const step = steps[event.key];
  const here = (event.target as HTMLElement).dataset["index"];
  if (step === undefined || here === undefined) return;
  const next = event.currentTarget.querySelector<HTMLElement>(`[data-index="${Number(here) + step}"]`);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useMe();
  const showList = useQuery(shows);
  const modelList = useQuery(models);
  // A revoked model may have made pictures; one that was refused, or is not uploaded yet, has made none.
  const usedModels = (modelList.data ?? []).filter(({ status }) => status === "active" || status === "revoked");
  const selection = listShots(showList.data ?? [], search);
  const memberList = useQuery({ ...members, enabled: can("member.read") });
  const set = useCallback(
    (change: Record<string, string>) =>
      void navigate({ search: (before) => parsePicturesSearch({ ...before, ...change }), replace: true }),
    [navigate],
  );
  const setQuery = useCallback((q: string) => set({ q }), [set]);
  const [text, setText] = useSearchText(search.q ?? "", setQuery);
  const inputClass = "min-h-9 rounded-md border border-line bg-surface px-2 hover:border-edge";
  return (
    <form role="search" className="flex flex-wrap items-end gap-2" onSubmit={(event) => event.preventDefault()}>
      <label className="flex grow flex-col text-xs text-soft">
        Prompt or file name
        <input
          type="search"
          value={text}
          maxLength={200}
          placeholder="harbour dusk"
          onChange={(event) => setText(event.target.value)}
          className={`${inputClass} w-56 text-base text-text`}
        />
      </label>
      <Select
        label="Show"
        value={selection.show?.id ?? ""}
        options={[["", "All shows"], ...(showList.data ?? []).map(({ id, code }) => [id, code] as const)]}
        onChange={(show) => set({ show, shot: "" })}
      />
      {selection.show && selection.shots.length > 0 && (
        <Select
          label="Shot"
          value={search.shot ?? ""}
          options={[["", "All shots"], ...selection.shots.map(({ id, name }) => [id, name] as const)]}
          onChange={(shot) => set({ show: selection.show?.id ?? "", shot })}
        />
      )}
      <Select
        label="Model"
        value={search.model ?? ""}
        options={[["", "All models"], ...usedModels.map(({ id, name }) => [id, name] as const)]}
        onChange={(model) => set({ model })}
      />
      {can("member.read") && (
        <Select
          label="Created by"
          value={search.member ?? ""}
          options={[["", "Everyone"], ...(memberList.data ?? []).map(({ id, name }) => [id, name] as const)]}
          onChange={(member) => set({ member })}
        />
      )}
      {(["from", "to"] as const).map((name) => (
        <label key={name} className="flex flex-col text-xs text-soft">
          {name === "from" ? "From" : "To"}
          <input
            type="date"
            value={search[name] ?? ""}
            onChange={(event) => set({ [name]: event.target.value })}
            className={`${inputClass} text-base text-text`}
          />
        </label>
      ))}
    </form>
  );
}

const NoPictures = ({ isFiltered }: { isFiltered: boolean }) =>
  isFiltered ? (
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
