import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { readDeclared, getImageFile, getSnapshotFile } from "../declared.ts";
import { getByName } from "./query.ts";
import { createPlan } from "./plan.ts";

const placeholders = JSON.parse(readFileSync(path.join(import.meta.dirname, "declared.json"), "utf8")) as Record<
  string,
  unknown
>;
let root: string;
let file: string;
beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), "pegbar-declared-"));
  mkdirSync(path.join(root, "infra/declared"), { recursive: true });
  file = path.join(root, "infra/declared/prod.json");
});
afterEach(() => rmSync(root, { recursive: true, force: true }));
const put = (more: Record<string, unknown> = {}) => writeFileSync(file, JSON.stringify({ ...placeholders, ...more }));
const read = () => readDeclared(root, "prod", "prod");

test("lists all missing and invalid values at once, with their location", () => {
  expect(read).toThrow(/prod\.json is missing\. Create it as described in docs\/operations\/cloud\.md/);
  put({ account: "1", bottlerocket: "latest", charts: {} });
  expect(read).toThrow(/twelve digits[\s\S]*bottlerocket[\s\S]*charts/);
});

test.each<[string, Record<string, unknown>, RegExp]>([
  ["address ranges for production's cluster", { clusterCidrs: ["203.0.113.0/24"] }, /Empty clusterCidrs/],
  ["a Bottlerocket that is too old", { bottlerocket: "1.45.9" }, /1\.46 or later[\s\S]*at bottlerocket/],
  ["a cluster that no deploy can reach", { clusterCidrs: [], runner: null }, /Declare runner or clusterCidrs/],
  [
    "a runner in the stage's own network",
    { runner: { ...(placeholders["runner"] as object), cidr: "10.0.5.0/24" } },
    /another network/,
  ],
])("refuses %s", (_what, more, said) => {
  put(more);
  expect(read).toThrow(said);
});

test("requires the golden image's snapshot to match the declared image", () => {
  put();
  const snapshot = () => getSnapshotFile(root, "prod", read());
  expect(snapshot).toThrow(/prod\.image\.json is missing\. Build the images again/);
  const write = (imageDigest: string) =>
    writeFileSync(getImageFile(file), JSON.stringify({ imageDigest, snapshot: {} }));
  write(`sha256:${"f".repeat(64)}`);
  expect(snapshot).toThrow(/belongs to the image sha256:f+, but sha256:0+ is declared/);
  write(`sha256:${"0".repeat(64)}`);
  expect(snapshot()).toBe(getImageFile(file));
});

test("a drill restores another stage's database at a point in time", async () => {
  const drill = path.join(root, "drill.json");
  const restore = { cluster: "pegbar-prod-postgrescluster-abc", at: "2026-11-28T12:00:00Z" };
  writeFileSync(drill, JSON.stringify({ ...placeholders, restore }));
  writeFileSync(getImageFile(drill), readFileSync(path.join(import.meta.dirname, "declared.image.json")));
  const planned = await createPlan({ stage: "dev-drill", declared: drill });
  expect(getByName(planned, "PostgresCluster").inputs["restoreToPointInTime"]).toEqual({
    sourceClusterIdentifier: restore.cluster,
    restoreToTime: restore.at,
  });
}, 600_000);
