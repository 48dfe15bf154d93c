import { useQueries, useQueryClient } from "@tanstack/react-query";
import { useCallback, useMemo } from "react";
import { chunkAssets, type Asset } from "../queries.ts";
import type { PicturesSearch } from "../search.ts";
import { findChunks, type Chunk } from "./chunks.ts";

/** Assets of the gallery by index, as far as they are loaded. */
export interface Items {
  /** Number of assets, loaded or not. */
  total: number;
  at: (index: number) => Asset | undefined;
  /** Index of an asset; -1 if it is not loaded. */
  indexOf: (id: string) => number;
  loaded: readonly Asset[];
  /** Loads the assets between two indices, both included. */
  read: (first: number, last: number) => Promise<Asset[]>;
  error: Error | null;
  retry: () => void;
}

/**
 * Loads the chunks around the given indices and keeps those that were loaded before.
 * @param spans pairs of a first and a last index that are shown
 */
export function useItems(
  search: PicturesSearch,
  chunks: readonly Chunk[],
  spans: readonly (readonly [first: number, last: number])[],
): Items {
  const queryClient = useQueryClient();
  const shown = [...new Set(spans.flatMap(([first, last]) => findChunks(chunks, first, last)))];
  const results = useQueries({ queries: shown.map((chunk) => chunkAssets(search, chunk)) });
  const failed = results.find(({ error }) => error !== null);
  // Data changes only when a chunk is read or marked.
  const data = results.map((result) => result.data);
  const byIndex = useMemo(() => {
    const found = new Map<number, Asset>();
    for (const [place, { start, count }] of shown.entries())
      for (const [offset, one] of (data[place] ?? []).slice(0, count).entries()) found.set(start + offset, one);
    return found;
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [JSON.stringify(shown.map(({ start, count }) => [start, count])), ...data]);
  const indexById = useMemo(() => new Map([...byIndex].map(([index, { id }]) => [id, index])), [byIndex]);
  const read = useCallback(
    async (first: number, last: number) => {
      const parts = await Promise.all(
        findChunks(chunks, first, last).map(async (chunk) => {
          const assets = await queryClient.ensureQueryData(chunkAssets(search, chunk));
          return assets.slice(0, chunk.count).filter((_, n) => chunk.start + n >= first && chunk.start + n <= last);
        }),
      );
      return parts.flat();
    },
    [chunks, queryClient, search],
  );
  const last = chunks.at(-1);
  return {
    total: last ? last.start + last.count : 0,
    at: (index) => byIndex.get(index),
    indexOf: (id) => indexById.get(id) ?? -1,
    loaded: useMemo(() => [...byIndex].toSorted(([a], [b]) => a - b).map(([, one]) => one), [byIndex]),
    read,
    error: failed?.error ?? null,
    retry: () => void failed?.refetch(),
  };
}
