import { readFileSync } from "node:fs";
import path from "node:path";
import { expect, test } from "vitest";
import { listVersionsNearEnd, versions, type Version } from "./versions.ts";

const ending = (end: string | null): Version[] => [
  { name: "Kubernetes on EKS", version: "1.34", read: "2026-11-30", changes: "", end, source: "" },
];

test.each<[string, string | null, RegExp | undefined]>([
  ["61 days before", "2027-01-30", undefined],
  ["60 days before", "2027-01-29", /leaves support in 60 days, on 2027-01-29/],
  ["on the last day", "2026-11-30", /leaves support in 0 days/],
  ["after the end", "2026-11-29", /has been out of support since 2026-11-29/],
  ["without an end", null, undefined],
])("warns of an end %s", (_when, end, said) => {
  const found = listVersionsNearEnd(ending(end), "2026-11-30");
  if (said) expect(found).toEqual([expect.stringMatching(said)]);
  else expect(found).toEqual([]);
});

test("each version has the date on which it was read, and a date as its end", () => {
  for (const { name, read, end, source } of versions) {
    expect(new Date(read).toISOString().slice(0, 10), name).toBe(read);
    if (end !== null) expect(new Date(end).toISOString().slice(0, 10), name).toBe(end);
    expect(source.length, name).toBeGreaterThan(3);
  }
  expect(new Set(versions.map(({ name }) => name)).size).toBe(versions.length);
});

test("versions of this repository's own files are those of the table", () => {
  const read = (file: string) => readFileSync(path.join(import.meta.dirname, "..", file), "utf8");
  const getVersion = (name: string) => versions.find((one) => one.name === name)?.version ?? "";
  expect(read("package.json")).toContain(`"sst": "${getVersion("SST")}"`);
  expect(read("infra/function.ts")).toContain(`"nodejs${getVersion("Node.js in Lambda")}.x"`);
});
