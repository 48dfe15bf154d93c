import { expect, test } from "vitest";
import { SLUG, slugOf } from "./slug.ts";

test.each([
  ["Atlas", "atlas"],
  ["Étoile & Fils", "etoile-fils"],
  ["3 Kites", "kites"],
  ["Long ".repeat(20), "long-long-long-long-long-long-lo"],
])("%s gets a slug that the API takes", (name, slug) => {
  expect(slugOf(name)).toBe(slug);
  expect(slug).toMatch(SLUG);
});

test("where no letter serves, none is made up", () => {
  expect(slugOf("動画")).toBe("");
});
