import { expect, test } from "vitest";
import { SLUG_PATTERN, toSlug } from "./slug.ts";

test.each([
  ["Atlas", "atlas"],
  ["Étoile & Fils", "etoile-fils"],
  ["3 Kites", "kites"],
  ["Long ".repeat(20), "long-long-long-long-long-long-lo"],
])("%s gets a slug that the API accepts", (name, slug) => {
  expect(toSlug(name)).toBe(slug);
  expect(slug).toMatch(SLUG_PATTERN);
});

test("a name without Latin letters gets no slug", () => {
  expect(toSlug("動画")).toBe("");
});
