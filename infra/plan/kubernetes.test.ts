import { expect, test } from "vitest";
import { findErrors, listObjects } from "./kubernetes.ts";
import { changeResource } from "./query.ts";
import { createPlan } from "./plan.ts";

const planned = await createPlan({ stage: "prod" });

test("objects of the cluster match their published schemas and have no unknown fields", async () => {
  const objects = listObjects(planned);
  expect(objects.length).toBeGreaterThan(20);
  expect(await findErrors(objects)).toEqual([]);
}, 60_000);

test.each<[string, string, (spec: Record<string, never>) => void, RegExp]>([
  ["an unknown field", "Scalelight", (spec) => Object.assign(spec, { scaleOnInFlight: false }), /scaleOnInFlight/],
  [
    "a field in the wrong place",
    "PoollightSpot",
    (spec) => Object.assign(spec, { terminationGracePeriod: "110s" }),
    /terminationGracePeriod/,
  ],
  ["a value of the wrong type", "Workerlight", (spec) => Object.assign(spec, { selector: "worker" }), /selector/],
  [
    "a value outside of an enumeration",
    "GpuNodeslight",
    (spec) => Object.assign(spec, { instanceStorePolicy: "RAID1" }),
    /instanceStorePolicy/,
  ],
  ["a missing field", "PoolxlOnDemand", (spec) => delete spec["template"], /template/],
])("finds %s", async (_what, name, plant, said) => {
  const faults = await findErrors(
    listObjects(changeResource(planned, name, (inputs) => plant(inputs["spec"] as Record<string, never>))),
  );
  expect(faults.join("\n")).toMatch(said);
});
