import { useInfiniteQuery } from "@tanstack/react-query";
import { More } from "../../parts/more.tsx";
import { Picture } from "../../parts/picture.tsx";
import { Problem } from "../../parts/problem.tsx";
import { useSettled } from "../../parts/settled.ts";
import { assets, inputs, type Item, type Kind } from "./to-use.ts";

const WAIT_MS = 250;

/** What an empty shelf says: how it fills, or how to look otherwise. */
const says = {
  inputs: {
    none: "Nothing has been uploaded yet. What anybody of the studio uploads can be used again from here.",
    unfit:
      "A part of the file’s name is enough, in any case of letters. What is not in the studio yet can be dropped on the form.",
  },
  assets: {
    none: "No pictures have been made yet. Results that you may see appear here, to go on from.",
    unfit: "All words must be in the prompt, the other settings or the file’s name. Take one away to see more.",
  },
} as const;

interface ShelfProps {
  kind: Kind;
  words: string;
  chosen: ReadonlyMap<string, Item>;
  toggle: (item: Item) => void;
}

/** The pictures to choose from; those found before stay while the next are looked for. */
export function Shelf({ kind, words, chosen, toggle }: ShelfProps) {
  const q = useSettled(words.trim(), WAIT_MS);
  const uploaded = useInfiniteQuery({ ...inputs(q), enabled: kind === "inputs" });
  const made = useInfiniteQuery({ ...assets(q), enabled: kind === "assets" });
  const list = kind === "inputs" ? uploaded : made;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error)
    return (
      <div className="p-4">
        <Problem error={list.error} again={() => void list.refetch()} />
      </div>
    );
  const looks = list.isPending || list.isPlaceholderData;
  if (!looks && items.length === 0 && !list.hasNextPage)
    return (
      <div role="status" className="max-w-prose place-self-center p-6 text-center text-soft">
        {q !== "" && <p className="font-medium text-text">{`Nothing fits “${q}”`}</p>}
        <p>{q === "" ? says[kind].none : says[kind].unfit}</p>
      </div>
    );
  return (
    <div
      className={`overflow-y-auto p-4 transition-opacity ${list.isPlaceholderData ? "opacity-60" : ""}`}
      aria-busy={list.isPlaceholderData}
      key={kind}
    >
      <ul aria-label={kind === "inputs" ? "Uploads" : "Results"} className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {looks && items.length === 0
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
                    {item.take.thumbnailUrl !== undefined && (
                      <Picture
                        src={item.take.thumbnailUrl}
                        placeholder={item.take.placeholder}
                        width={item.take.width}
                        height={item.take.height}
                        loading="lazy"
                      />
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
