import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import type { components } from "@pegbar/sdk";
import { api } from "../../api/client.ts";
import { Button } from "../../parts/button.tsx";
import { More } from "../../parts/more.tsx";
import { Problem } from "../../parts/problem.tsx";
import { bringAssets, bringInputs } from "../../upload/uploads.ts";

type Input = components["schemas"]["Input"];
type Asset = components["schemas"]["Asset"];
type Kind = "inputs" | "assets";
interface Item {
  id: string;
  name: string;
  detail: string;
  picture: string | undefined;
  take: Input | Asset;
}

const PAGE = 40;
const TYPES = ["image/png", "image/jpeg", "image/webp"];

const inputs = infiniteQueryOptions({
  queryKey: ["inputs"],
  initialPageParam: undefined as string | undefined,
  queryFn: async ({ pageParam: cursor, signal }) => {
    const query = { limit: PAGE, status: "verified" as const, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await api.get("/v1/inputs", { params: { query }, signal });
    return { items: items.map(itemOf), next };
  },
  getNextPageParam: ({ next }) => next ?? undefined,
  staleTime: 0,
});
const itemOf = (take: Input): Item => ({
  id: take.id,
  name: take.filename,
  detail: `${take.width} × ${take.height}`,
  picture: take.thumbnailUrl,
  take,
});

const assets = infiniteQueryOptions({
  queryKey: ["assets", "to-use"],
  initialPageParam: undefined as string | undefined,
  queryFn: async ({ pageParam: cursor, signal }) => {
    const query = { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) };
    const { items, next } = await api.get("/v1/assets", { params: { query }, signal });
    const pictures = items.filter(({ contentType }) => TYPES.includes(contentType));
    return { items: pictures.map(resultOf), next };
  },
  getNextPageParam: ({ next }) => next ?? undefined,
  staleTime: 0,
});
const resultOf = (take: Asset): Item => ({
  id: take.id,
  name: `${take.show}/${take.sequence}/${take.shot}`,
  detail: `${take.name} v${String(take.version).padStart(3, "0")}`,
  picture: take.thumbnailUrl,
  take,
});

/** Pictures that the studio has, to be used as inputs: what was uploaded, and results. */
export function Picker({ slot, label, close }: { slot: string; label: string; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [kind, setKind] = useState<Kind>("inputs");
  const [chosen, setChosen] = useState<ReadonlyMap<string, Item>>(new Map());
  useEffect(() => dialog.current?.showModal(), []);
  const toggle = (item: Item) =>
    setChosen((before) => {
      const after = new Map(before);
      if (!after.delete(item.id)) after.set(item.id, item);
      return after;
    });
  const use = () => {
    const takes = [...chosen.values()].map(({ take }) => take);
    bringInputs(
      slot,
      takes.filter((take): take is Input => !("jobId" in take)),
    );
    bringAssets(
      slot,
      takes.filter((take): take is Asset => "jobId" in take),
    );
    dialog.current?.close();
  };
  return (
    <dialog
      ref={dialog}
      onClose={close}
      aria-labelledby="picker-name"
      className="m-auto h-[min(48rem,90vh)] w-[min(60rem,calc(100vw-1.5rem))] rounded-lg border border-line bg-raised p-0 text-text"
    >
      <div className="grid h-full grid-rows-[auto_1fr_auto]">
        <div className="flex flex-wrap items-center justify-between gap-3 border-b border-line p-4">
          <h2 id="picker-name">{label} from the studio</h2>
          <fieldset className="flex gap-1 rounded-md bg-sunken p-1">
            <legend className="sr-only">Where to look</legend>
            {(["inputs", "assets"] as const).map((one) => (
              <label
                key={one}
                className="rounded-sm px-3 py-1 text-sm has-checked:bg-raised has-checked:font-medium has-checked:shadow-sm has-focus-visible:outline-2 has-focus-visible:outline-accent"
              >
                <input
                  type="radio"
                  name="picker-kind"
                  className="sr-only"
                  checked={kind === one}
                  onChange={() => setKind(one)}
                />
                {one === "inputs" ? "Uploads" : "Results"}
              </label>
            ))}
          </fieldset>
        </div>
        <Shelf kind={kind} chosen={chosen} toggle={toggle} />
        <div className="flex flex-wrap items-center justify-end gap-2 border-t border-line p-4">
          <p role="status" className="mr-auto text-sm text-soft">
            {chosen.size > 1 ? `${chosen.size} pictures: one job for each` : ""}
          </p>
          <Button look="quiet" onClick={() => dialog.current?.close()}>
            Cancel
          </Button>
          <Button disabled={chosen.size === 0} onClick={use}>
            {chosen.size > 1 ? `Use ${chosen.size} pictures` : "Use it"}
          </Button>
        </div>
      </div>
    </dialog>
  );
}

interface ShelfProps {
  kind: Kind;
  chosen: ReadonlyMap<string, Item>;
  toggle: (item: Item) => void;
}

function Shelf({ kind, chosen, toggle }: ShelfProps) {
  const uploaded = useInfiniteQuery({ ...inputs, enabled: kind === "inputs" });
  const made = useInfiniteQuery({ ...assets, enabled: kind === "assets" });
  const list = kind === "inputs" ? uploaded : made;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error)
    return (
      <div className="p-4">
        <Problem error={list.error} again={() => void list.refetch()} />
      </div>
    );
  if (!list.isPending && items.length === 0)
    return (
      <p className="max-w-prose place-self-center p-6 text-center text-soft">
        {kind === "inputs"
          ? "Nothing has been uploaded yet. What anybody of the studio uploads can be used again from here."
          : "No pictures have been made yet. Results that you may see appear here, to go on from."}
      </p>
    );
  return (
    <div className="overflow-y-auto p-4" key={kind}>
      <ul aria-label={kind === "inputs" ? "Uploads" : "Results"} className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {list.isPending
          ? Array.from({ length: 8 }, (_, index) => <li key={index} className="skeleton aspect-4/3" />)
          : items.map((item) => (
              <li key={item.id}>
                <label className="block overflow-hidden rounded-md border border-line has-checked:border-accent has-checked:ring-2 has-checked:ring-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
                  <input
                    type="checkbox"
                    className="sr-only"
                    checked={chosen.has(item.id)}
                    onChange={() => toggle(item)}
                  />
                  <span className="grid aspect-4/3 place-items-center bg-easel">
                    {item.picture !== undefined && (
                      <img src={item.picture} alt="" loading="lazy" className="size-full object-contain" />
                    )}
                  </span>
                  <span className="block px-2 py-1.5 text-sm">
                    <span className="block truncate">{item.name}</span>
                    <span className="text-soft tabular-nums">{item.detail}</span>
                  </span>
                </label>
              </li>
            ))}
      </ul>
      <div className="mt-4 flex flex-col">
        <More of={list}>Older ones</More>
      </div>
    </div>
  );
}
