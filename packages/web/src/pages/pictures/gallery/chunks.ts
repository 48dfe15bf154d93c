import type { components } from "@pegbar/sdk";

export type Group = components["schemas"]["AssetGroups"]["items"][number];

/** Largest number of assets of a chunk, as the API's groups are cut. */
export const CHUNK = 100;

/** Assets that are loaded together: a page of a group, or several small groups. */
export interface Chunk {
  /** Index of its first asset in the gallery. */
  start: number;
  count: number;
  filter: { shotId?: string; createdAfter?: string; createdBefore?: string };
  /** Cursor that it begins after; undefined for the first page of a group. */
  cursor: string | undefined;
}

/** Cuts the gallery into chunks. Neighbouring days become one chunk as long as they fit into it. */
export function listChunks(groups: readonly Group[]): Chunk[] {
  const chunks: Chunk[] = [];
  let start = 0;
  for (const group of groups) {
    const previous = chunks.at(-1);
    const canJoin =
      previous?.filter.createdAfter !== undefined &&
      previous.cursor === undefined &&
      group.createdAfter !== null &&
      group.cursors.length === 0 &&
      // A group with further pages has its own chunks.
      !hasMorePages(groups, previous) &&
      previous.count + group.count <= CHUNK;
    if (canJoin) {
      previous.count += group.count;
      previous.filter = { ...previous.filter, createdAfter: group.createdAfter ?? "" };
    } else chunks.push(...cutGroup(group, start));
    start += group.count;
  }
  return chunks;
}

const hasMorePages = (groups: readonly Group[], { filter }: Chunk): boolean =>
  groups.some(({ createdAfter, cursors }) => createdAfter === filter.createdAfter && cursors.length > 0);

function cutGroup({ count, cursors, shotId, createdAfter, createdBefore }: Group, start: number): Chunk[] {
  const filter = {
    ...(shotId === null ? {} : { shotId }),
    ...(createdAfter === null ? {} : { createdAfter }),
    ...(createdBefore === null ? {} : { createdBefore }),
  };
  const first = count - cursors.length * CHUNK;
  return [undefined, ...cursors].map((cursor, page) => ({
    start: page === 0 ? start : start + first + (page - 1) * CHUNK,
    count: page === 0 ? first : CHUNK,
    filter,
    cursor,
  }));
}

/** The chunks with an asset from `first` to `last`. */
export const findChunks = (chunks: readonly Chunk[], first: number, last: number): Chunk[] =>
  chunks.filter(({ start, count }) => start <= last && start + count > first);
