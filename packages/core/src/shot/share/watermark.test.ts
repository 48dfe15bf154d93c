import { expect, test } from "vitest";
import { buildWatermark, isDrawn } from "./watermark.ts";

const about = { createdAt: new Date("2026-11-30T23:59:00Z"), linkId: "shr_01JYB4X2K0000000000000WXYZ" };

test("names the studio, the recipient, the date and the link", () => {
  const studio = { name: "Lumière & Söhne", slug: "lumen" };
  expect(buildWatermark({ ...about, studio, recipient: "Škoda" })).toBe(
    "Lumière & Söhne · Škoda · 2026-11-30 · 00WXYZ",
  );
});

test("uses the slug of a studio whose name cannot be drawn", () => {
  const studio = { name: "株式会社ルーメン", slug: "lumen" };
  expect(buildWatermark({ ...about, studio, recipient: "A" })).toBe("lumen · A · 2026-11-30 · 00WXYZ");
});

test("knows which texts can be drawn, composed or not", () => {
  expect(["ACME Pictures", "Zoe\u0308", "Ελλάδα", "Студия", "Nguyễn", "“A”"].map(isDrawn)).toEqual(Array(6).fill(true));
  expect(["東京", "عربي", "🎬", "a\u0000", "a\nb"].map(isDrawn)).toEqual(Array(5).fill(false));
});
