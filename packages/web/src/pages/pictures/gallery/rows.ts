import type { Group } from "./chunks.ts";

/** A row of the gallery: the heading of a group, or tiles next to each other. */
export type Row = { kind: "heading"; group: Group; start: number } | { kind: "tiles"; start: number; count: number };

/** Lays the groups out in rows of at most `columns` tiles. Each group begins a row. */
export function listRows(groups: readonly Group[], columns: number): Row[] {
  const rows: Row[] = [];
  let start = 0;
  for (const group of groups) {
    rows.push({ kind: "heading", group, start });
    for (let first = 0; first < group.count; first += columns)
      rows.push({ kind: "tiles", start: start + first, count: Math.min(columns, group.count - first) });
    start += group.count;
  }
  return rows;
}

/** Index of the row with this asset; -1 if there is none. */
export const findRow = (rows: readonly Row[], index: number): number =>
  rows.findIndex((row) => row.kind === "tiles" && index >= row.start && index < row.start + row.count);

/**
 * The asset that an arrow key leads to. Up and down keep the column, or the nearest one in a shorter row.
 * @returns its index; undefined at the edge of the gallery
 */
export function findNeighbour(rows: readonly Row[], index: number, key: string): number | undefined {
  const here = findRow(rows, index);
  const row = rows[here];
  if (row?.kind !== "tiles") return undefined;
  if (key === "ArrowLeft") return index > 0 ? index - 1 : undefined;
  if (key === "ArrowRight") {
    const last = rows.at(-1);
    return last && index + 1 < last.start + (last.kind === "tiles" ? last.count : 0) ? index + 1 : undefined;
  }
  const step = key === "ArrowUp" ? -1 : key === "ArrowDown" ? 1 : 0;
  if (step === 0) return undefined;
  let next = here + step;
  while (rows[next]?.kind === "heading") next += step;
  const target = rows[next];
  if (target?.kind !== "tiles") return undefined;
  return target.start + Math.min(index - row.start, target.count - 1);
}
