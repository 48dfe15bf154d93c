import { expect, test } from "vitest";
import { moveEntry } from "./move-entry.ts";

test("moves one entry by one place, and none beyond the ends", () => {
  const ids = ["a", "b", "c"];
  expect(moveEntry(ids, 1, -1)).toEqual(["b", "a", "c"]);
  expect(moveEntry(ids, 1, 1)).toEqual(["a", "c", "b"]);
  expect(moveEntry(ids, 0, -1)).toEqual(ids);
  expect(moveEntry(ids, 2, 1)).toEqual(ids);
  expect(moveEntry([], 0, 1)).toEqual([]);
  expect(ids).toEqual(["a", "b", "c"]);
});
