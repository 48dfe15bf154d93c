import { useInfiniteQuery } from "@tanstack/react-query";
import { LoadMore } from "../../components/load-more.tsx";
import { Picture } from "../../components/picture.tsx";
import { ErrorMessage } from "../../components/error-message.tsx";
import { useDebounced } from "../../components/use-debounced.ts";
import type { FormInput } from "./compose-jobs.ts";
import { assets, inputs, type PickerItem, type PickerKind } from "./picker-queries.ts";

const DEBOUNCE_MS = 250;

/** Texts for an empty list, without and with a search. */
const emptyTexts = {
  inputs: {
    none: "No uploads yet. Files that anyone in your studio uploads appear here.",
    noMatch: "Search by part of the file name. To use a new file, drop it on the form.",
  },
  assets: {
    none: "No results yet. Results that you can see appear here.",
    noMatch: "All words must match the prompt, the settings or the file name. Remove a word to see more.",
  },
} as const;

interface Props {
  kind: PickerKind;
  /** Kind of file that the input takes. */
  fileKind: FormInput["kind"];
  words: string;
  chosen: ReadonlyMap<string, PickerItem>;
  toggle: (item: PickerItem) => void;
}

/** The pictures to choose from. The previous results stay visible while the next search loads. */
export function PickerResults({ kind, fileKind, words, chosen, toggle }: Props) {
  const q = useDebounced(words.trim(), DEBOUNCE_MS);
  const uploads = useInfiniteQuery({ ...inputs(q, fileKind), enabled: kind === "inputs" });
  const results = useInfiniteQuery({ ...assets(q, fileKind), enabled: kind === "assets" });
  const list = kind === "inputs" ? uploads : results;
  const items = list.data?.pages.flatMap((page) => page.items) ?? [];
  if (list.error)
    return (
      <div className="p-4">
        <ErrorMessage error={list.error} onRetry={() => void list.refetch()} />
      </div>
    );
  const isLoading = list.isPending || list.isPlaceholderData;
  if (!isLoading && items.length === 0 && !list.hasNextPage)
    return (
      <div role="status" className="max-w-prose place-self-center p-6 text-center text-soft">
        {q !== "" && <p className="font-medium text-text">{`No matches for “${q}”`}</p>}
        <p>{q === "" ? emptyTexts[kind].none : emptyTexts[kind].noMatch}</p>
      </div>
    );
  return (
    <div
      className={`overflow-y-auto p-4 transition-opacity ${list.isPlaceholderData ? "opacity-60" : ""}`}
      aria-busy={list.isPlaceholderData}
      key={kind}
    >
      <ul aria-label={kind === "inputs" ? "Uploads" : "Results"} className="grid grid-cols-2 gap-3 sm:grid-cols-4">
        {isLoading && items.length === 0
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
                  <span className="grid aspect-4/3 place-items-center bg-canvas">
                    {item.source.thumbnailUrl !== undefined && (
                      <Picture
                        src={item.source.thumbnailUrl}
                        placeholder={item.source.placeholder}
                        width={item.source.width}
                        height={item.source.height}
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
        <LoadMore query={list}>Load more</LoadMore>
      </div>
    </div>
  );
}
