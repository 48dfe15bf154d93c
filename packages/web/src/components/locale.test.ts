import { expect, test } from "vitest";
import { findLocale } from "./locale.ts";

test.each([
  [["en-GB", "en"], "en-GB"],
  [["de-AT", "de"], "en-AT"],
  [["fr"], "en-FR"],
  [["not a language", "ja"], "en-JP"],
  [["zh-Hant"], "en-TW"],
  [[], "en"],
])("%j reads dates and numbers as in %s", (languages, locale) => expect(findLocale(languages)).toBe(locale));

test("the region decides the order of day and month", () => {
  const format = (locale: string) =>
    new Intl.DateTimeFormat(locale, { dateStyle: "long" }).format(new Date("2026-12-01T12:00Z"));
  expect(format(findLocale(["en-US"]))).toBe("December 1, 2026");
  expect(format(findLocale(["de-DE"]))).toBe("1 December 2026");
});
