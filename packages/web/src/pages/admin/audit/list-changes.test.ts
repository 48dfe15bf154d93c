import { expect, test } from "vitest";
import { listChanges } from "./list-changes.ts";

test("only values that differ are listed, by their path; lists are values", () => {
  expect(
    listChanges(
      { name: "Ink", limits: { runningJobs: 4, dollars: null }, shows: ["a"] },
      { name: "Ink", limits: { runningJobs: 8, dollars: 5 }, shows: ["a", "b"] },
    ),
  ).toEqual([
    { name: "limits.runningJobs", before: "4", after: "8" },
    { name: "shows", before: '["a"]', after: '["a","b"]' },
    { name: "limits.dollars", before: undefined, after: "5" },
  ]);
  expect(listChanges(null, { code: "HARBOR" })).toEqual([{ name: "code", before: undefined, after: "HARBOR" }]);
  expect(listChanges(null, null)).toEqual([]);
});
