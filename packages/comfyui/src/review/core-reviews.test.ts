import { describe, expect, test } from "vitest";
import { isAllowed } from "./class-kind.ts";
import { getCoreReviews, reviewedVersion } from "./core-reviews.ts";
import { readRecordedClasses } from "./recorded-classes.ts";
import { listReviewedTextInputs } from "./text-inputs.ts";

const recorded = readRecordedClasses();
const reviews = getCoreReviews();

test("are recorded for the reviewed version, and for an older one", () => {
  expect(recorded.map(({ version, classes }) => [version, classes.size])).toEqual([
    ["0.18.1", 468],
    ["0.33.0", 654],
  ]);
  expect(recorded.some(({ version }) => version === reviewedVersion)).toBe(true);
});

describe.each(recorded)("ComfyUI $version", ({ classes }) => {
  test("has a review of each class", () => {
    expect([...classes.keys()].filter((classType) => !reviews.has(classType))).toEqual([]);
  });
});

test("each review is of a class that exists in one of the versions", () => {
  const known = new Set(recorded.flatMap(({ classes }) => [...classes.keys()]));
  expect([...reviews.keys()].filter((name) => !known.has(name))).toEqual([]);
  expect(reviews.size).toBe(known.size);
});

test("a class that may not run has a reason and a replacement that may", () => {
  for (const [name, review] of reviews) {
    if (review.kind !== "plain") expect(review.reason, name).toMatch(/^[a-z].*[^.]$/);
    if (isAllowed(review)) continue;
    expect(review.replacement, name).toMatch(/^[A-Z].*\.$/);
    for (const [named] of review.replacement?.matchAll(/\b[A-Z]\w*[A-Z]\w*\b/g) ?? []) {
      const other = reviews.get(named);
      expect(other && isAllowed(other), `${name}: ${named}`).toBe(true);
    }
  }
});

test("a class that evaluates a text has limits for it", () => {
  const evaluating = [...reviews].filter(([, { kind }]) => kind === "evaluates");
  expect(evaluating.length).toBeGreaterThan(3);
  for (const [name, { limits }] of evaluating)
    expect(Object.values(limits ?? {}), name).toContainEqual(
      expect.objectContaining({ syntax: expect.any(String), linked: false, maxLength: expect.any(Number) }),
    );
});

test("text inputs are recorded for classes with a review only", () => {
  expect([...listReviewedTextInputs().keys()].filter((name) => !reviews.has(name))).toEqual([]);
  expect(listReviewedTextInputs().get("RegexReplace")).toEqual(new Set(["regex_pattern", "replace", "string"]));
});
