import { expect, test } from "vitest";
import { findChunks, listChunks, type Group } from "./chunks.ts";
import { findNeighbour, listRows } from "./rows.ts";

const day = (key: string, count: number, cursors: string[] = []): Group => ({
  key,
  count,
  shotId: null,
  createdAfter: `after ${key}`,
  createdBefore: `before ${key}`,
  cursors,
});
const shot = (key: string, count: number, cursors: string[] = []): Group => ({
  ...day(key, count, cursors),
  shotId: `sht ${key}`,
  createdAfter: null,
  createdBefore: null,
});

test("small days are loaded together, large ones page by page", () => {
  const groups = [day("5", 3), day("4", 90), day("3", 20), day("2", 230, ["a", "b"]), day("1", 1)];
  expect(listChunks(groups)).toEqual([
    { start: 0, count: 93, filter: { createdAfter: "after 4", createdBefore: "before 5" }, cursor: undefined },
    { start: 93, count: 20, filter: { createdAfter: "after 3", createdBefore: "before 3" }, cursor: undefined },
    { start: 113, count: 30, filter: { createdAfter: "after 2", createdBefore: "before 2" }, cursor: undefined },
    { start: 143, count: 100, filter: { createdAfter: "after 2", createdBefore: "before 2" }, cursor: "a" },
    { start: 243, count: 100, filter: { createdAfter: "after 2", createdBefore: "before 2" }, cursor: "b" },
    { start: 343, count: 1, filter: { createdAfter: "after 1", createdBefore: "before 1" }, cursor: undefined },
  ]);
});

test("the first page of a day with more pages is not joined by the next day", () => {
  const groups = [day("2", 130, ["a"]), day("1", 10)];
  expect(listChunks(groups).map(({ start, count }) => [start, count])).toEqual([
    [0, 30],
    [30, 100],
    [130, 10],
  ]);
});

test("each shot has chunks of its own", () => {
  const chunks = listChunks([shot("a", 2), shot("b", 101, ["c"])]);
  expect(chunks.map(({ start, count, filter, cursor }) => [start, count, filter.shotId, cursor])).toEqual([
    [0, 2, "sht a", undefined],
    [2, 1, "sht b", undefined],
    [3, 100, "sht b", "c"],
  ]);
  expect(findChunks(chunks, 2, 2).map(({ start }) => start)).toEqual([2]);
  expect(findChunks(chunks, 1, 3).map(({ start }) => start)).toEqual([0, 2, 3]);
});

test("arrow keys move between rows of different lengths", () => {
  // 0 1 2 | 3 · 4 5
  const rows = listRows([day("2", 4), day("1", 2)], 3);
  expect(rows.map(({ kind, start }) => [kind, start])).toEqual([
    ["heading", 0],
    ["tiles", 0],
    ["tiles", 3],
    ["heading", 4],
    ["tiles", 4],
  ]);
  const press = (index: number, key: string) => findNeighbour(rows, index, key);
  expect(press(2, "ArrowDown")).toBe(3);
  expect(press(3, "ArrowDown")).toBe(4);
  expect(press(5, "ArrowUp")).toBe(3);
  expect(press(3, "ArrowUp")).toBe(0);
  expect(press(0, "ArrowUp")).toBeUndefined();
  expect(press(5, "ArrowDown")).toBeUndefined();
  expect(press(3, "ArrowRight")).toBe(4);
  expect(press(5, "ArrowRight")).toBeUndefined();
  expect(press(0, "ArrowLeft")).toBeUndefined();
});
