import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useRef, useState } from "react";
import { members, models, shows } from "../../api/lists.ts";
import { useMe } from "../../api/me.ts";
import { Select } from "../../parts/field.tsx";
import { Empty } from "../../parts/empty.tsx";
import { Problem } from "../../parts/problem.tsx";
import { Lightbox } from "./lightbox.tsx";
import { pictures, type Asset } from "./queries.ts";
import { picturesSearch } from "./search.ts";
import { shotsOf } from "./shots.ts";
import { ShotCertificate } from "./shot-certificate.tsx";
import { Thumbnail } from "./thumbnail.tsx";
import { useWidth } from "./use-width.ts";

const route = getRouteApi("/pictures");
const GAP = 8;
/** A picture is about this wide; as many stand side by side as fit. */
const WIDTH = 240;
/** Most of what is made here is as wide as a screen. */
const RATIO = 9 / 16;

/** Everything that was made, as far as one sees it. */
export function PicturesPage() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const list = useInfiniteQuery(pictures(search));
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  const open = (id: string | undefined) =>
    void navigate({ search: ({ open: _open, beside: _beside, ...rest }) => (id ? { ...rest, open: id } : rest) });
  const { can } = useMe();
  const narrowed = Object.keys(search).some((name) => name !== "open" && name !== "beside");
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
          <Problem error={list.error} again={() => void list.refetch()} />
        </div>
      )}
      {list.isPending ? (
        <Skeleton />
      ) : items.length === 0 ? (
        <div className="px-4 md:px-6">
          <Nothing narrowed={narrowed} />
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
          beside={search.beside}
          among={items}
          close={() => open(undefined)}
          show={open}
          compare={(id) =>
            void navigate({
              search: ({ beside: _beside, ...rest }) => (id === undefined ? rest : { ...rest, beside: id }),
            })
          }
        />
      )}
    </div>
  );
}

/** Rows of equal cells, of which only those that are seen exist. */
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
  const seen = rows.getVirtualItems();
  const last = seen.at(-1)?.index ?? 0;
  useEffect(() => {
    if ((last + 4) * columns >= items.length) more?.();
  }, [last, columns, items.length, more]);
  return (
    <div ref={scroller} className="grow overflow-y-auto px-4 pb-4 md:px-6" tabIndex={-1}>
      <ul
        aria-label="Pictures"
        className="relative w-full"
        style={{ height: rows.getTotalSize() }}
        onKeyDown={(event) => move(event, columns)}
      >
        {seen.flatMap((row) =>
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

/** Arrows go from picture to picture. */
function move(event: React.KeyboardEvent<HTMLUListElement>, columns: number): void {
  const steps: Record<string, number> = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -columns, ArrowDown: columns };
  const step = steps[event.key];
  const here = (event.target as HTMLElement).dataset["index"];
  if (step === undefined || here === undefined) return;
  const next = event.currentTarget.querySelector<HTMLElement>(`[data-index="${Number(here) + step}"]`);
  if (!next) return;
  event.preventDefault();
  next.focus();
}

const WAIT_MS = 250;

function Filters() {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { can } = useMe();
  const showList = useQuery(shows);
  const modelList = useQuery(models);
  const placed = shotsOf(showList.data ?? [], search);
  const memberList = useQuery({ ...members, enabled: can("member.read") });
  const [text, setText] = useState(search.q ?? "");
  const set = (change: Record<string, string>) =>
    void navigate({ search: (before) => picturesSearch({ ...before, ...change }), replace: true });
  useEffect(() => {
    if (text === (search.q ?? "")) return undefined;
    const waiting = setTimeout(
      () => void navigate({ search: (before) => picturesSearch({ ...before, q: text }), replace: true }),
      WAIT_MS,
    );
    return () => clearTimeout(waiting);
  }, [text, search.q, navigate]);
  const field = "min-h-9 rounded-md border border-line bg-surface px-2 hover:border-edge";
  return (
    <form role="search" className="flex flex-wrap items-end gap-2" onSubmit={(event) => event.preventDefault()}>
      <label className="flex grow flex-col text-xs text-soft">
        Prompt or file
        <input
          type="search"
          value={text}
          maxLength={200}
          placeholder="harbour dusk"
          onChange={(event) => setText(event.target.value)}
          className={`${field} w-56 text-base text-text`}
        />
      </label>
      <Select
        label="Show"
        value={placed.show?.id ?? ""}
        options={[["", "All shows"], ...(showList.data ?? []).map(({ id, code }) => [id, code] as const)]}
        onChange={(show) => set({ show, shot: "" })}
      />
      {placed.show && placed.shots.length > 0 && (
        <Select
          label="Shot"
          value={search.shot ?? ""}
          options={[["", "All shots"], ...placed.shots.map(({ id, name }) => [id, name] as const)]}
          onChange={(shot) => set({ show: placed.show?.id ?? "", shot })}
        />
      )}
      <Select
        label="Model"
        value={search.model ?? ""}
        options={[["", "All models"], ...(modelList.data ?? []).map(({ id, name }) => [id, name] as const)]}
        onChange={(model) => set({ model })}
      />
      {can("member.read") && (
        <Select
          label="Made by"
          value={search.member ?? ""}
          options={[["", "Everybody"], ...(memberList.data ?? []).map(({ id, name }) => [id, name] as const)]}
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
            className={`${field} text-base text-text`}
          />
        </label>
      ))}
    </form>
  );
}

const Nothing = ({ narrowed }: { narrowed: boolean }) =>
  narrowed ? (
    <Empty
      title="No picture fits"
      act={
        <Link to="/pictures" className="text-accent underline">
          All pictures
        </Link>
      }
    >
      Take a word or a filter away to see more.
    </Empty>
  ) : (
    <Empty title="No pictures yet">
      What your jobs make appears here, newest first, with the settings that made it and a certificate.
    </Empty>
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
