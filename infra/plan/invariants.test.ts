import { describe, expect, test } from "vitest";
import { invariants } from "./invariants/index.ts";
import { createPlan } from "./plan.ts";

const stages = ["dev-ci", "staging", "prod"] as const;
const plans = new Map(await Promise.all(stages.map(async (stage) => [stage, await createPlan({ stage })] as const)));

describe.each(Object.entries(invariants))("%s", (_concern, all) => {
  describe.each(all)("$name", ({ why, check, plant }) => {
    test.each(stages)("in %s", async (stage) => {
      expect(await check(plans.get(stage) ?? []), why).toEqual([]);
    });

    test("is violated by the changed plan", async () => {
      expect(await check(plant(plans.get("prod") ?? []))).not.toEqual([]);
    });
  });
});
