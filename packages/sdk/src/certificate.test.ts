import { expect, test } from "vitest";
import { shotCertificate } from "./certificate.ts";

const of = (...records: Record<string, unknown>[]) => ({
  format: "pegbar-certificate/2" as const,
  about: "shot" as const,
  entries: records.map((record) => ({ record: JSON.stringify(record), proof: "", disclosed: [] })),
  anchor: { record: "", proof: "" },
  keys: { log: [], witnesses: [] },
});
const place = { show: "HARBOR", sequence: "sq010", shot: "sh-010" };

test("names a shot's certificate after its newest list, and counts its results", () => {
  const certificate = of(
    { type: "asset.generated", ...place },
    { type: "shot.listed", ...place, count: 1 },
    { type: "asset.generated", ...place },
    { type: "shot.listed", ...place, count: 2 },
  );
  expect(shotCertificate(certificate)).toEqual({ name: "HARBOR_sq010_sh-010.pegbar.json", results: 2 });
});

test("other certificates have no such name", () => {
  expect(() => shotCertificate(of({ type: "asset.generated", ...place }))).toThrow(/not of a shot/);
});
